"""The command from end to end."""

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from cqs_app.sandbox import cli, output
from cqs_app.sandbox.rule_reference import rule_reference
from tests.sandbox.make import ROWS, make_file

ROOT = Path(__file__).resolve().parents[2]
FILES = ["checks.csv", "report.html", "summary.json"]


def run(*arguments: object) -> int:
	return cli.main([str(argument) for argument in arguments])


def names(folder: Path) -> list[str]:
	return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
	out = tmp_path_factory.mktemp("demo") / "out"
	assert run("demo", "--out", out) == 0
	return out


def test_demo_writes_its_files_and_tells_the_story(demo):
	assert names(demo) == sorted([*FILES, "ledger.csv"])
	summary = json.loads((demo / "summary.json").read_text())
	assert float(summary["losses_avoided"]) > 0
	assert {"Cured", "Expired"} <= set(summary["holds"]["by_status"])
	report = (demo / "report.html").read_text()
	for told in (
		"Limit cut",
		"Forced hold",
		"Qualified, limit assigned",
		"Alert: Overdue",
		"Alert: Utilisation",
	):
		assert told in report


def test_the_report_is_one_offline_file_with_four_charts(demo):
	report = (demo / "report.html").read_text()
	assert report.count("<svg") == 4
	for title in ("Exposure against limit", "Holds over time", "Aging of open items", "Losses avoided"):
		assert f"<figcaption>{title}</figcaption>" in report
	assert not re.search(r"<script|<link|<img|https?://|url\(|@import", report)


def test_the_demo_is_the_same_every_time(demo, tmp_path, capsys):
	assert run("demo", "--out", tmp_path / "again") == 0
	for file in names(demo):
		assert (demo / file).read_bytes() == (tmp_path / "again" / file).read_bytes()
	printed = capsys.readouterr().out.splitlines()
	assert len(printed) == 6
	assert printed[-1].endswith("report.html")


def test_the_demo_ledger_is_a_ledger(demo, tmp_path):
	assert run("backtest", demo / "ledger.csv", "--out", tmp_path / "out") == 0
	summary = json.loads((tmp_path / "out" / "summary.json").read_text())
	made = json.loads((demo / "summary.json").read_text())
	assert summary["payment"] == made["payment"]


def test_checks_can_be_verified_without_this_code(demo):
	last: dict[str, str] = defaultdict(lambda: "0" * 64)
	with (demo / "checks.csv").open(newline="") as file:
		rows = list(csv.DictReader(file))
	assert len(rows) == json.loads((demo / "summary.json").read_text())["checks"]
	for row in rows:
		assert row["previous_hash"] == last[row["customer"]]
		text = f"{row['previous_hash']}\n{row['snapshot']}"
		assert hashlib.sha256(text.encode()).hexdigest() == row["snapshot_hash"]
		assert json.loads(row["snapshot"])["outcome"] == row["outcome"]
		last[row["customer"]] = row["snapshot_hash"]


def test_backtest_with_limits_and_policy(tmp_path, capsys):
	limits = tmp_path / "limits.csv"
	limits.write_text("customer,limit\nAcme,395\nBolt,unlimited\nNobody,5\n")
	policy = tmp_path / "policy.json"
	rules = [{"rule": "Credit Limit", "action": "Hold"}]
	policy.write_text(
		json.dumps({"policy_name": "Mine", "rules": rules, "components": [{"component": "receivable"}]})
	)
	arguments = ["backtest", make_file(tmp_path), "--policy", policy, "--limits", limits, "--json"]
	assert run(*arguments, "--out", tmp_path / "out") == 0
	summary = json.loads(capsys.readouterr().out)
	assert summary == json.loads((tmp_path / "out" / "summary.json").read_text())
	assert (summary["policy"], summary["holds"]["count"], summary["sales_judged"]["count"]) == ("Mine", 1, 5)
	assert summary["false_holds"] == {"count": 1, "amount": "400.00"}
	assert run(*arguments, "--enforce", "--out", tmp_path / "out") == 0
	assert json.loads(capsys.readouterr().out)["holds"]["by_status"] == {
		"Expired": {"count": 1, "amount": "400.00"}
	}


def test_names_from_the_file_are_escaped(tmp_path):
	rows = [row.replace("Acme", '<b onclick="x">&') for row in ROWS]
	rows = [row.replace('<b onclick="x">&', '"<b onclick=""x"">&"') for row in rows]
	assert run("backtest", make_file(tmp_path, rows=rows), "--out", tmp_path / "out") == 0
	report = (tmp_path / "out" / "report.html").read_text()
	assert "<b onclick" not in report


def test_a_bad_row_writes_nothing(tmp_path, capsys):
	path = make_file(tmp_path, rows=[*ROWS, "Acme,I-6,2024-08-01,2024-09-01,,x,no"])
	assert run("backtest", path, "--out", tmp_path / "out") == 2
	assert (
		"ledger.csv: 1 problem; nothing was written.\n  line 7: 'x' is not an amount"
		in capsys.readouterr().err
	)
	assert names(tmp_path) == ["ledger.csv"]


@pytest.mark.parametrize(
	("text", "said"),
	[
		("{", "is not JSON"),
		("[]", "expected one policy"),
		('{"policy_name": "P", "rules": [{"rule": "Luck", "action": "Hold"}]}', "'Luck' is no known rule"),
		(
			'{"policy_name": "P", "rules": [{"rule": "Maximum Document Value", "action": "Hold"}]}',
			"needs a threshold",
		),
	],
)
def test_a_broken_policy_writes_nothing(tmp_path, capsys, text, said):
	policy = tmp_path / "policy.json"
	policy.write_text(text)
	assert run("backtest", make_file(tmp_path), "--policy", policy, "--out", tmp_path / "out") == 2
	assert said in capsys.readouterr().err
	assert names(tmp_path) == ["ledger.csv", "policy.json"]


@pytest.mark.parametrize(
	("text", "said"),
	[
		("customer,limit\nAcme,x\n", "line 2: 'x' is not an amount"),
		("customer,limit\nAcme,5\nAcme,6\n", "line 3: Acme stands there twice"),
		("customer,limit\nNobody,5\n", "none of its 1 customers"),
		("name,sum\nAcme,5\n", "expected the columns customer and limit"),
	],
)
def test_bad_limits(tmp_path, capsys, text, said):
	limits = tmp_path / "limits.csv"
	limits.write_text(text)
	assert run("backtest", make_file(tmp_path), "--limits", limits, "--out", tmp_path / "out") == 2
	assert said in capsys.readouterr().err


def test_a_ledger_of_one_day_needs_limits(tmp_path, capsys):
	assert run("backtest", make_file(tmp_path, rows=ROWS[:1]), "--out", tmp_path / "out") == 2
	assert "--limits" in capsys.readouterr().err


def test_nothing_held_says_so(tmp_path):
	limits = tmp_path / "limits.csv"
	limits.write_text("customer,limit\nAcme,unlimited\nBolt,unlimited\n")
	assert run("backtest", make_file(tmp_path), "--limits", limits, "--out", tmp_path / "out") == 0
	report = (tmp_path / "out" / "report.html").read_text()
	assert "The policy held nothing." in report
	assert "No sale was held" in report


@pytest.mark.parametrize("existing", [False, True])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path, monkeypatch, capsys, existing):
	path, out = make_file(tmp_path), tmp_path / "out"
	if existing:
		out.mkdir()
		(out / "report.html").write_text("old")

	def stopped(*_arguments: object) -> None:
		raise KeyboardInterrupt

	monkeypatch.setattr(cli, "write_checks", stopped)
	assert run("backtest", path, "--out", out) == 130
	assert "nothing was written" in capsys.readouterr().err
	assert names(tmp_path) == (["ledger.csv", "out"] if existing else ["ledger.csv"])
	if existing:
		assert (out / "report.html").read_text() == "old"


def test_other_files_in_the_directory_stay(tmp_path):
	out = tmp_path / "out"
	out.mkdir()
	(out / "notes.txt").write_text("mine")
	assert run("backtest", make_file(tmp_path), "--out", out) == 0
	assert names(out) == sorted([*FILES, "notes.txt"])


def test_out_may_not_be_a_file(tmp_path, capsys):
	path = make_file(tmp_path)
	assert run("backtest", path, "--out", path) == 2
	assert "is a file" in capsys.readouterr().err
	with pytest.raises(output.BadInput):
		with output.staged(path / "below"):
			pass


def test_bad_arguments_are_explained(tmp_path, capsys):
	for bad in (["--map", "x"], ["--as-of", "soon"], ["--limit-window", "2"], ["--hold-days", "-1"]):
		with pytest.raises(SystemExit) as stop:
			run("backtest", make_file(tmp_path), *bad)
		assert stop.value.code == 2
	assert "is not COLUMN=FIELD" in capsys.readouterr().err


def test_it_runs_as_a_module_and_shows_progress(tmp_path):
	command = [sys.executable, "-m", "cqs_app.sandbox", "backtest", str(make_file(tmp_path))]
	done = subprocess.run(
		[*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, cwd=ROOT
	)
	assert done.returncode == 0, done.stderr
	assert "replay: 100 % (5 of 5)" in done.stderr


def test_the_rule_reference_is_current():
	assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rule_reference()

"""`cqs match-pairs`: a file of pairs with scores and explanations, or one message and no file."""

import csv

import pytest

from cqs_app.sandbox import cli

HEADER = "schema,name1,name2"


def run(folder, *rows, header=HEADER, out="scores.csv"):
	pairs = folder / "pairs.csv"
	pairs.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
	return cli.main(["match-pairs", str(pairs), "--out", str(folder / out)])


def scores(folder, out="scores.csv"):
	with (folder / out).open(encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file))


def test_scores_and_explanations_are_added(tmp_path, capsys):
	assert (
		run(tmp_path, "Company,Siemens AG,Siemens Aktiengesellschaft", "Person,Владимир Путин,Mikhail Putin")
		== 0
	)
	same, other = scores(tmp_path)
	assert list(same) == ["schema", "name1", "name2", "score", "explanation"]
	assert float(same["score"]) == 1
	assert 0 <= float(other["score"]) < 0.7
	assert "same: siemens" in same["explanation"]
	assert other["name1"] == "Владимир Путин"
	assert "2 pairs" in capsys.readouterr().out


def test_other_columns_stay_and_a_second_run_replaces_its_own(tmp_path):
	header = "id,name2,schema,score,Name1,explanation"
	assert run(tmp_path, "7,Acme,Company,0.5,Acme Ltd,old", header=header, out="sub/scores.csv") == 0
	(row,) = scores(tmp_path, "sub/scores.csv")
	assert list(row) == ["id", "name2", "schema", "Name1", "score", "explanation"]
	assert (row["id"], row["score"]) == ("7", "1.000000")


def test_hard_rows_are_scored(tmp_path):
	long = "x" * 10_000
	assert run(tmp_path, "Person,,", f"Vessel,{long},{long}", "Dog,Rex,Rex", ",Acme,Acme") == 0
	assert [float(row["score"]) for row in scores(tmp_path)] == [0, 1, 1, 1]


@pytest.mark.parametrize(
	("rows", "header", "told"),
	[
		(["Company,Acme,Acme"], "schema,name1,name", "has no column name2"),
		(["Company,Acme,Acme,x"], "schema,name1,name2,NAME1", "more than one column name1"),
		(["Company,Acme"], HEADER, "line 2: has 2 cells"),
		([], HEADER, "no row below"),
	],
)
def test_bad_input_is_told_and_nothing_written(tmp_path, capsys, rows, header, told):
	assert run(tmp_path, *rows, header=header) == 2
	assert told in capsys.readouterr().err
	assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


def test_files_that_are_not_there(tmp_path, capsys):
	assert cli.main(["match-pairs", str(tmp_path / "no.csv"), "--out", str(tmp_path / "out.csv")]) == 2
	assert "cannot be read" in capsys.readouterr().err
	(tmp_path / "pairs.csv").write_text(f"{HEADER}\nCompany,a,b\n")
	assert cli.main(["match-pairs", str(tmp_path / "pairs.csv"), "--out", str(tmp_path)]) == 2
	assert "is a directory" in capsys.readouterr().err

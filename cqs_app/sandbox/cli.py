"""The command `cqs`. Exit codes: 0 done, 2 bad input, 130 stopped; nothing is written unless it is 0."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from cqs_app.sandbox.arguments import date_format, day, days, mapping, positive, share
from cqs_app.sandbox.backtest import Request, backtest
from cqs_app.sandbox.checks_file import write_checks
from cqs_app.sandbox.columns import FIELDS
from cqs_app.sandbox.demo import demo, write_ledger
from cqs_app.sandbox.limits import FACTOR, WINDOW
from cqs_app.sandbox.match_pairs import match_pairs
from cqs_app.sandbox.output import staged
from cqs_app.sandbox.problems import BadInput
from cqs_app.sandbox.progress import Progress
from cqs_app.sandbox.reading import Reading
from cqs_app.sandbox.report import key_figures, report_of
from cqs_app.sandbox.study import Study, summary_of

BAD_INPUT, STOPPED = 2, 130
FIELD_HELP = "Fields of a ledger:\n" + "\n".join(f"  {name:<10} {text}" for name, text in FIELDS.items())
BACKTEST_HELP = (
	"Replay your receivables export against a credit policy: which sales would have been held, and what\n"
	"became of them. Common column names are recognised; --map names the others. Amounts are gross.\n\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
	options = parser().parse_args(arguments)
	with suppress(ValueError):  # outside the main thread nobody may set it
		signal.signal(signal.SIGTERM, _terminated)
	try:
		return int(options.run(options))
	except BadInput as error:
		print(f"cqs: {error}", file=sys.stderr)
		return BAD_INPUT
	except KeyboardInterrupt:
		print("\ncqs: stopped; nothing was written.", file=sys.stderr)
		return STOPPED


def parser() -> argparse.ArgumentParser:
	plain = argparse.RawDescriptionHelpFormatter
	top = argparse.ArgumentParser(
		prog="cqs",
		description="Credit control on an embedded ledger: the same engine and the same queries as in ERPNext.",
		epilog="cqs COMMAND --help tells more. Nothing is sent anywhere; reports are single offline files.",
	)
	commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
	show = commands.add_parser(
		"demo",
		help="replay a year of a made-up trading company",
		description="Replay a year of a made-up trading company, with and without credit control.",
	)
	_output_options(show, "cqs-demo")
	show.set_defaults(run=_demo)
	test = commands.add_parser(
		"backtest",
		help="replay your own ledger against a policy",
		description=BACKTEST_HELP + FIELD_HELP,
		formatter_class=plain,
	)
	_backtest_options(test)
	_output_options(test, "cqs-backtest")
	test.set_defaults(run=_backtest)
	_match_pairs_options(commands)
	return top


def _match_pairs_options(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
	pairs = commands.add_parser(
		"match-pairs",
		help="score pairs of names as sanctions screening does",
		description=(
			"Score pairs of names as sanctions screening does: how likely they are names of one person, organisation or "
			"vessel. Columns schema, name1 and name2; score (0 to 1) and explanation are added behind all columns."
		),
	)
	pairs.add_argument("pairs", type=Path, metavar="PAIRS.csv")
	pairs.add_argument("--out", type=Path, required=True, metavar="SCORES.csv", help="the file to write")
	pairs.set_defaults(run=_match_pairs)


def _output_options(command: argparse.ArgumentParser, out: str) -> None:
	command.add_argument(
		"--out",
		type=Path,
		default=Path(out),
		metavar="DIR",
		help=f"where report.html, summary.json and checks.csv go (default ./{out})",
	)
	command.add_argument("--json", action="store_true", help="print the summary as JSON instead of text")


def _backtest_options(command: argparse.ArgumentParser) -> None:
	add = command.add_argument
	add("ledger", type=Path, metavar="LEDGER.csv")
	add("--policy", type=Path, metavar="POLICY.json", help="default: the policy that the app seeds")
	add("--enforce", action="store_true", help="leave held sales out, and compare with history")
	add(
		"--hold-days",
		type=days,
		default=30,
		metavar="N",
		help="with --enforce: days until a hold expires (30)",
	)
	add(
		"--as-of", type=day, metavar="DATE", help="pretend it is this day (default: the last day in the file)"
	)
	_limit_options(command.add_argument_group("limits"))
	_reading_options(command.add_argument_group("how to read the file"))


def _limit_options(group: argparse._ArgumentGroup) -> None:
	group.add_argument(
		"--limits",
		type=Path,
		metavar="LIMITS.csv",
		help="columns customer and limit (an amount, unlimited, or empty); default: derived from the ledger",
	)
	group.add_argument(
		"--limit-window",
		type=share,
		default=WINDOW,
		metavar="SHARE",
		help=f"without --limits: first part of the days, from which limits are derived (default {WINDOW})",
	)
	group.add_argument(
		"--limit-factor",
		type=positive,
		default=FACTOR,
		metavar="N",
		help=f"without --limits: limit = N x the highest exposure in that part (default {FACTOR})",
	)


def _reading_options(group: argparse._ArgumentGroup) -> None:
	add = group.add_argument
	add("--map", type=mapping, action="append", default=[], metavar="COLUMN=FIELD", help="repeatable")
	add(
		"--date-format",
		default="mdy",
		metavar="F",
		type=date_format,
		help="mdy (default), dmy or like %%d.%%m.%%Y; ISO dates are always read",
	)
	add("--decimal-comma", action="store_true", help="amounts look like 1.234,56")
	add("--currency", default="", metavar="CODE", help="if the file has no currency column")
	add("--terms-days", type=days, metavar="N", help="invoices without a due date are due after N days")


def _demo(options: argparse.Namespace) -> int:
	return _write(options, lambda: demo(_progress), ledger=True)


def _backtest(options: argparse.Namespace) -> int:
	request = Request(
		ledger=options.ledger,
		policy=options.policy,
		limits=options.limits,
		reading=Reading(
			dict(options.map),
			options.date_format,
			options.decimal_comma,
			options.currency,
			options.terms_days,
		),
		as_of=options.as_of,
		enforce=options.enforce,
		hold_days=options.hold_days,
		limit_window=options.limit_window,
		limit_factor=options.limit_factor,
	)
	return _write(options, lambda: backtest(request, _progress))


def _match_pairs(options: argparse.Namespace) -> int:
	pairs = match_pairs(options.pairs, options.out, _progress)
	print(f"{pairs} pairs: {options.out}")
	return 0


def _write(options: argparse.Namespace, make: Callable[[], Study], ledger: bool = False) -> int:
	study = make()
	summary = json.dumps(summary_of(study), indent=2, ensure_ascii=False) + "\n"
	with staged(options.out) as stage:
		(stage / "report.html").write_text(report_of(study), encoding="utf-8")
		(stage / "summary.json").write_text(summary, encoding="utf-8")
		run = study.run
		write_checks(stage / "checks.csv", run.checks, run.holds, study.history, run.mode.value)
		if ledger:
			write_ledger(stage / "ledger.csv")
	if options.json:
		print(summary, end="")
		return 0
	for name, value in key_figures(study):
		print(f"{name}: {value}")
	print(f"Report: {options.out / 'report.html'}")
	return 0


def _progress(title: str, total: int) -> Progress:
	return Progress(title, total, sys.stderr)


def _terminated(_signal: int, _frame: object) -> NoReturn:
	raise KeyboardInterrupt

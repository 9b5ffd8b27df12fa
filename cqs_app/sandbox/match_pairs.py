"""`cqs match-pairs`: scores pairs of names from a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from cqs_app.engine.compliance.matcher import ALGORITHM, compare_text
from cqs_app.engine.compliance.schemas import schema_from
from cqs_app.sandbox.output import staged
from cqs_app.sandbox.problems import BadInput, Problems
from cqs_app.sandbox.table import Table, read_table

COLUMNS = ("schema", "name1", "name2")
ADDED = ("score", "explanation")

Step = Callable[[], None]


def match_pairs(pairs: Path, out: Path, progress: Callable[[str, int], Step]) -> int:
	"""Write the file with `score` (0 to 1) and `explanation` behind its columns. Returns the number of pairs.

	A schema that is neither of a person, an organisation nor a vessel is read as LegalEntity, which may be either of
	the first two. Columns of the input keep their place; `score` and `explanation` of an earlier run are replaced. Raises BadInput.
	"""
	if out.is_dir():
		raise BadInput(f"{out}: is a directory. Give --out a file.")
	problems = Problems(pairs.name)
	table = read_table(pairs, problems)
	schema, name1, name2 = (_column(table, column) for column in COLUMNS)
	problems.raise_any()
	kept = [place for place, column in enumerate(table.header) if column.lower() not in ADDED]
	step = progress(f"Scoring with {ALGORITHM}", len(table.rows))
	rows = [[table.header[place] for place in kept] + list(ADDED)]
	for _line, cells in table.rows:
		match = compare_text(cells[name1], cells[name2], schema_from(cells[schema]))
		rows.append([cells[place] for place in kept] + [f"{match.score:.6f}", match.sentence])
		step()
	_write(out, rows)
	return len(table.rows)


def _column(table: Table, wanted: str) -> int:
	"""Whatever its case. Raises BadInput where there is none, or more than one."""
	places = [place for place, column in enumerate(table.header) if column.lower() == wanted]
	if len(places) == 1:
		return places[0]
	found = ", ".join(table.header)
	what = "has no column" if not places else "has more than one column"
	raise BadInput(f"{table.file}: {what} {wanted}. It needs {', '.join(COLUMNS)}; it has {found}.")


def _write(out: Path, rows: Sequence[Sequence[str]]) -> None:
	with staged(out.parent) as stage, (stage / out.name).open("w", encoding="utf-8", newline="") as file:
		csv.writer(file).writerows(rows)

"""Statements from a table (rows of cells), one period a row or one period a column; every problem names its cell.

The whole table is refused when any cell is wrong. A cell is text, a number, a date, a bool or None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from cqs_app.engine.money import NotANumber
from cqs_app.engine.qualification.statement_columns import LABELS, field_of, text_of, word_of
from cqs_app.engine.qualification.statements import FIGURES, Scale, has_units
from cqs_app.engine.qualification.typed_figures import decimal_sign_of, figure, plain

Cell = str | int | float | Decimal | date | bool | None
MOST_ROWS, MOST_COLUMNS = 200, 50
LONGEST_CELL = 140


@dataclass(frozen=True, slots=True)
class CellProblem:
	"""`cell` is like "B7", "" = the whole table. `text` is a template whose {names} stand in `values`."""

	cell: str
	text: str
	values: Mapping[str, str]

	def message(self) -> str:
		said = self.text.format(**self.values)
		return f"{self.cell}: {said}" if self.cell else said


@dataclass(frozen=True, slots=True)
class ReadTable:
	"""`rows`: plain rows of the child table, figures as plain text, blank = not reported; empty with any problem."""

	rows: tuple[dict[str, str], ...]
	problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class _At:
	cell: str
	value: Cell

	@property
	def blank(self) -> bool:
		return self.value is None or (isinstance(self.value, str) and not self.value.strip())

	def problem(self, text: str, **values: str) -> CellProblem:
		shown = "" if self.value is None else str(self.value)
		told = {"value": f'"{shown[:40]}…"' if len(shown) > 41 else f'"{shown}"', **values}
		return CellProblem(self.cell, text, told)


def read_table(table: Sequence[Sequence[Cell]], words: Mapping[str, str] | None = None) -> ReadTable:
	"""Read a table whose headers are field names, labels or usual other names; `words` adds more (text to field
	name), such as labels in the user's language."""
	if len(table) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in table):
		text = "The table has more than {rows} rows or {columns} columns"
		return _refused(CellProblem("", text, {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}))
	lines = _lines(table)
	if not lines:
		return _refused(CellProblem("", "The table is empty", {}))
	known = {word_of(word): field for word, field in (words or {}).items()}
	lines = _periods_in_rows(lines, known)
	headers, problems = _headers(lines[0], known)
	if problems:
		return _refused(*problems)
	if lacking := [LABELS[name] for name in ("period_end", "currency") if name not in headers.values()]:
		return _refused(
			CellProblem("", "{missing} is missing among the headers", {"missing": ", ".join(lacking)})
		)
	if not any(name in FIGURES for name in headers.values()):
		return _refused(CellProblem("", "There is no figure among the headers", {}))
	return _read(lines[1:], headers)


def _read(lines: list[list[_At]], headers: Mapping[int, str]) -> ReadTable:
	if not lines:
		return _refused(CellProblem("", "The table has no period", {}))
	figures = [cell.value for line in lines for at, cell in enumerate(line) if headers.get(at) in FIGURES]
	try:
		sign = decimal_sign_of(value for value in figures if isinstance(value, str))
	except NotANumber as mixed:
		return _refused(CellProblem("", "{problem}; use one of them in a file", {"problem": str(mixed)}))
	rows, problems = [], []
	for line in lines:
		row, wrong = _row(line, headers, sign)
		rows.append(row)
		problems += wrong
	return _refused(*problems) if problems else ReadTable(tuple(rows), ())


def _row(
	line: list[_At], headers: Mapping[int, str], sign: str | None
) -> tuple[dict[str, str], list[CellProblem]]:
	row: dict[str, str] = {}
	problems = [
		cell.problem("{value} stands under no header")
		for at, cell in enumerate(line)
		if at not in headers and not cell.blank
	]
	named = [(headers[at], cell) for at, cell in enumerate(line) if at in headers]
	for name, cell in sorted(named, key=lambda pair: pair[0] in FIGURES):
		try:
			row[name] = _figure(cell, sign, row) if name in FIGURES else text_of(name, cell.value)
		except NotANumber as wrong:
			problems.append(cell.problem("{label} {value} {problem}", label=LABELS[name], problem=str(wrong)))
	return row, problems


def _figure(cell: _At, sign: str | None, row: Mapping[str, str]) -> str:
	"""`row` has its scale and currency already."""
	if cell.blank:
		return ""
	if isinstance(cell.value, date):
		raise NotANumber("is a date, not a figure")
	in_units = has_units(Scale(row.get("scale") or Scale.UNITS.value), row.get("currency", ""))
	number = figure(cell.value, decimal_sign=sign, in_units=in_units)
	return "" if number is None else plain(number)


def _headers(line: list[_At], known: Mapping[str, str]) -> tuple[dict[int, str], list[CellProblem]]:
	headers: dict[int, str] = {}
	problems = []
	for at, cell in enumerate(line):
		name = _field(cell, known, first=at == 0)
		if name is None:
			if not cell.blank:
				problems.append(cell.problem("{value} is no known header"))
		elif name in headers.values():
			problems.append(cell.problem("{label} stands there twice", label=LABELS[name]))
		else:
			headers[at] = name
	return headers, problems


def _field(cell: _At, known: Mapping[str, str], *, first: bool = False) -> str | None:
	"""The field that a header names; the corner of a table, which often is blank, stands for the period."""
	word = "" if cell.blank else word_of(str(cell.value))
	if first and word in ("", "figure", "figures", "item", "position"):
		return "period_end"
	return known.get(word) or field_of(word)


def _periods_in_rows(lines: list[list[_At]], known: Mapping[str, str]) -> list[list[_At]]:
	"""The table with its headers in the first line, turned when they stand in the first column."""
	across = sum(_field(cell, known) is not None for cell in lines[0][1:])
	down = sum(_field(line[0], known) is not None for line in lines[1:])
	if down <= across:
		return lines
	return [list(column) for column in zip(*lines, strict=True)]


def _lines(table: Sequence[Sequence[Cell]]) -> list[list[_At]]:
	"""Without blank rows and columns, each row equally long; cells keep the name of where they stood."""
	width = max((len(row) for row in table), default=0)
	grid = [
		[_At(f"{_letters(x)}{y}", row[x] if x < len(row) else None) for x in range(width)]
		for y, row in enumerate(table, 1)
	]
	rows = [row for row in grid if not all(cell.blank for cell in row)]
	kept = [column for column in zip_longest(*rows) if not all(cell.blank for cell in column)]
	return [list(row) for row in zip(*kept, strict=True)]


def _letters(index: int) -> str:
	letters = ""
	index += 1
	while index:
		index, rest = divmod(index - 1, 26)
		letters = chr(ord("A") + rest) + letters
	return letters


def _refused(*problems: CellProblem) -> ReadTable:
	return ReadTable((), problems)

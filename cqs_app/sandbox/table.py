"""A CSV file as header and numbered rows, whatever its encoding and separator."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cqs_app.sandbox.problems import BadInput, Problems

SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Table:
	"""`rows` are (line number in the file, cells); blank lines are left out."""

	file: str
	header: list[str]
	rows: list[tuple[int, list[str]]]


def read_table(path: Path, problems: Problems) -> Table:
	"""Read the file. A row that does not fit the header goes to `problems`. Raises BadInput."""
	text = _text(path)
	first = next((line for line in text.splitlines() if line.strip()), "")
	if not first:
		raise BadInput(f"{path.name}: the file is empty.")
	separator = max(SEPARATORS, key=lambda mark: _outside_quotes(first).count(mark))
	lines = _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), problems)
	_line, header = next(lines, (0, []))
	header = [column.strip() for column in header]
	rows = []
	for line, cells in lines:
		if len(cells) == len(header):
			rows.append((line, cells))
		else:
			problems.add(line, f"has {len(cells)} cells, the header has {len(header)}")
	if not rows and not problems.rows:
		raise BadInput(f"{path.name}: there is a header but no row below it.")
	return Table(path.name, header, rows)


def _text(path: Path) -> str:
	try:
		raw = path.read_bytes()
	except OSError as error:
		raise BadInput(f"{path}: cannot be read ({error.strerror or error}).") from None
	if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
		return raw.decode("utf-16", errors="replace")
	if b"\0" in raw:
		raise BadInput(f"{path.name}: this is not a text file. Save the sheet as CSV first.")
	try:
		return raw.decode("utf-8-sig")
	except UnicodeDecodeError:
		return raw.decode("latin-1")


def _outside_quotes(line: str) -> str:
	return "".join(line.split('"')[::2])


def _numbered(reader: Iterator[list[str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
	"""Rows with the line on which they begin; a quoted cell may span lines."""
	while True:
		begins = reader.line_num + 1  # type: ignore[attr-defined]
		try:
			cells = next(reader)
		except StopIteration:
			return
		except csv.Error as error:
			problems.add(begins, f"cannot be read as CSV: {error}")
			return
		if any(cell.strip() for cell in cells):
			yield begins, cells

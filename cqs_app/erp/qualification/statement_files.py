"""The cells of a CSV or XLSX file from somebody else's hands. Nothing is stored, and nothing in it is executed."""

import csv
import io
import re
import zipfile
import zlib
from datetime import date

from frappe import _

from cqs_app.engine.qualification.statement_table import MOST_COLUMNS, MOST_ROWS, Cell

MB = 1024 * 1024
MOST_BYTES = 5 * MB
MOST_UNPACKED = 50 * MB
MOST_MEMBERS = 500
MOST_RATIO = 200
MOST_LINES_LOOKED_AT = 5000
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
READ_ENCODINGS = (
	b"utf-8",
	b"utf8",
	b"utf-16",
	b"utf-16le",
	b"utf-16be",
	b"us-ascii",
	b"iso-8859-1",
	b"windows-1252",
)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"


class UnreadableFile(ValueError):
	"""Why the file is refused; a sentence for the user."""


def table_of(content: bytes, filename: str) -> list[list[Cell]]:
	"""The cells of the first visible sheet; raises UnreadableFile."""
	if len(content) > MOST_BYTES:
		raise UnreadableFile(_("The file is larger than {0} MB.").format(MOST_BYTES // MB))
	if not content.strip():
		raise UnreadableFile(_("The file is empty."))
	ending = (filename or "").rpartition(".")[2].lower()
	if ending not in ("csv", "xlsx"):
		raise UnreadableFile(_("Only CSV and XLSX files are read. Save the table as one of them."))
	if content.startswith(OLD_EXCEL_START):
		raise UnreadableFile(_("The file is protected or in the old Excel format. Save it as XLSX or CSV."))
	if content.startswith(ZIP_START) != (ending == "xlsx"):
		raise UnreadableFile(_("The content of the file is not what its name says."))
	return _xlsx(content) if ending == "xlsx" else _csv(content)


def csv_text(rows: list[list[str]]) -> str:
	out = io.StringIO()
	csv.writer(out).writerows(rows)
	return out.getvalue()


def _csv(content: bytes) -> list[list[Cell]]:
	text = _decoded(content)
	if "\0" in text:
		raise UnreadableFile(_("The file is no text. Save the table as CSV in UTF-8."))
	first = next((line for line in text.splitlines() if line.strip()), "")
	delimiter = max(";\t,", key=first.count)
	rows: list[list[Cell]] = []
	try:
		for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
			rows.append(list(row))
			_within(len(rows), row)
	except csv.Error as error:
		raise UnreadableFile(_("The CSV file is damaged: {0}").format(error)) from error
	return rows


def _decoded(content: bytes) -> str:
	"""UTF-8, with or without its mark, else Latin-1, which reads whatever Western spreadsheets write."""
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError:
		return content.decode("latin-1")


def _xlsx(content: bytes) -> list[list[Cell]]:
	_refuse_bombs(content)
	from openpyxl import load_workbook

	try:
		values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
		formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
		rows = _cells(values)
		_refuse_uncomputed(rows, _cells(formulas))
	except UnreadableFile:
		raise
	except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
		raise UnreadableFile(_("The XLSX file is damaged. Save it again, or as CSV.")) from error
	return rows


def _cells(book) -> list[list[Cell]]:
	sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
	sheet.reset_dimensions()  # what a file says about its own size is not believed
	rows: list[list[Cell]] = []
	for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
		if number > MOST_LINES_LOOKED_AT:
			raise UnreadableFile(_("The sheet has too many rows. Keep the statements only."))
		cells = list(row)
		while cells and cells[-1] in (None, ""):
			cells.pop()
		rows.append(
			[value if isinstance(value, int | float | str | date) else _text(value) for value in cells]
		)
		_within(number if cells else 0, cells)
	while rows and not rows[-1]:
		rows.pop()
	return rows


def _text(value: object) -> str | None:
	return None if value is None else str(value)


def _refuse_uncomputed(rows: list[list[Cell]], formulas: list[list[Cell]]) -> None:
	"""A formula whose result was never stored reads as blank, which would be a figure lost silently."""
	for y, line in enumerate(formulas):
		for x, formula in enumerate(line):
			if isinstance(formula, str) and formula.startswith("="):
				value = rows[y][x] if y < len(rows) and x < len(rows[y]) else None
				if value is None:
					raise UnreadableFile(
						_(
							"Row {0}, column {1} has a formula without a stored result. Open the file in a spreadsheet and save it."
						).format(y + 1, x + 1)
					)


def _within(number: int, row: list) -> None:
	if number > MOST_ROWS or len(row) > MOST_COLUMNS:
		raise UnreadableFile(
			_("The table has more than {0} rows or {1} columns. Keep the statements only.").format(
				MOST_ROWS, MOST_COLUMNS
			)
		)


def _has_definitions(content: bytes, name: str) -> bool:
	"""Also where every character takes two or four bytes. What is written in still other ways is not looked into: no
	spreadsheet writes it, and a reader might know it."""
	text = content.replace(b"\0", b"")
	if ENTITIES.search(text):
		return True
	if not name.lower().endswith((".xml", ".rels", ".vml")):
		return False
	for mark in MARKS:
		text = text.removeprefix(mark)
	stated = ENCODING.match(text)
	return not text.lstrip().startswith(b"<") or bool(
		stated and stated.group(1).lower() not in READ_ENCODINGS
	)


def _refuse_bombs(content: bytes) -> None:
	"""Before anything is unpacked: by what the archive says, which zipfile then holds it to."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			members = archive.infolist()
			size = sum(member.file_size for member in members)
			packed = max(sum(member.compress_size for member in members), 1)
			if (
				len(members) > MOST_MEMBERS
				or size > MOST_UNPACKED
				or (size > MB and size / packed > MOST_RATIO)
			):
				raise UnreadableFile(_("The XLSX file unpacks to far more than statements need."))
			if any(member.flag_bits & 1 for member in members):
				raise UnreadableFile(_("The file is protected by a password. Save it without one."))
			for member in members:
				if _has_definitions(archive.read(member), member.filename):
					raise UnreadableFile(_("The XLSX file has document definitions, which are not read."))
	except (zipfile.BadZipFile, NotImplementedError, zlib.error, OSError, EOFError, ValueError) as error:
		if isinstance(error, UnreadableFile):
			raise
		raise UnreadableFile(_("The XLSX file is damaged. Save it again, or as CSV.")) from error

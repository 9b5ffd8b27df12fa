"""OFAC's CSV: sdn.csv, alt.csv, add.csv and sdn_comments.csv, or cons_prim, cons_alt, cons_add and cons_comments.

No header; `-0-` is null. https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas
The main file is streamed; the companions are held, about 300 bytes a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry, IdentifierKind, NameKind, Schema
from cqs_app.engine.compliance.lists.ofac_remarks import CUT, FULL, read_remarks
from cqs_app.engine.compliance.lists.ofac_whole import Coverage
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.engine.compliance.lists.table import Table

SOURCE_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
PRIMARY_COLUMNS, ALIAS_COLUMNS, ADDRESS_COLUMNS, COMMENT_COLUMNS = 12, 5, 6, 2
_SCHEMAS = {
	"individual": Schema.PERSON,
	"vessel": Schema.VESSEL,
	"aircraft": Schema.AIRCRAFT,
	"": Schema.LEGAL_ENTITY,
}
_ALIASES = {"aka": NameKind.ALIAS, "fka": NameKind.FORMER, "nka": NameKind.ALIAS}
# Copies of these files are seen whose last bytes were trimmed: nothing is lost with them.
NULL_AT_THE_END = (",-0-", ",-0")
Rows = dict[str, list[tuple[str, ...]]]


@dataclass
class OfacFiles:
	"""The files of one publication. The comments may be missing; then remarks of 1,000 characters stay cut."""

	primary: SourceFile
	aliases: SourceFile
	addresses: SourceFile
	comments: SourceFile | None = None


@dataclass
class Companions:
	aliases: Rows = field(default_factory=dict)
	addresses: Rows = field(default_factory=dict)
	comments: Rows = field(default_factory=dict)


def entries(files: OfacFiles, notes: Notes) -> Iterator[Entry]:
	unmarked: list[str] = []
	companions = Companions(
		aliases=_read(files.aliases, ALIAS_COLUMNS, unmarked),
		addresses=_read(files.addresses, ADDRESS_COLUMNS, unmarked),
		comments=_read(files.comments, COMMENT_COLUMNS, unmarked) if files.comments else {},
	)
	coverage = Coverage(files.primary.name)
	table = _table(files.primary)
	for line, row in table.rows(PRIMARY_COLUMNS):
		values = [_value(text) for text in row]
		listed_id = _number(values[0], files.primary.name, line)
		entry_id = coverage.entry(listed_id, listed_id in companions.aliases, notes)
		draft = Draft(
			entry_id, _schema(values[2], files.primary.name, line), f"{files.primary.name}, line {line}"
		)
		draft.source_url = SOURCE_URL + listed_id
		comments = companions.comments.get(listed_id, [])
		_fill(draft, values, _whole_remarks(_untrimmed(row[-1]), comments, files, draft.position, notes))
		_join(draft, companions, listed_id, files.aliases.name)
		yield draft.finish(notes)
	if not table.has_end_mark:
		unmarked.append(files.primary.name)
	coverage.check_addresses(files.addresses.name, companions.addresses.keys(), notes)
	coverage.check_aliases(files.aliases.name, companions.aliases.keys(), notes)
	if files.comments:
		coverage.note_unknown(files.comments.name, companions.comments.keys(), notes)
	coverage.check_marks(unmarked, 4 if files.comments else 3, notes)


def _read(file: SourceFile, columns: int, unmarked: list[str]) -> Rows:
	rows: Rows = defaultdict(list)
	table = _table(file)
	for line, row in table.rows(columns):
		trim = _untrimmed if columns == COMMENT_COLUMNS else _value
		rows[_number(row[0], file.name, line)].append(tuple(trim(text) for text in row[1:]))
	if not table.has_end_mark:
		unmarked.append(file.name)
	return dict(rows)


def _table(file: SourceFile) -> Table:
	return Table(
		file, strict_utf8=False, is_closed=lambda line: line.rstrip().endswith(('"', *NULL_AT_THE_END))
	)


def _value(text: str) -> str:
	text = text.strip()
	return "" if text in ("-0-", "-0") else text


def _untrimmed(text: str) -> str:
	"""Of a text that goes on elsewhere: a blank at the cut counts."""
	return text if _value(text) else ""


def _number(text: str, file: str, line: int) -> str:
	text = text.strip()
	if not text.isdigit():
		raise ListRefused(f"an entry number is expected first, not {text[:30]!r}", file, line)
	return text


def _schema(sdn_type: str, file: str, line: int) -> Schema:
	schema = _SCHEMAS.get(sdn_type.lower())
	if schema is None:
		raise ListRefused(f"unknown type {sdn_type[:30]!r}", file, line)
	return schema


def _fill(draft: Draft, values: list[str], remarks: str) -> None:
	_id, name, _type, programs, title, call_sign, vessel_type, tonnage, gross, flag, owner, _remarks = values
	draft.name(name)
	for program in programs.split("] ["):
		draft.program(program.strip("[] "))
	draft.identifier(IdentifierKind.CALL_SIGN, call_sign)
	draft.country(flag)
	read_remarks(draft, remarks)
	for label, value in (
		("Title", title),
		("Vessel type", vessel_type),
		("Tonnage", tonnage),
		("Gross registered tonnage", gross),
		("Vessel owner", owner),
	):
		draft.remark(value, label)


def _whole_remarks(
	remarks: str, comments: list[tuple[str, ...]], files: OfacFiles, where: str, notes: Notes
) -> str:
	"""A remark is cut at 1,000 characters, in the middle of a word, and the comment goes on from there."""
	continued = "".join(comment for (comment,) in comments)
	if len(remarks) < FULL:
		return "; ".join(filter(None, (remarks, continued)))
	if not continued and not remarks.endswith("."):
		if files.comments:
			raise ListRefused(
				f"no comment goes on with the cut remark in {where}: the file is cut", files.comments.name
			)
		notes.warnings.append(
			f"{where}: the remark ends after 1,000 characters; the comments file goes on with it"
		)
		return remarks + CUT
	return remarks + continued


def _join(draft: Draft, companions: Companions, listed_id: str, alias_file: str) -> None:
	for _number_of_alias, kind, name, remark in companions.aliases.get(listed_id, ()):
		if kind.lower() not in _ALIASES:
			raise ListRefused(f"unknown type of alias {kind[:30]!r} of entry {listed_id}", alias_file)
		draft.name(name, _ALIASES[kind.lower()])
		draft.remark(remark, name)
	for _number_of_address, street, city, country, remark in companions.addresses.get(listed_id, ()):
		draft.address(street, city=city, country=country)
		draft.remark(remark, "Address")

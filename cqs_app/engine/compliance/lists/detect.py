"""Which published format a file is, by what stands in it; its name does not count."""

from __future__ import annotations

import csv
import json
import re
from enum import Enum

from cqs_app.engine.compliance.lists import eu_xml, ofac_xml, un_xml
from cqs_app.engine.compliance.lists.eu_csv import ID_COLUMN
from cqs_app.engine.compliance.lists.ofac_csv import (
	ADDRESS_COLUMNS,
	ALIAS_COLUMNS,
	COMMENT_COLUMNS,
	PRIMARY_COLUMNS,
)
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile


class FileKind(str, Enum):
	OFAC_CSV = "OFAC CSV"
	OFAC_ALIASES = "OFAC CSV, aliases"
	OFAC_ADDRESSES = "OFAC CSV, addresses"
	OFAC_COMMENTS = "OFAC CSV, comments"
	OFAC_XML = "OFAC XML"
	UN_XML = "UN XML"
	EU_XML = "EU XML"
	EU_CSV = "EU CSV"
	OPENSANCTIONS_CSV = "OpenSanctions CSV"
	FTM_JSON = "FollowTheMoney JSON"
	OPENSANCTIONS_STATISTICS = "OpenSanctions statistics"


_ROOTS = {
	ofac_xml.ROOT: FileKind.OFAC_XML,
	un_xml.ROOT: FileKind.UN_XML,
	eu_xml.ROOT: FileKind.EU_XML,
}
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL)


def detect(file: SourceFile) -> FileKind:
	head = file.head()
	if not head:
		raise ListRefused("the file is empty", file.name)
	if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
		raise ListRefused("is an archive: unpack it first", file.name)
	text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
	if text.startswith("<"):
		return _xml(text, file.name)
	if text.startswith("{"):
		return _json(text, file.name)
	return _csv(text, file.name)


def _xml(text: str, name: str) -> FileKind:
	found = _ROOT.search(_BEFORE_ROOT.sub("", text))
	root = found[1] if found else ""
	if root.lower() == "html":
		raise ListRefused("is a web page, not a list", name)
	if root not in _ROOTS:
		raise ListRefused(f"is XML that begins with <{root}>, which no known list does", name)
	return _ROOTS[root]


def _json(text: str, name: str) -> FileKind:
	first = text.partition("\n")[0]
	if re.search(r'"target_count"\s*:', text) and not re.search(r'"properties"\s*:\s*\{', first):
		return FileKind.OPENSANCTIONS_STATISTICS
	if re.search(r'"schema"\s*:\s*"', text) and re.search(r'"(?:properties|caption)"\s*:', text):
		return FileKind.FTM_JSON
	raise ListRefused("is JSON, but neither entities nor statistics of OpenSanctions", name)


def _csv(text: str, name: str) -> FileKind:
	first = text.partition("\n")[0].rstrip("\r\x1a")
	if ID_COLUMN in first:
		return FileKind.EU_CSV
	if first.replace('"', "").startswith("id,schema,name"):
		return FileKind.OPENSANCTIONS_CSV
	row = [field.strip() for field in next(csv.reader([first]), [])]
	if row and row[0].isdigit():
		if len(row) == PRIMARY_COLUMNS:
			return FileKind.OFAC_CSV
		if len(row) == ALIAS_COLUMNS and row[1].isdigit():
			return FileKind.OFAC_ALIASES
		if len(row) == ADDRESS_COLUMNS and row[1].isdigit():
			return FileKind.OFAC_ADDRESSES
		if len(row) == COMMENT_COLUMNS:
			return FileKind.OFAC_COMMENTS
	raise ListRefused(f"is no known list; it begins with {first[:40]!r}", name)


def target_count(file: SourceFile) -> int | None:
	"""How many targets OpenSanctions' statistics or index of a data set announce."""
	try:
		stated = json.loads(b"".join(file.chunks()))
	except ValueError as error:
		raise ListRefused(f"no JSON: the file is cut or damaged ({error})", file.name) from None
	count = stated.get("target_count") if isinstance(stated, dict) else None
	return count if isinstance(count, int) else None

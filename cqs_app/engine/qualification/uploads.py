"""What may be stored of what strangers send: judged by its bytes, before anything is written.

Accepted are PDF, PNG, JPEG and the documents of office programs (XLSX, DOCX, ODS, ODT), where name and content agree.
Refused is whatever is broken, empty, too large, encrypted, or able to act by itself. There is no search for viruses.
Sources: ISO 32000-1 7.5 (file structure) and 12.6 (actions), PNG specification 5, ITU T.81 annex B, ECMA-376 part 2.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from cqs_app.engine.qualification import office_actions, pdf_actions

MB = 1024 * 1024
TAIL = 1024
MOST_PIXELS = 50_000_000
MOST_MEMBERS = 2000
MOST_UNPACKED = 100 * MB
MOST_RATIO = 100
LONGEST_NAME = 100
NOT_EMPTY = 12

TOO_LARGE = "{name} is larger than {most} MB."
EMPTY = "{name} is empty."
BROKEN = "{name} is damaged or not complete. Open it to see whether it can be read, and send it again."
WRONG_KIND = (
	"{name} is not accepted. Send a PDF, a PNG or JPEG picture, or an XLSX, DOCX, ODS or ODT document."
)
DISAGREES = "{name} is not what its name says: its content is {kind}."
ACTIVE = "{name} contains something that acts by itself ({what}). Print it as a new PDF, or save it without macros."
ENCRYPTED = "{name} is protected by a password. Send it without one; the link itself is private."


class RefusedUpload(ValueError):
	"""The file is not stored; `template` with `values` is the sentence for whoever sent it."""

	def __init__(self, template: str, **values: str) -> None:
		super().__init__(template.format(**values))
		self.template, self.values = template, values


@dataclass(frozen=True, slots=True)
class Upload:
	"""A file that may be stored: its kind ("PDF", ...), a harmless name, and the SHA-256 of its bytes in hex."""

	kind: str
	file_name: str
	content_hash: str


def accept(name: str, content: bytes, *, most_mb: int) -> Upload:
	"""The upload under a name that is safe; raises RefusedUpload."""
	safe = safe_name(name)
	if len(content) > most_mb * MB:
		raise RefusedUpload(TOO_LARGE, name=safe, most=str(most_mb))
	if not content.strip(b"\0\r\n\t "):
		raise RefusedUpload(EMPTY, name=safe)
	extension = safe.rpartition(".")[2].lower() if "." in safe else ""
	kind = _kind(content)
	if kind is None or extension not in KNOWN_EXTENSIONS:
		raise RefusedUpload(WRONG_KIND, name=safe)
	checked = CHECKS[kind](content, safe)
	if extension not in EXTENSIONS[checked]:
		raise RefusedUpload(DISAGREES, name=safe, kind=checked)
	return Upload(checked, safe, hashlib.sha256(content).hexdigest())


def safe_name(name: str) -> str:
	"""The last part of a path, without control, invisible and reserved characters, at most 100 characters long."""
	base = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
	kept = "".join(char for char in base if unicodedata.category(char)[0] != "C")
	kept = re.sub(r"[<>:\"|?*%#&'`;{}\[\]$]", "_", kept)
	kept = re.sub(r"\s+", " ", kept).strip(" .")
	stem, dot, extension = kept.rpartition(".")
	if not dot:
		stem, extension = kept, ""
	stem = stem.strip(" .")[: LONGEST_NAME - NOT_EMPTY] or "document"
	return f"{stem}.{extension[:10]}" if extension else stem


def _kind(content: bytes) -> str | None:
	for signature, kind in SIGNATURES:
		if content.startswith(signature):
			return kind
	return None


# --- PDF ------------------------------------------------------------------------------------------------------


def _pdf(content: bytes, name: str) -> str:
	if not re.match(rb"%PDF-\d\.\d", content):
		raise RefusedUpload(BROKEN, name=name)
	tail = content[-TAIL:]
	if b"%%EOF" not in tail or b"startxref" not in tail:
		raise RefusedUpload(BROKEN, name=name)
	try:
		for part in pdf_actions.parts(content):
			if re.search(rb"/Encrypt\b", part):
				raise RefusedUpload(ENCRYPTED, name=name)
			if what := pdf_actions.active(part):
				raise RefusedUpload(ACTIVE, name=name, what=what)
	except pdf_actions.Unreadable as error:
		raise RefusedUpload(BROKEN, name=name) from error
	return "PDF"


# --- pictures -------------------------------------------------------------------------------------------------


def _png(content: bytes, name: str) -> str:
	at, first = 8, True
	while at + NOT_EMPTY <= len(content):
		length = int.from_bytes(content[at : at + 4], "big")
		kind, end = content[at + 4 : at + 8], at + 12 + length
		if end > len(content):
			break
		if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
			break
		if first:
			if kind != b"IHDR" or length != 13:
				break
			_check_size(content[at + 8 : at + 16], 4, name)
			first = False
		if kind == b"IEND":
			if end != len(content):
				break
			return "PNG"
		at = end
	raise RefusedUpload(BROKEN, name=name)


def _jpeg(content: bytes, name: str) -> str:
	"""Segments up to the first scan, whose frame has a size, and an end-of-image marker at the end."""
	at, sized = 2, False
	while at + 4 <= len(content) and content[at] == 0xFF:
		marker = content[at + 1]
		if marker == 0xFF:
			at += 1
			continue
		length = int.from_bytes(content[at + 2 : at + 4], "big")
		if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
			_check_size(content[at + 5 : at + 9], 2, name)
			sized = True
		if marker == 0xDA:
			if sized and content.rstrip(b"\0\r\n ")[-2:] == b"\xff\xd9":
				return "JPEG"
			break
		if length < 2:
			break
		at += 2 + length
	raise RefusedUpload(BROKEN, name=name)


def _check_size(sides: bytes, width: int, name: str) -> None:
	one, other = int.from_bytes(sides[:width], "big"), int.from_bytes(sides[width : 2 * width], "big")
	if not 0 < one * other <= MOST_PIXELS:
		raise RefusedUpload(BROKEN, name=name)


# --- office documents -----------------------------------------------------------------------------------------

OPEN_DOCUMENT = {
	b"application/vnd.oasis.opendocument.text": "ODT",
	b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
}


def _office(content: bytes, name: str) -> str:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as packed:
			members = packed.infolist()
			_check_members(members, len(content), name)
			kind = _office_kind(packed, {member.filename for member in members}, name)
			for member in members:
				if member.filename.lower().endswith(".rels"):
					_check_relationships(packed.read(member), name)
			# Every member to its end: its checksum is right, and it is not longer than it says.
			if packed.testzip():
				raise RefusedUpload(BROKEN, name=name)
			return kind
	except RefusedUpload:
		raise
	except Exception as error:
		# zipfile raises half a dozen different exceptions for archives that lie about themselves.
		raise RefusedUpload(BROKEN, name=name) from error


def _check_relationships(content: bytes, name: str) -> None:
	if target := office_actions.foreign_part(content):
		raise RefusedUpload(ACTIVE, name=name, what=target[:80])


def _check_members(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
	unpacked = sum(member.file_size for member in members)
	if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MB + size * MOST_RATIO):
		raise RefusedUpload(BROKEN, name=name)
	for member in members:
		if member.flag_bits & 1:
			raise RefusedUpload(ENCRYPTED, name=name)
		if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
			raise RefusedUpload(BROKEN, name=name)
		if office_actions.is_program(member.filename):
			raise RefusedUpload(ACTIVE, name=name, what=member.filename[:80])
	if len({member.filename for member in members}) != len(members):
		raise RefusedUpload(BROKEN, name=name)


def _office_kind(packed: zipfile.ZipFile, names: set[str], name: str) -> str:
	if "[Content_Types].xml" in names:
		if b"macroEnabled" in packed.read("[Content_Types].xml"):
			raise RefusedUpload(ACTIVE, name=name, what="macros")
		for member, kind in (("xl/workbook.xml", "XLSX"), ("word/document.xml", "DOCX")):
			if member in names:
				return kind
	if {"mimetype", "content.xml"} <= names:
		kind = OPEN_DOCUMENT.get(packed.read("mimetype").strip(), "")
		if kind:
			return kind
	raise RefusedUpload(WRONG_KIND, name=name)


SIGNATURES = (
	(b"%PDF-", "PDF"),
	(b"\x89PNG\r\n\x1a\n", "PNG"),
	(b"\xff\xd8\xff", "JPEG"),
	(b"PK\x03\x04", "ZIP"),
)
CHECKS: dict[str, Callable[[bytes, str], str]] = {"PDF": _pdf, "PNG": _png, "JPEG": _jpeg, "ZIP": _office}
EXTENSIONS = {
	"PDF": ("pdf",),
	"PNG": ("png",),
	"JPEG": ("jpg", "jpeg"),
	"XLSX": ("xlsx",),
	"DOCX": ("docx",),
	"ODS": ("ods",),
	"ODT": ("odt",),
}
KNOWN_EXTENSIONS = frozenset(extension for known in EXTENSIONS.values() for extension in known)

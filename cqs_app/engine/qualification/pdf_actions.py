"""What in a PDF acts by itself, also where it is packed: actions, scripts, attached files, addresses of other computers.

Streams are unpacked by what their bytes are, not by what their dictionary says, which may be kept elsewhere. Those that
hold pictures are left after their first bytes. Sources: ISO 32000-1 7.3.8 (streams), 7.4 (filters), 7.5.7 (object
streams), 12.6 (actions).
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

MB = 1024 * 1024
MOST_UNPACKED = 100 * MB
DEEPEST = 6
CHUNK = 64 * 1024
MOST_STREAMS, MOST_READ = 50_000, 3
ENOUGH, PATIENCE = 64, 4 * MB
LONGEST_DICTIONARY = 4096
LONGEST_ADDRESS = 400

FORBIDDEN = re.compile(
	rb"/(JavaScript|JS\b|Launch|EmbeddedFile|RichMedia|ImportData|SubmitForm|GoToR\b|GoToE\b|Rendition\b)"
)
STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
SPACES = b"\0\t\n\f\r "
PRINTED = frozenset(range(33, 127)) | frozenset(SPACES)
HEX = re.compile(rb"[0-9a-fA-F\s\0]+>?[\s\0]*")
UNKNOWN_PACKING = re.compile(rb"/(LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)\b")
ADDRESS = re.compile(rb"/URI\s*([(<])")
HARMLESS = re.compile(r"\s*(https?:|mailto:|tel:|(?![a-z0-9+.-]+:)[^\s/\\])|\s*$", re.IGNORECASE)
LITERAL = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")


class Unreadable(ValueError):
	"""A stream that says it holds objects, but cannot be unpacked, or unpacks to far more than a document needs."""


def parts(content: bytes) -> Iterator[bytes]:
	"""The file with its names as readers see them (#4A is a J), and all that may be objects inside of its streams."""
	yield unescaped(content)
	view, room, work = memoryview(content), MOST_UNPACKED, MB + MOST_READ * len(content)
	for count, match in enumerate(STREAM.finditer(content)):
		before = content[max(match.start() - LONGEST_DICTIONARY, 0) : match.start()]
		dictionary = unescaped(before[before.rfind(b"endobj") + 1 :])
		stated = b"ObjStm" in dictionary
		if stated and UNKNOWN_PACKING.search(dictionary):
			raise Unreadable
		end = content.find(b"endstream", match.end())
		end = end if end >= 0 else len(content)
		# Each stream is read once; streams that have no end would be read over and over.
		work -= end - match.end()
		if work < 0 or count >= MOST_STREAMS:
			raise Unreadable
		found = _layers(view[match.end() :], content[match.end() : end], room)
		if stated and not found:
			raise Unreadable
		room -= sum(map(len, found))
		for part in found:
			yield unescaped(part)


def active(part: bytes) -> str | None:
	"""The word for what acts, None = nothing does."""
	if match := FORBIDDEN.search(part):
		return match.group(1).decode()
	for match in ADDRESS.finditer(part):
		if not HARMLESS.match(_string(match.group(1), part[match.end() : match.end() + LONGEST_ADDRESS])):
			return "URI"
	return None


def unescaped(part: bytes) -> bytes:
	return ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), part)


def _layers(source: memoryview | bytes, text: bytes, room: int) -> list[bytes]:
	"""What comes out of a stream, layer by layer. `text`: the same up to the word that ends it, for what is written in
	characters; packed bytes end by themselves."""
	found: list[bytes] = []
	for _depth in range(DEEPEST):
		plain = _one(source, text, room)
		if plain is None:
			if text.lstrip(SPACES)[:1].isdigit():
				found.append(text)
			return found
		found.append(plain)
		room -= len(plain)
		source = text = plain
	raise Unreadable


def _one(source: memoryview | bytes, text: bytes, room: int) -> bytes | None:
	"""One layer off; None where there is none."""
	if _is_deflated(bytes(source[:2])):
		return _inflated(memoryview(source), room)
	stripped = text.strip(SPACES)
	if len(stripped) > 1 and HEX.fullmatch(stripped):
		digits = re.sub(rb"[\s\0>]", b"", stripped)
		return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
	if b"~>" in stripped[-8:] and len(stripped) > len(b"~>"):
		try:
			body = stripped[: stripped.rindex(b"~>")].removeprefix(b"<~")
			return base64.a85decode(body, ignorechars=SPACES)
		except ValueError:
			return None
	return None


def _is_deflated(head: bytes) -> bool:
	return (
		len(head) == 2 and head[0] & 15 == 8 and head[0] >> 4 <= 7 and int.from_bytes(head, "big") % 31 == 0
	)


def _inflated(view: memoryview, room: int) -> bytes | None:
	"""As far as it goes; None for a picture, which is told by its first bytes, and for what is not packed like this."""
	unpacker, found, at, known = zlib.decompressobj(), bytearray(), 0, False
	while not unpacker.eof and (unpacker.unconsumed_tail or at < len(view)):
		chunk: bytes | memoryview = unpacker.unconsumed_tail
		if not chunk:
			chunk, at = view[at : at + CHUNK], at + CHUNK
		try:
			found += unpacker.decompress(chunk, CHUNK)
		except zlib.error:
			break
		if not known:
			lead = bytes(found).lstrip(SPACES)[:ENOUGH]
			known = len(lead) == ENOUGH
			if (known and not _may_be_objects(lead)) or (not lead and len(found) > PATIENCE):
				return None
		if len(found) > room:
			raise Unreadable
	return bytes(found) or None


def _may_be_objects(lead: bytes) -> bool:
	return _is_deflated(lead[:2]) or PRINTED.issuperset(lead)


def _string(kind: bytes, after: bytes) -> str:
	"""The beginning of a text, as a reader sees it."""
	if kind == b"<":
		digits = re.sub(rb"\s", b"", after.partition(b">")[0])
		raw = (
			binascii.unhexlify(digits[: len(digits) & ~1])
			if re.fullmatch(rb"[0-9a-fA-F]*", digits)
			else b"\\"
		)
	else:
		raw = LITERAL.sub(_character, re.split(rb"(?<!\\)\)", after)[0])
	return raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")


def _character(match: re.Match[bytes]) -> bytes:
	what = match.group(1)
	if what[:1].isdigit() and what[0] < ord("8"):
		return bytes([int(what, 8) & 255])
	return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\n": b"", b"\r": b"", b"\r\n": b""}.get(what, what)

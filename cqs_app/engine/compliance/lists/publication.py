"""What is known of a publication as a whole: its day, and what makes somebody ask whether it is the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cqs_app.engine.compliance.lists.detect import FileKind
from cqs_app.engine.compliance.lists.diff import shrinkage

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Publication:
	"""`published` None: the files do not tell and nobody said it."""

	format: str
	entries: int
	published: date | None = None


def published_on(text: str, format: str) -> date | None:
	"""The day as the files of that format write it: OFAC month first, the EU day first, the others ISO."""
	try:
		if match := _ISO.match(text):
			return date(int(match[1]), int(match[2]), int(match[3]))
		if match := _SLASHED.match(text):
			one, other, year = int(match[1]), int(match[2]), int(match[3])
			month, day = (other, one) if format == FileKind.EU_CSV.value else (one, other)
			return date(year, month, day)
	except ValueError:
		return None
	return None


def questions(before: Publication, after: Publication, removed: int, tolerated_percent: int) -> Iterator[str]:
	"""To whoever imports, before it takes the place of the one in force. `removed`: entries that would go."""
	if lost := shrinkage(before.entries, after.entries, tolerated_percent):
		yield f"{lost} At most {tolerated_percent} % are tolerated."
	elif removed * 2 > before.entries:
		yield f"{removed:,} of the {before.entries:,} entries in force are not in these files: is it the same list?"
	if before.format and before.format != after.format:
		yield f"The version in force was read from {before.format}, these files are {after.format}: is it the same list?"
	if before.published and after.published and after.published < before.published:
		yield f"These files are of {after.published}, older than the version in force ({before.published})."

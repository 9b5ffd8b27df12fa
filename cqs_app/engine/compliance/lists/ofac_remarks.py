"""The remarks of OFAC's CSV: a list of facts separated by semicolons, which its XML gives as fields of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from cqs_app.engine.compliance.lists.birth_date import birth_date
from cqs_app.engine.compliance.lists.draft import Draft
from cqs_app.engine.compliance.lists.entry import NameKind
from cqs_app.engine.compliance.lists.ofac_labels import labelled

# A remark of this length goes on in the comments file.
FULL = 1000
# Ends a remark that nothing continues: half a passport number is no passport number.
CUT = " [...]"
_ALIAS = re.compile(r"([afn])\.k\.a\. '(.+)'")
_SEPARATOR = re.compile(r";\s+|;$")


def read_remarks(draft: Draft, remarks: str) -> None:
	"""Names in quotation marks here are what OFAC calls weak aliases. The text as a whole stays as the remark."""
	for clause in _SEPARATOR.split(remarks):
		if not clause.endswith(CUT):
			_read(draft, clause.strip().removesuffix(".").removeprefix("alt. "))
	draft.remark(remarks)


def _read(draft: Draft, clause: str) -> None:
	if match := _ALIAS.fullmatch(clause):
		draft.name(match[2], NameKind.FORMER if match[1] == "f" else NameKind.WEAK_ALIAS)
		return
	for start, take in _CLAUSES:
		if clause.startswith(start):
			take(draft, clause.removeprefix(start).strip())
			return
	if found := labelled(clause):
		kind, value, country, label = found
		draft.identifier(kind, value, country, label)


_CLAUSES: tuple[tuple[str, Callable[[Draft, str], None]], ...] = (
	("DOB ", lambda draft, text: draft.birth_date(birth_date(text))),
	("POB ", Draft.birth_place),
	("nationality of registration ", Draft.country),
	("nationality ", Draft.nationality),
	("citizen ", Draft.nationality),
	("Nationality of Registration ", Draft.country),
	("Vessel Flag ", Draft.country),
	("Former Vessel Flag ", Draft.country),
)

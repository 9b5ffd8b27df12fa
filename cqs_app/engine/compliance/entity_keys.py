"""When two names in a list of owners mean the same company or person.

Unlike the search for duplicates, the legal form counts here: `Alpha Holding GmbH` owns `Alpha GmbH`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cqs_app.engine.qualification.party_names import fold

_DOTTED = re.compile(r"\b(?:\w\.)+\w?")
_NO_WORD = re.compile(r"[\W_]+")
_SAME_FORM = {
	"limited": "ltd",
	"incorporated": "inc",
	"corporation": "corp",
	"company": "co",
	"private": "pvt",
	"proprietary": "pty",
}
_LONG_FORMS = (
	("gesellschaft mit beschrankter haftung", "gmbh"),
	("aktiengesellschaft", "ag"),
	("public limited company", "plc"),
	("limited liability company", "llc"),
	("besloten vennootschap", "bv"),
	("naamloze vennootschap", "nv"),
	("societe anonyme", "sa"),
	("sociedad anonima", "sa"),
)
FORMS = frozenset(
	"ltd inc corp co llc llp lp plc gmbh ag kg kgaa ohg ug se sa sas sarl bv nv oy ab as aps srl spa pvt pty pte bhd sdn "
	"ooo oao zao pao jsc sro doo ltda and the".split()
)


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
	text = _DOTTED.sub(lambda match: match.group().replace(".", ""), fold(name).replace("&", " and "))
	text = " ".join(_NO_WORD.sub(" ", text.replace("'", "").replace("’", "")).split())
	for long, short in _LONG_FORMS:
		text = text.replace(long, short)
	return tuple(_SAME_FORM.get(word, word) for word in text.split())


def company_key(name: str) -> str:
	"""`Alpha Trading, Ltd.` and `ALPHA TRADING LIMITED` -> `alpha trading ltd`."""
	return " ".join(word for word in _words(name) if word not in ("and", "the")) or name.strip().casefold()


def loose_key(name: str) -> str:
	"""Without the legal form; for a reference that fits no company exactly."""
	words = _words(name)
	return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def person_key(name: str) -> str:
	"""`Doe, John` and `John Doe` are one."""
	return " ".join(sorted(_words(name))) or name.strip().casefold()

"""Countries as lists, forms and registers write them -> ISO 3166-1 alpha-2 code."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cqs_app.engine.compliance.country_names import COUNTRY_NAMES

_NO_WORD = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


def _key(text: str) -> str:
	plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
	return _NO_WORD.sub(" ", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip()


def _read() -> tuple[dict[str, str], dict[str, str]]:
	names: dict[str, str] = {}
	titles: dict[str, str] = {}
	for line in COUNTRY_NAMES.splitlines():
		code, _blank, listed = line.partition(" ")
		for name in listed.split("|"):
			names.setdefault(_key(name), code)
		titles[code] = listed.split("|")[0]
	return names, titles


_CODES, _TITLES = _read()


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
	"""`Korea, North` or `kp` -> KP; empty for what is no known country (`Undetermined`, `Iran / unknown`)."""
	trimmed = text.strip()
	if len(trimmed) == 2 and trimmed.upper() in _TITLES:
		return trimmed.upper()
	return _CODES.get(_key(trimmed)) or _CODES.get(_key(_BRACKETS.sub("", trimmed)), "")


def country_name(code: str) -> str:
	"""The common name of a code, as ERPNext writes it; the code itself if it is unknown."""
	return _TITLES.get(code.strip().upper(), code)

"""Given names: what is one name under several spellings, what is short for it, and which names are not each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cqs_app.engine.compliance.given_name_table import NAMES, PLAIN
from cqs_app.engine.compliance.sounds import sound

# Shared by so many people that the name alone says less.
_USUAL = frozenset(
	"mohammed ahmad ali hasan husayn abdullah mahmud omar khaled ibrahim yusuf mustafa jose juan maria john ivan sergey "
	"aleksandr vladimir andrey aleksey kim lee wang park anna michael david carlos louis nicholas said".split()
)
USUAL_WEIGHT = 0.85


class _Table:
	def __init__(self) -> None:
		self.name: dict[str, str] = {}
		self.short: dict[str, frozenset[str]] = {}
		heard: dict[str, set[str]] = defaultdict(set)
		for line in (*NAMES.strip().splitlines(), *PLAIN.split()):
			spellings, _bar, short = line.partition("|")
			own = spellings.split()[0]
			for spelling in spellings.split():
				self.name.setdefault(spelling, own)
				heard[sound(spelling)].add(own)
			for pet in short.split():
				self.short[pet] = self.short.get(pet, frozenset()) | {own}
		# A sound that two names share tells neither.
		self.heard: Mapping[str, str] = {key: next(iter(own)) for key, own in heard.items() if len(own) == 1}


_TABLE = _Table()


def name_of(word: str) -> str:
	"""`mykola` -> nicholas; by its spelling, else by its sound. Empty for a name that the table does not know."""
	return _TABLE.name.get(word) or _TABLE.heard.get(sound(word), "")


def is_short_for(pet: str, word: str) -> bool:
	"""`Bill` for `William`; also for its other spellings."""
	return name_of(word) in long_forms(pet)


def long_forms(pet: str) -> frozenset[str]:
	"""The names that it is short for."""
	return _TABLE.short.get(pet, frozenset())


def is_given(word: str) -> bool:
	"""Of the table, or one of the Arabic names that begin with `abd` and `abu`."""
	return bool(name_of(word)) or word.startswith(("abd", "abu"))


def is_usual(word: str) -> bool:
	return name_of(word) in _USUAL

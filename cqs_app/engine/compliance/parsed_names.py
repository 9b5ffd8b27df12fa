"""A name as weighted words: what the readers of people's, organisations' and vessels' names hand to the matcher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from cqs_app.engine.compliance.schemas import Schema

# What follows is no name any more.
MOST_WORDS = 24
NUMBER_WEIGHT = 0.5

_APART = re.compile(r"[^a-z0-9]+")


class Role(str, Enum):
	"""What a word does in the name."""

	NAME = "name"
	USUAL = "usual"
	NUMBER = "number"
	INITIAL = "initial"
	PARTICLE = "particle"
	PLACE = "place"
	PATRONYMIC = "patronymic"


@dataclass(frozen=True, slots=True)
class Word:
	"""`text` as compared, `shown` as written (in ASCII). `weight`: how much it says, 1 for an ordinary name.

	`essential`: a first given name, or the family name where a comma tells which it is: seldom left out.
	"""

	text: str
	shown: str
	role: Role
	weight: float
	essential: bool = False


@dataclass(frozen=True, slots=True)
class ParsedName:
	"""`forms`: kinds of its legal form; `generation`: jr, sr or a number behind a person's name, else empty.

	`unvocalised`: written in letters without vowels; `syllabic`: made of Chinese or Korean syllables.
	"""

	text: str
	schema: Schema
	words: tuple[Word, ...]
	forms: frozenset[str] = frozenset()
	generation: str = ""
	unvocalised: bool = False
	syllabic: bool = False

	@property
	def numbers(self) -> frozenset[str]:
		return frozenset(word.text for word in self.words if word.role is Role.NUMBER)


def split_words(text: str) -> list[str]:
	"""Letters and digits between anything else. Of text that is plain already."""
	return _APART.sub(" ", text).split()

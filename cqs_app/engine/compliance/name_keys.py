"""Keys under which a name is filed, and those under which to look for it: two names that are alike share one.

Kinds of keys, by what they forgive:
`s:` the consonants of a word (vowels, doubled letters, transliteration); `e:` its letters and its sound with one left out
(a typing error); `n:` a given name in all its spellings and short forms; `f:` a Chinese or Korean family name in all
romanisations; `u:` a usual word, a place or a number. These are looked for as they are filed. The others are filed as
one kind and looked for as the other: `g1:` a long word and `g2:` neighbours together (glued or split words); `a1:` a
short word and `a2:` initials (acronyms); `b1:` the consonants of a word, and `b2:` of one written without vowels.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cqs_app.engine.compliance import acronyms
from cqs_app.engine.compliance.given_names import long_forms, name_of
from cqs_app.engine.compliance.name_reader import parsed
from cqs_app.engine.compliance.parsed_names import ParsedName, Role, Word
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.sounds import skeleton, sound
from cqs_app.engine.compliance.syllabic_names import families_of
from cqs_app.engine.compliance.unvocalised import bones

# Words in which one letter may be wrong and the rest still tells something.
LEAST_TYPED, MOST_TYPED = 4, 20
LEAST_GLUED = 5


def keys_of(name: str, schema: Schema) -> set[str]:
	"""To file a name under. What may be a person is filed as a person as well."""
	found: set[str] = set()
	for reading in readings(name, schema):
		found |= _filed_words(reading) | whole_keys(reading)
	return found


def probes_of(name: str, schema: Schema) -> set[str]:
	"""To look for names that are filed under `keys_of`."""
	found: set[str] = set()
	for reading in readings(name, schema):
		found |= _filed_words(reading) | {turned(key) for key in whole_keys(reading)}
	return found


def _filed_words(reading: ParsedName) -> set[str]:
	found: set[str] = set()
	for word in told(reading):
		found |= word_keys(word.text, word.role, reading.schema)
		if is_filed_as_written(word):
			found |= word_keys(word.shown, Role.NAME, reading.schema)
	return found


def readings(name: str, schema: Schema) -> list[ParsedName]:
	"""How a name is filed: one that may be either is read as an organisation and as a person."""
	if schema is not Schema.ANY:
		return [parsed(name, schema)]
	return [parsed(name, schema), parsed(name, Schema.PERSON)]


def told(name: ParsedName) -> list[Word]:
	"""The words worth a key, each once."""
	return list(
		{word.text: word for word in name.words if word.role not in (Role.PARTICLE, Role.INITIAL)}.values()
	)


def is_filed_as_written(word: Word) -> bool:
	"""As a name, too: a usual word or a place that is misspelt is read as a name (Kuba)."""
	return word.shown != word.text or word.role in (Role.USUAL, Role.PLACE)


@lru_cache(maxsize=50_000)
def word_keys(word: str, role: Role, schema: Schema) -> frozenset[str]:
	"""Of one word; two words that can stand for each other share a key."""
	if role in (Role.USUAL, Role.PLACE, Role.NUMBER):
		return frozenset((f"u:{word}",))
	keys = {f"s:{skeleton(word)}"}
	for spelled in {word, sound(word)}:
		keys.update(f"e:{typed}" for typed in _one_letter_less(spelled))
	if schema is Schema.PERSON or schema is Schema.ANY:
		keys |= {f"n:{name}" for name in (name_of(word), *long_forms(word)) if name}
		keys |= {f"f:{family}" for family in families_of(word)}
	return frozenset(keys)


def _one_letter_less(heard: str) -> Iterator[str]:
	if not LEAST_TYPED <= len(heard) <= MOST_TYPED:
		return
	yield heard
	for place in range(len(heard)):
		yield heard[:place] + heard[place + 1 :]


def whole_keys(name: ParsedName) -> set[str]:
	"""Of more than a word, or for it: the kinds that are filed one way and looked for the other."""
	return {*_glued(name), *_acronyms(name), *_vowelless(name)}


def _glued(name: ParsedName) -> Iterator[str]:
	words = [word.shown for word in name.words]
	for size in (1, 2, 3):
		for start in range(len(words) - size + 1):
			glued = "".join(words[start : start + size])
			if len(glued) >= LEAST_GLUED:
				yield f"g{1 if size == 1 else 2}:{skeleton(glued)}"


def _acronyms(name: ParsedName) -> Iterator[str]:
	if name.schema is Schema.PERSON:
		return
	told_words = [word for word in name.words if word.role is not Role.PARTICLE]
	if len(told_words) == 1 and len(told_words[0].shown) <= acronyms.MOST_LETTERS:
		yield f"a1:{told_words[0].shown}"
	yield from (f"a2:{short}" for short in acronyms.acronyms_of(name.words))


def _vowelless(name: ParsedName) -> Iterator[str]:
	kind = "b2" if name.unvocalised else "b1"
	for word in told(name):
		if word.role in (Role.NAME, Role.PATRONYMIC):
			yield from (f"{kind}:{reading}" for reading in bones(word.text) if len(reading) > 1)


def turned(whole_key: str) -> str:
	"""`g1:` -> g2: and so on: what it is looked for under."""
	return f"{whole_key[0]}{'2' if whole_key[1] == '1' else '1'}{whole_key[2:]}"

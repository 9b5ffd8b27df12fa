"""Keys under which a name is filed, and those under which to look for it: two names that are alike share one.

Kinds of keys, by what they forgive:
`s:` the consonants of a word (vowels, doubled letters, transliteration); `e:` its sound with one letter left out
(a typing error); `g:` consonants of neighbouring words together (glued or split words); `n:` a given name in all
its spellings and short forms; `f:` a Chinese or Korean family name in all romanisations; `u:` a usual word, place or
number; `a:` an acronym; `b:` consonants as in a script without vowels.
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
LEAST_TYPED, MOST_TYPED = 4, 14


def keys_of(name: str, schema: Schema) -> set[str]:
	"""For a table of keys: file a name under all of these. What may be a person is filed as a person as well."""
	keys: set[str] = set()
	for reading in readings(name, schema):
		for word in told(reading):
			keys |= word_keys(word.text, word.role, reading.schema)
			if word.shown != word.text:
				keys |= word_keys(word.shown, Role.NAME, reading.schema)
		keys |= set(glued_keys(reading)) | set(acronym_keys(reading)) | set(vowelless_keys(reading))
	return keys


def readings(name: str, schema: Schema) -> list[ParsedName]:
	"""How a name is filed: one that may be either is read as an organisation and as a person."""
	if schema is not Schema.ANY:
		return [parsed(name, schema)]
	return [parsed(name, schema), parsed(name, Schema.PERSON)]


def told(name: ParsedName) -> list[Word]:
	"""The words worth a key, each once."""
	return list(
		{
			word.text: word for word in name.words if word.role not in (Role.PARTICLE, Role.INITIAL)
		}.values()
	)


@lru_cache(maxsize=100_000)
def word_keys(word: str, role: Role, schema: Schema) -> frozenset[str]:
	"""Of one word; two words that can stand for each other share a key."""
	if role in (Role.USUAL, Role.PLACE, Role.NUMBER):
		return frozenset((f"u:{word}",))
	keys = {f"s:{skeleton(word)}", *(f"e:{typed}" for typed in _one_letter_less(sound(word)))}
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


def glued_keys(name: ParsedName) -> Iterator[str]:
	"""Of every word, and of two and of three neighbours as one."""
	words = [word.shown for word in name.words]
	for size in (1, 2, 3):
		for start in range(len(words) - size + 1):
			glued = "".join(words[start : start + size])
			if len(glued) >= 5:
				yield f"g:{skeleton(glued)}"


def acronym_keys(name: ParsedName) -> Iterator[str]:
	"""Of its initials, and of each word that could be an acronym. People have none."""
	if name.schema is Schema.PERSON:
		return
	for word in name.words:
		if acronyms.could_be_one(word):
			yield f"a:{word.shown}"
	if len(name.words) >= acronyms.LEAST_LETTERS - 1:
		yield from (f"a:{short}" for short in acronyms.acronyms_of(name.words))


def vowelless_keys(name: ParsedName) -> Iterator[str]:
	"""`bl:` of names with vowels, `ba:` of names without: each is looked for under the other."""
	kind = "ba" if name.unvocalised else "bl"
	for word in told(name):
		if word.role in (Role.NAME, Role.PATRONYMIC):
			yield from (f"{kind}:{reading}" for reading in bones(word.text) if len(reading) > 1)


def turned(vowelless_key: str) -> str:
	"""The key under which the names of the other kind of script are filed."""
	kind, _colon, reading = vowelless_key.partition(":")
	return f"{'ba' if kind == 'bl' else 'bl'}:{reading}"

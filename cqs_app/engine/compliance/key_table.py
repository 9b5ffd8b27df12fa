"""Keys and the numbers filed under them, in three flat arrays: a tenth of the memory of a dict, and ready to be stored."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b

# Numbers are stored as they lie in memory on every machine that ERPNext runs on: little-endian, 8 and 4 bytes.
_KEYS, _NUMBERS = "Q", "I"
NOTHING: Sequence[int] = array(_NUMBERS)


def digest(key: str) -> int:
	"""64 bits: of a million keys, two are the same in one list of thirty million. A clash only adds a candidate."""
	return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


class KeyTable:
	"""Read only. Make it with a `KeyTableBuilder`, or from bytes."""

	def __init__(self, keys: array[int], ends: array[int], numbers: array[int]) -> None:
		self._keys, self._ends, self._numbers = keys, ends, numbers

	def get(self, key: str) -> Sequence[int]:
		"""In the order in which they were filed; empty for a key that there is not."""
		wanted = digest(key)
		at = bisect_left(self._keys, wanted)
		if at == len(self._keys) or self._keys[at] != wanted:
			return NOTHING
		return self.at(at)

	def at(self, place: int) -> Sequence[int]:
		"""Of the key at that place in the order of the table."""
		return self._numbers[self._ends[place - 1] if place else 0 : self._ends[place]]

	@property
	def keys(self) -> int:
		return len(self._keys)

	@property
	def references(self) -> int:
		return len(self._numbers)

	def to_bytes(self) -> list[bytes]:
		return [self._keys.tobytes(), self._ends.tobytes(), self._numbers.tobytes()]

	@classmethod
	def from_bytes(cls, parts: Sequence[bytes]) -> KeyTable:
		"""Of what `to_bytes` gave. Raises ValueError where the parts do not belong together."""
		arrays = [array(kind) for kind in (_KEYS, _NUMBERS, _NUMBERS)]
		for own, part in zip(arrays, parts, strict=True):
			own.frombytes(part)
		keys, ends, numbers = arrays
		if len(keys) != len(ends) or (ends[-1] if ends else 0) != len(numbers):
			raise ValueError("The stored index is damaged.")
		return cls(keys, ends, numbers)


class KeyTableBuilder:
	def __init__(self) -> None:
		self._filed: dict[int, array[int]] = {}

	def file(self, key: str, number: int) -> None:
		"""The same number twice in a row counts once."""
		numbers = self._filed.setdefault(digest(key), array(_NUMBERS))
		if not numbers or numbers[-1] != number:
			numbers.append(number)

	def table(self) -> KeyTable:
		keys, ends, numbers = array(_KEYS, sorted(self._filed)), array(_NUMBERS), array(_NUMBERS)
		for key in keys:
			numbers.extend(self._filed[key])
			ends.append(len(numbers))
		return KeyTable(keys, ends, numbers)

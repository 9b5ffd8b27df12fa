"""Keys under which likely duplicates meet, so that nobody compares every party with every other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from cqs_app.engine.qualification.party_names import skeleton
from cqs_app.engine.qualification.party_records import NormalParty, without_country

PHONE_TAIL = 7
LONGEST_KEY = 140
MOST_WORDS = 12


class KeyType(str, Enum):
	"""What a key is made of. Those of EXACT identify a party by themselves."""

	TAX_ID = "Tax ID"
	BANK_ACCOUNT = "Bank Account"
	EMAIL = "E-Mail"
	DOMAIN = "Domain"
	PHONE = "Phone"
	HOUSE = "House"
	NAME = "Name"
	WORD = "Word"


EXACT = (KeyType.TAX_ID, KeyType.BANK_ACCOUNT)
Key = tuple[KeyType, str]


def keys_of(party: NormalParty) -> frozenset[Key]:
	"""All keys of a party. Two parties without a common key are never compared."""
	found: set[Key] = set()
	found.update((KeyType.TAX_ID, without_country(value)) for value in party.tax_ids)
	found.update((KeyType.BANK_ACCOUNT, value) for value in party.bank_accounts)
	found.update((KeyType.EMAIL, value) for value in party.emails)
	found.update((KeyType.DOMAIN, value) for value in party.domains)
	found.update((KeyType.PHONE, value[-PHONE_TAIL:]) for value in party.phones)
	found.update((KeyType.HOUSE, value) for value in _houses(party))
	for words in party.names:
		found.add((KeyType.NAME, "".join(sorted(words))))
		found.update((KeyType.WORD, skeleton(word)) for word in words[:MOST_WORDS] if len(word) > 1)
	return frozenset((kind, value[:LONGEST_KEY]) for kind, value in found)


def _houses(party: NormalParty) -> Iterable[str]:
	"""House number with postal code, and with the first word of the street: either may be missing or mistyped."""
	for address in party.addresses:
		for number in address.numbers[:1]:
			if address.postal_code:
				yield f"{number} {address.postal_code}"
			if address.street:
				yield f"{number} {skeleton(address.street[0])}"


def worth_following(keys: Iterable[Key], holders: Mapping[Key, int], most: int) -> list[Key]:
	"""The keys by which to look for candidates, the rarest first, until `most` parties are to be compared.

	`holders`: how many parties have a key (counted up to some bound). A key that alone has more is skipped: a word
	that thousands bear finds nobody. Exact identifiers come first whatever their number.
	"""
	counted = sorted(
		(key[0] not in EXACT, key[0] is KeyType.WORD, holders.get(key, 0), key[0].value, key[1])
		for key in set(keys)
	)
	chosen: list[Key] = []
	left = most
	for inexact, _is_word, count, kind, value in counted:
		if 0 < count <= left or (count and not inexact):
			chosen.append((KeyType(kind), value))
			left -= count
	return chosen

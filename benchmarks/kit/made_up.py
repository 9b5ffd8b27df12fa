"""Made-up customers: half companies, half people, with countries, birth dates and tax numbers, as a ledger has them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject

GIVEN = (
	"Ali Mohammed Ahmed Hassan Fatima Maria John David Anna Peter Olga Ivan Dmitry Sergey Elena Wei Li Jing Carlos Jose "
	"Ana Luis Pierre Marie Hans Karin Giulia Marco Kenji Yuki Priya Raj Amir Leila Omar Nadia Viktor Irina Ahmad Yusuf"
).split()
TRADES = (
	"Trading Shipping Logistics Foods Steel Motors Textiles Pharma Electronics Construction Energy Plastics Machinery "
	"Marine Petroleum Chemicals Furniture Paper Glass Tools Imports Exports Services Consulting Engineering"
).split()
FORMS = "Ltd LLC GmbH S.A. Inc B.V. S.r.l. Co AG Oy".split()
PLACES = "Northern Baltic Pacific Gulf Alpine Atlantic Eastern Central Royal National United Global".split()
COUNTRIES = "US DE GB FR IT ES NL CN IN JP BR MX TR AE SA EG NG ZA RU UA PL SE KR ID".split()
STARTS = "b br c d dr f g gr h j k kl l m n p r s st t tr v w z".split()
MIDDLES = "a ai e ea i o ou u".split()
ENDS = "n r l s t x nd rg m k".split()


def customers(count: int, seed: int = 11) -> Iterator[Subject]:
	"""The same ones for the same seed, and the first ones of a larger number are those of a smaller."""
	chance = random.Random(seed)
	for number in range(count):
		country = frozenset([chance.choice(COUNTRIES)])
		if number % 2:
			name = f"{chance.choice(GIVEN)} {_invented(chance)}"
			born = f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
			yield Subject(str(number), Schema.PERSON, (Alias(name),), country, frozenset([born]))
		else:
			words = [_invented(chance), chance.choice(TRADES), chance.choice(FORMS)]
			if chance.random() < 0.3:
				words.insert(0, chance.choice(PLACES))
			tax = Identifier(IdentifierKind.TAX, str(chance.randrange(10**9, 10**10)), min(country))
			yield Subject(
				str(number), Schema.ORGANISATION, (Alias(" ".join(words)),), country, identifiers=(tax,)
			)


def _invented(chance: random.Random) -> str:
	syllables = (
		chance.choice(STARTS) + chance.choice(MIDDLES) for _syllable in range(chance.choice((1, 2, 2, 3)))
	)
	return ("".join(syllables) + chance.choice(ENDS)).title()

"""How risky a country or an industry is, by rows that a user may edit. What stands here is the seed of those rows.

Country rows state facts of public lists as of the date given, and age: FATF decides three times a year. Industry rows
are a house default. Several rows on one key: the highest level counts, and all of them are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.risk_seeds import COUNTRY_SEEDS, INDUSTRY_SEEDS, INDUSTRY_TYPES


class Level(str, Enum):
	LOW = "Low"
	MEDIUM = "Medium"
	HIGH = "High"
	PROHIBITED = "Prohibited"


ORDER = tuple(Level)


@dataclass(frozen=True)
class RiskRow:
	"""`key`: ISO 3166-1 alpha-2 or 3166-2 code, or a NACE section or code (`K`, `92`, `25.4`). `as_of`: ISO date of the
	source; empty for a house default."""

	key: str
	level: Level
	reason: str
	source: str
	as_of: str = ""


@dataclass(frozen=True)
class Rating:
	"""`rows` that decide, the highest first; none when the default applies, then `reason` says why."""

	level: Level
	reason: str
	rows: tuple[RiskRow, ...] = ()


def _country_rows() -> Iterable[RiskRow]:
	for keys, level, reason, source, as_of in COUNTRY_SEEDS:
		for key in keys.split():
			yield RiskRow(key, Level(level), reason, source, as_of)


COUNTRY_RISKS = tuple(_country_rows())
INDUSTRY_RISKS = tuple(
	RiskRow(key, Level(level), reason, "House default, edit it") for key, level, reason in INDUSTRY_SEEDS
)


def rate_country(country: str, rows: Iterable[RiskRow] = COUNTRY_RISKS) -> Rating:
	"""`country`: ISO code, name, or ISO 3166-2 code of a region, whose country's rows count too.

	In no row: Low. Unknown or missing: High, for nothing is known.
	"""
	given = country.strip()
	region = given.upper() if len(given) > 3 and given[2] == "-" else ""
	code = country_code(region[:2] if region else given)
	if not code:
		return Rating(Level.HIGH, f"{given!r} is no known country" if given else "no country is given")
	return _rated([row for row in rows if row.key.upper() in (code, region)], "no row names this country")


def rate_industry(industry: str, rows: Iterable[RiskRow] = INDUSTRY_RISKS) -> Rating:
	"""`industry`: a NACE code (`92.00`, `K`) or an industry type of ERPNext. The closest row counts: 25.4 before 25
	before C.

	Unknown or missing: Medium.
	"""
	given = industry.strip()
	code = INDUSTRY_TYPES.get(given, given).upper()
	rows = tuple(rows)
	for key in _from_close_to_wide(code):
		if found := [row for row in rows if row.key.upper() == key]:
			return _rated(found, "")
	return Rating(Level.MEDIUM, f"no row for the industry {given!r}" if given else "no industry is given")


def _rated(found: list[RiskRow], otherwise: str) -> Rating:
	if not found:
		return Rating(Level.LOW, otherwise)
	found.sort(key=lambda row: -ORDER.index(row.level))
	return Rating(found[0].level, "; ".join(row.reason for row in found), tuple(found))


# First and last division of each section of NACE Rev. 2 (Regulation (EC) No 1893/2006, Annex I) and ISIC Rev. 4.
SECTIONS = {
	"A": (1, 3),
	"B": (5, 9),
	"C": (10, 33),
	"D": (35, 35),
	"E": (36, 39),
	"F": (41, 43),
	"G": (45, 47),
	"H": (49, 53),
	"I": (55, 56),
	"J": (58, 63),
	"K": (64, 66),
	"L": (68, 68),
	"M": (69, 75),
	"N": (77, 82),
	"O": (84, 84),
	"P": (85, 85),
	"Q": (86, 88),
	"R": (90, 93),
	"S": (94, 96),
	"T": (97, 98),
	"U": (99, 99),
}


def _from_close_to_wide(code: str) -> Iterable[str]:
	"""`C25.40` -> 25.40, 25.4, 25, C."""
	bare = code[1:] if code[:1] in SECTIONS and code[1:2].isdigit() else code
	division = bare.partition(".")[0]
	while len(bare) > len(division):
		yield bare
		bare = bare[:-1].rstrip(".")
	yield division
	if division.isdigit():
		yield from (key for key, (first, last) in SECTIONS.items() if first <= int(division) <= last)

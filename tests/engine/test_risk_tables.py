"""Country and industry risk: the closest and highest row, the reason, and what is not known."""

import re
from collections import Counter

import pytest

from cqs_app.engine.compliance.countries import country_code, country_name
from cqs_app.engine.compliance.country_names import COUNTRY_NAMES
from cqs_app.engine.compliance.risk_seeds import INDUSTRY_TYPES
from cqs_app.engine.compliance.risk_tables import (
	COUNTRY_RISKS,
	INDUSTRY_RISKS,
	SECTIONS,
	Level,
	RiskRow,
	rate_country,
	rate_industry,
)


@pytest.mark.parametrize(
	("country", "level"),
	[
		("KP", Level.PROHIBITED),
		("Iran", Level.PROHIBITED),
		("Cuba", Level.PROHIBITED),
		("mm", Level.HIGH),
		("Bolivia", Level.MEDIUM),
		("Monaco", Level.HIGH),
		("Russian Federation", Level.HIGH),
		("Germany", Level.LOW),
		("UA", Level.LOW),
		("UA-43", Level.PROHIBITED),
		("UA-30", Level.LOW),
		("", Level.HIGH),
		("Atlantis", Level.HIGH),
	],
)
def test_countries(country, level):
	assert rate_country(country).level is level


def test_every_row_that_names_a_country_is_told_the_highest_first():
	rating = rate_country("Monaco")
	assert [row.level for row in rating.rows] == [Level.HIGH, Level.MEDIUM]
	assert rating.reason == "high-risk third country of the EU; under increased monitoring by FATF"


@pytest.mark.parametrize(
	("industry", "level"),
	[
		("92.00", Level.HIGH),
		("R", Level.MEDIUM),
		("93.1", Level.MEDIUM),
		("25.40", Level.HIGH),
		("C25.40", Level.HIGH),
		("25.5", Level.LOW),
		("65.1", Level.MEDIUM),
		("64.19", Level.HIGH),
		("46.72", Level.HIGH),
		("46.3", Level.LOW),
		("Banking", Level.HIGH),
		("Software", Level.LOW),
		("", Level.MEDIUM),
		("Something Else", Level.MEDIUM),
	],
)
def test_industries(industry, level):
	assert rate_industry(industry).level is level


def test_edited_rows_decide():
	rows = [RiskRow("DE", Level.MEDIUM, "we were cheated once", "us")]
	assert rate_country("Germany", rows).level is Level.MEDIUM
	assert rate_country("Iran", rows).level is Level.LOW
	assert rate_industry("62.01", [RiskRow("J", Level.HIGH, "no", "us")]).level is Level.HIGH


def test_seeds_state_a_source():
	for row in COUNTRY_RISKS:
		assert country_code(row.key[:2]) == row.key[:2]
		assert row.source and re.fullmatch(r"20\d\d-\d\d-\d\d", row.as_of), row
	assert max(Counter((row.key, row.source) for row in COUNTRY_RISKS).values()) == 1
	assert {row.key for row in INDUSTRY_RISKS} >= set(SECTIONS)
	assert {row.source for row in INDUSTRY_RISKS} == {"House default, edit it"}
	assert all(rate_industry(industry).rows for industry in INDUSTRY_TYPES)


@pytest.mark.parametrize(
	("text", "code"),
	[
		("Korea, North", "KP"),
		("Democratic People's Republic of Korea", "KP"),
		("Iran (Islamic Republic of)", "IR"),
		("Côte d’Ivoire", "CI"),
		("Turkey", "TR"),
		("Türkiye", "TR"),
		("Virgin Islands, British", "VG"),
		("de", "DE"),
		("Undetermined", ""),
		("", ""),
	],
)
def test_country_names(text, code):
	assert country_code(text) == code


def test_a_name_stands_for_one_country():
	names = Counter(
		name for line in COUNTRY_NAMES.splitlines() for name in {*line.partition(" ")[2].split("|")}
	)
	assert [name for name, times in names.items() if times > 1] == []
	assert country_name("kp") == "Korea, Democratic Peoples Republic of"

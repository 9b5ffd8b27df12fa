"""Tax, registration and bank numbers: valid, invalid with the reason, or visibly not checked."""

import os
import random
import string
from pathlib import Path

import pytest

from benchmarks import tax_ids as benchmark
from cqs_app.engine.compliance.tax_ids import RULES, Kind, Status, check, kinds_of

SHARED = Path(os.environ.get("CQS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
VECTORS = SHARED / "taxid" / "taxid_vectors.csv"


@pytest.mark.parametrize(
	("country", "kind", "value", "normal"),
	[
		("DE", "VAT", "DE 136 695 976", "DE136695976"),
		("Germany", "Tax", "136695976", "136695976"),
		("GR", "VAT", "EL 094259216", "EL094259216"),
		("Greece", "VAT", "094259216", "EL094259216"),
		("GB", "VAT", "GB 980 7806 84", "980780684"),
		("GB", "VAT", "XI 980 7806 84", "XI980780684"),
		("NO", "VAT", "NO864234232", "864234232"),
		("India", "VAT", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
		("IN", "gstin", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
		("AR", "Tax", "20-05536168-2", "20055361682"),
		("BR", "Registration", "16.727.230/0001-97", "16727230000197"),
		("US", "Tax", "04-2103594", "042103594"),
		("", "IBAN", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
		("FR", "BIC", "AGRIFRPP882", "AGRIFRPP882"),
		("", "LEI", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
		("", "IMO", "IMO 9319466", "9319466"),
		("SA", "VAT", "310122393500003", "310122393500003"),
		("AE", "Tax", "100-1234-5678-9012", "100123456789012"),
		("GB", "Registration", "SC 123456", "SC123456"),
	],
)
def test_valid(country, kind, value, normal):
	result = check(country, kind, value)
	assert (result.status, result.value) == (Status.VALID, normal), result.reason


@pytest.mark.parametrize(
	("country", "kind", "value", "reason"),
	[
		("DE", "VAT", "DE136695977", "the check digit is wrong"),
		("DE", "VAT", "DE13669597", "9 digits expected, 8 given"),
		("US", "Tax", "12-345678", "9 digits expected, 8 given"),
		("AR", "Tax", "20-05536168", "11 digits expected, 10 given"),
		("IT", "VAT", "IT0074311015", "11 digits expected, 10 given"),
		("IN", "gstin", "99AAPFU0939F1ZV", "a part of it does not exist, such as a date, a region or a type"),
		("DE", "VAT", "DE13669597X", "it holds characters or parts that this number does not have"),
		("EE", "VAT", "EE110207418", "it does not begin with 10"),
		("GB", "VAT", "GB000000000", "a number of zeros is none"),
		("", "IBAN", "GB82 WEST 1234 5698 7654 33", "the check digit is wrong"),
		("", "IMO", "9319467", "the check digit is wrong"),
		("SA", "VAT", "110122393500003", "15 digits that begin and end with 3 expected"),
		("DE", "VAT", "1" * 65, "65 characters are more than any number has"),
	],
)
def test_invalid_with_the_reason(country, kind, value, reason):
	result = check(country, kind, value)
	assert (result.status, result.reason) == (Status.INVALID, reason)
	assert result.value == value


@pytest.mark.parametrize(
	("country", "kind", "value", "reason"),
	[
		("XX", "VAT", "123", "no rule for the country XX"),
		("", "VAT", "123", "no rule for the country ?"),
		("US", "Registration", "123", "no rule for Registration in US"),
		("DE", "gstin", "123", "no rule for gstin in DE"),
		("DE", "VAT", "  ", "no number given"),
		("DE", "Registration", "HRB 1234", "the court that keeps the register is missing: Hamburg HRB 1234"),
	],
)
def test_what_is_not_checked_is_not_valid(country, kind, value, reason):
	result = check(country, kind, value)
	assert (result.status, result.reason) == (Status.NOT_CHECKED, reason)


def test_a_vat_number_of_another_member_of_the_eu():
	result = check("FR", "VAT", "DE136695976")
	assert (result.status, result.country, result.value) == (Status.VALID, "DE", "DE136695976")
	assert check("FR", "VAT", "DE136695977").status is Status.INVALID
	assert check("US", "Tax", "DE136695976").country == "DE"


def test_a_person_has_personal_numbers():
	assert check("BR", "Tax", "390.533.447-05").status is Status.INVALID
	assert check("BR", "Tax", "390.533.447-05", is_person=True).status is Status.VALID


def test_only_the_form_could_be_checked():
	assert "only its form" in check("SA", "VAT", "310122393500003").reason


def test_what_can_be_checked_is_known():
	assert {"VAT", "Tax", "IBAN", "LEI", "gstin"} <= set(kinds_of("India"))
	assert kinds_of("XX") == tuple(sorted(("BIC", "IBAN", "IMO", "LEI")))


def test_every_rule_takes_anything_without_falling_over():
	chance = random.Random(5)
	letters = string.ascii_uppercase + string.digits * 3 + " .-/ÄЖ٣"
	values = ["0", "A", "-", "²", "１２３"] + [
		"".join(chance.choices(letters, k=chance.randint(1, 22))) for _ in range(40)
	]
	for country, rules in RULES.items():
		for rule in rules:
			for value in values:
				check(country, rule.name, value)
	for kind in Kind:
		for value in values:
			check("DE", kind, value)


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared data is not here")
def test_labelled_numbers():
	"""The floors lie a little below what was measured. jsvat's labels owe nothing to python-stdnum."""
	counts = benchmark.judge(benchmark.read(VECTORS))
	overall = benchmark.total(list(counts.values()))
	others = benchmark.total([count for (source, _country), count in counts.items() if source == "jsvat"])
	assert others.false_accept <= 6 and others.false_reject <= 8 and others.not_checked == 0
	assert others.right >= 2310
	assert overall.false_accept <= 22
	assert overall.right >= 4700
	assert overall.not_checked <= 240

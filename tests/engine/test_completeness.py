"""Completeness of master data: weights, order of what is missing, and what counts as filled."""

from decimal import Decimal

from cqs_app.engine.qualification.completeness import NEEDED_FOR_REVIEW, OF_DOSSIER, Wanted, completeness

TWO = (Wanted("Light", ("light",), 1), Wanted("Heavy", ("heavy", "instead"), 3))


def test_the_share_is_weighted_and_the_heaviest_is_named_first():
	assert completeness({}, TWO).percent == 0
	assert completeness({}, TWO).missing == ("Heavy", "Light")
	assert completeness({"heavy": "x"}, TWO).percent == Decimal(75)
	assert completeness({"instead": "x", "light": 1}, TWO).percent == 100


def test_blanks_and_zero_are_not_filled():
	assert completeness({"heavy": "  ", "light": 0}, TWO).missing == ("Heavy", "Light")
	assert completeness({"light": None}, ()).percent == 0


def test_what_stops_the_review_is_asked_for():
	asked = {field for wanted in OF_DOSSIER for field in wanted.fields}
	assert asked.issuperset(field for wanted in NEEDED_FOR_REVIEW for field in wanted.fields)
	known = dict.fromkeys(("country", "address_line1", "city", "contact_email"), "x")
	assert completeness(known, NEEDED_FOR_REVIEW).missing == ("Tax ID or Registration Number",)
	assert completeness({**known, "registration_number": "HRB 1"}, NEEDED_FOR_REVIEW).percent == 100

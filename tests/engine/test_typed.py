"""What strangers type: plain text within bounds, in the application and in a referee's answer."""

from datetime import date
from decimal import Decimal

import pytest

from cqs_app.engine.qualification import application, reference_answer, typed

TODAY = date(2025, 6, 30)
CURRENCIES = frozenset({"EUR", "USD"})
LABELS = {
	name: name.replace("_", " ").title() for name in (*application.MANDATORY, "owners", "trade_references")
}

SCRIPTS = (
	"<script>alert(1)</script>",
	"< img src=x onerror=alert(1)>",
	"</td>",
	"<!-- x -->",
	"<?php",
	"JavaScript:alert(1)",
	"javascript :x",
	"&#60;script",
	"x onload='x'",
	"data:text/html,x",
	"a\x00b",
	"vbscript:x",
)


@pytest.mark.parametrize("text", SCRIPTS)
def test_markup_is_refused(text):
	assert "plain text" in typed.text_problem("Purpose", text).sentence()


@pytest.mark.parametrize(
	"text", ["Müller & Söhne <3", "5 < 6 > 4", "a\nb", "R&D #1", "on time = good", "Java Script Ltd"]
)
def test_words_are_not_taken_for_markup(text):
	assert typed.text_problem("Purpose", text) is None


def apply(owners=(), references=(), **values):
	return application.Application(values, owners, references, LABELS)


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"requested_limit": 0}, "must lie between"),
		({"requested_limit": "-5"}, "must lie between"),
		({"requested_limit": 10**12}, None),
		({"requested_limit": 10**12 + 1}, "must lie between"),
		({"requested_limit": "much"}, "is no number"),
		({"requested_limit": "Infinity"}, "is no number"),
		({"contact_email": "a@b"}, "no e-mail"),
		({"contact_email": "a@b.de\nBcc: x@y.de"}, "no e-mail"),
		({"contact_email": "a@b.de, c@d.de"}, "no e-mail"),
		({"contact_email": "a.b+c@d-e.co.uk"}, None),
		({"contact_phone": "+49 (0)30 / 123-456"}, None),
		({"contact_phone": "call me"}, "no phone"),
		({"founded_on": "2025-07-01"}, "future"),
		({"founded_on": "2025-06-30"}, None),
		({"founded_on": "0001-01-01"}, "no date"),
		({"founded_on": "yesterday"}, "no date"),
		({"company_name": "x" * 141}, "at most 140"),
		({"purpose": "x" * 2000}, None),
		({"purpose": "x" * 2001}, "at most 2000"),
	],
)
def test_values_of_an_application(values, said):
	found = [problem.sentence() for problem in application.problems(apply(**values), TODAY)]
	assert (not found) if said is None else (len(found) == 1 and said in found[0]), found


@pytest.mark.parametrize(
	("shares", "said"),
	[
		((60, 40), None),
		((60, "40.01"), "add up to 100.01"),
		((101,), "between 0 and 100"),
		((-1, 50), "between 0 and 100"),
		((None, 100), None),
		([1] * 51, "at most 50 rows"),
	],
)
def test_shares_of_owners(shares, said):
	rows = [{"owner_name": "A", **({"ownership_percent": one} if one is not None else {})} for one in shares]
	found = [problem.sentence() for problem in application.problems(apply(rows), TODAY)]
	assert (not found) if said is None else said in " ".join(found), found


def test_a_script_in_a_row_names_the_row():
	(problem,) = application.problems(apply([{"owner_name": "A"}, {"owner_name": SCRIPTS[0]}]), TODAY)
	assert problem.sentence().startswith("Owners, 2: owner_name: write plain text")


def test_what_is_missing_is_listed():
	found = [problem.sentence() for problem in application.missing(apply(company_name="A"))]
	assert len(found) == len(application.MANDATORY) - 1
	assert "Requested Limit is missing." in found
	assert application.missing(apply(**dict.fromkeys(application.MANDATORY, "x"))) == []


def answer(**given):
	return reference_answer.check({"pays": "Prompt", **given}, today=TODAY, currencies=CURRENCIES)


def test_a_full_answer_is_taken():
	checked = answer(
		customer_since="2020-01-31",
		currency="EUR",
		highest_credit="12000.50",
		balance=0,
		past_due="",
		terms_days="30",
		days_beyond_terms="-2",
		recommends="Yes",
		comment=" Good. ",
	)
	assert checked.problems == ()
	assert checked.values == {
		"customer_since": date(2020, 1, 31),
		"currency": "EUR",
		"highest_credit": Decimal("12000.50"),
		"balance": Decimal(0),
		"terms_days": 30,
		"days_beyond_terms": -2,
		"pays": "Prompt",
		"recommends": "Yes",
		"comment": "Good.",
	}


@pytest.mark.parametrize(
	("given", "said"),
	[
		({"pays": ""}, "Say how they pay"),
		({"pays": "Sometimes"}, "cannot be chosen"),
		({"recommends": "maybe"}, "cannot be chosen"),
		({"balance": "1"}, "Currency of the Amounts is missing"),
		({"balance": "-1", "currency": "EUR"}, "must lie between"),
		({"balance": "1e13", "currency": "EUR"}, "must lie between"),
		({"balance": "NaN", "currency": "EUR"}, "no number"),
		({"balance": "1", "currency": "XXX"}, "cannot be chosen"),
		({"customer_since": "2026-01-01"}, "future"),
		({"customer_since": "soon"}, "no date"),
		({"terms_days": "-1"}, "must lie between"),
		({"days_beyond_terms": "9999"}, "must lie between"),
		({"comment": SCRIPTS[0]}, "plain text"),
		({"comment": "x" * 2001}, "at most 2000"),
	],
)
def test_a_wrong_answer_is_not_taken_at_all(given, said):
	checked = answer(**given)
	assert any(said in problem.sentence() for problem in checked.problems), checked.problems
	assert checked.values == {}

"""What a referee answers: all of it checked, or nothing taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import decimal
from cqs_app.engine.qualification import typed
from cqs_app.engine.qualification.typed import Problem


class Pays(str, Enum):
	EARLY = "Early"
	PROMPT = "Prompt"
	SLOW = "Slow"
	VERY_SLOW = "Very Slow"
	WRITTEN_OFF = "Written Off"


class Recommends(str, Enum):
	YES = "Yes"
	WITH_CAUTION = "With Caution"
	NO = "No"


AMOUNTS = {"highest_credit": "Highest Credit", "balance": "Balance Today", "past_due": "Past Due Today"}
DAYS = {"terms_days": "Terms in Days", "days_beyond_terms": "Days Beyond Terms"}
CHOICES: dict[str, tuple[str, type[Enum]]] = {
	"pays": ("Pays", Pays),
	"recommends": ("Recommends Credit", Recommends),
}
NOTHING_SAID = "Say how they pay, or whether you would give them credit."
MOST_DAYS = Decimal(3650)
ANSWER_FIELDS = ("customer_since", "currency", *AMOUNTS, *DAYS, *CHOICES, "comment")


@dataclass(frozen=True, slots=True)
class Checked:
	"""Either `problems`, or the `values` to store: amounts as Decimal, days as int, empty answers left out."""

	problems: tuple[Problem, ...]
	values: Mapping[str, object]


def check(given: Mapping[str, object], *, today: date, currencies: frozenset[str]) -> Checked:
	"""The answers of somebody who does not decline. Early payment is a negative number of days beyond terms."""
	answers = {name: _trimmed(given.get(name)) for name in ANSWER_FIELDS}
	problems: list[Problem | None] = []
	values: dict[str, object] = {}
	for name, value in answers.items():
		if value in ("", None):
			continue
		problem, stored = _one(name, value, today, currencies)
		problems.append(problem)
		values[name] = stored
	if not {"pays", "recommends"} & values.keys():
		problems.append(Problem(NOTHING_SAID, "Pays"))
	if any(name in values for name in AMOUNTS) and "currency" not in values:
		problems.append(Problem(typed.MISSING, "Currency of the Amounts"))
	found = tuple(problem for problem in problems if problem)
	return Checked(found, {} if found else values)


def _one(name: str, value: object, today: date, currencies: frozenset[str]) -> tuple[Problem | None, object]:
	if name in AMOUNTS:
		problem = typed.number_problem(AMOUNTS[name], value)
		return problem, None if problem else decimal(value)
	if name in DAYS:
		least = -MOST_DAYS if name == "days_beyond_terms" else Decimal(0)
		problem = typed.number_problem(DAYS[name], value, least, MOST_DAYS)
		return problem, None if problem else int(decimal(value))
	if name in CHOICES:
		label, choices = CHOICES[name]
		return _choice(label, value, [str(choice.value) for choice in choices])
	if name == "currency":
		return _choice("Currency", value, currencies)
	if name == "customer_since":
		return typed.past_date_problem("Customer Since", value, today), typed.day_of(value)
	return typed.text_problem("Comment", str(value), typed.LONG), str(value)


def _choice(label: str, value: object, choices: list[str] | frozenset[str]) -> tuple[Problem | None, object]:
	if value in choices:
		return None, value
	return Problem(typed.NO_CHOICE, label, {"value": str(value)[:80]}), None


def _trimmed(value: object) -> object:
	return value.strip() if isinstance(value, str) else value

"""What an applicant writes in the application for credit: what may be stored, and what is still missing to send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import HUNDRED, ZERO, decimal
from cqs_app.engine.qualification import typed
from cqs_app.engine.qualification.typed import Problem

Row = Mapping[str, object]

MANDATORY = (
	"company_name",
	"entity_type",
	"registration_number",
	"country",
	"address_line1",
	"city",
	"contact_name",
	"contact_email",
	"requested_limit",
	"terms_accepted_by",
)
LONG_TEXTS = frozenset({"purpose"})
EMAILS = frozenset({"contact_email", "bank_email", "email"})
PHONES = frozenset({"contact_phone"})
PAST_DATES = frozenset({"founded_on", "date_of_birth"})
MOST_ROWS = 50
TOO_MANY = "{label}: at most {most} rows."
SHARES = "{label}: the shares add up to {sum} percent, more than 100."


@dataclass(frozen=True, slots=True)
class Application:
	"""Values by field name, empty ones left out; rows of each table in their order; labels of all fields."""

	values: Row
	owners: Sequence[Row]
	references: Sequence[Row]
	labels: Mapping[str, str]

	def rows(self) -> Iterator[tuple[str, Row]]:
		"""Each set of values with the words that say where it stands."""
		yield "", self.values
		for table, listed in (("owners", self.owners), ("trade_references", self.references)):
			for at, row in enumerate(listed, 1):
				yield f"{self.labels[table]}, {at}: ", row


def problems(application: Application, today: date) -> list[Problem]:
	"""Why it cannot be stored, not even as a draft. What is empty is no problem here."""
	labels = application.labels
	found: list[Problem | None] = []
	for where, row in application.rows():
		found += [_one(name, value, where + labels.get(name, name), today) for name, value in row.items()]
	for table, listed in (("owners", application.owners), ("trade_references", application.references)):
		if len(listed) > MOST_ROWS:
			found.append(Problem(TOO_MANY, labels[table], {"most": str(MOST_ROWS)}))
	if not any(found):
		found.append(_shares(application))
	return [problem for problem in found if problem]


def missing(application: Application) -> list[Problem]:
	"""What has to be filled in before it can be sent."""
	return [
		Problem(typed.MISSING, application.labels[name])
		for name in MANDATORY
		if not application.values.get(name)
	]


def _one(name: str, value: object, label: str, today: date) -> Problem | None:
	if name == "requested_limit":
		return typed.number_problem(label, value, above=True)
	if name == "ownership_percent":
		return typed.number_problem(label, value, ZERO, HUNDRED)
	if name in PAST_DATES:
		return typed.past_date_problem(label, value, today)
	text = str(value)
	if problem := typed.text_problem(label, text, typed.LONG if name in LONG_TEXTS else typed.SHORT):
		return problem
	if name in EMAILS:
		return typed.email_problem(label, text)
	if name in PHONES:
		return typed.phone_problem(label, text)
	return None if name in LONG_TEXTS else typed.line_problem(label, text)


def _shares(application: Application) -> Problem | None:
	total = sum((decimal(row.get("ownership_percent")) for row in application.owners), Decimal(0))
	if total <= HUNDRED:
		return None
	return Problem(SHARES, application.labels["owners"], {"sum": f"{total:f}"})

"""How complete the master data of a party is: weighted share of what is filled, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cqs_app.engine.money import HUNDRED, ZERO


@dataclass(frozen=True, slots=True)
class Wanted:
	"""A piece of data; any of `fields` will do. `weight` 0 = nice to have, never reported."""

	label: str
	fields: tuple[str, ...]
	weight: int


@dataclass(frozen=True, slots=True)
class Completeness:
	"""`percent` 0..100 with one decimal; `missing`: labels, the heaviest first."""

	percent: Decimal
	missing: tuple[str, ...]


# What a dossier should know of a party before somebody reviews it.
OF_DOSSIER = (
	Wanted("Tax ID", ("tax_id",), 4),
	Wanted("Registration Number", ("registration_number",), 3),
	Wanted("Entity Type", ("entity_type",), 2),
	Wanted("Country", ("country",), 3),
	Wanted("Address", ("address_line1",), 3),
	Wanted("City", ("city",), 2),
	Wanted("Postal Code", ("pincode",), 1),
	Wanted("Contact", ("contact_name",), 2),
	Wanted("E-Mail", ("contact_email",), 3),
	Wanted("Phone", ("contact_phone",), 2),
	Wanted("Bank Account or IBAN", ("bank_account_no",), 2),
	Wanted("Founded On", ("founded_on",), 2),
	Wanted("Industry", ("industry",), 2),
	Wanted("Employees", ("employees",), 1),
	Wanted("Website", ("website",), 1),
	Wanted("Customer Group", ("customer_group",), 1),
	Wanted("Territory", ("territory",), 1),
)
# Without these nobody can check who it is: they stop the review.
NEEDED_FOR_REVIEW = (
	Wanted("Tax ID or Registration Number", ("tax_id", "registration_number"), 4),
	Wanted("Country", ("country",), 3),
	Wanted("Address", ("address_line1",), 3),
	Wanted("City", ("city",), 2),
	Wanted("E-Mail", ("contact_email",), 2),
)

OF_CUSTOMER = (
	Wanted("Tax ID", ("tax_id",), 4),
	Wanted("Address", ("address",), 4),
	Wanted("Contact", ("contact",), 3),
	Wanted("E-Mail", ("email",), 3),
	Wanted("Phone", ("phone",), 2),
	Wanted("Bank Account", ("bank_account",), 2),
	Wanted("Payment Terms", ("payment_terms",), 2),
	Wanted("Customer Group", ("customer_group",), 1),
	Wanted("Territory", ("territory",), 1),
)


def completeness(values: Mapping[str, object], wanted: Sequence[Wanted]) -> Completeness:
	"""A text of blanks, 0 and None are not filled."""
	total = sum(piece.weight for piece in wanted)
	missing = [piece for piece in wanted if piece.weight and not _filled(values, piece)]
	lacking = sum(piece.weight for piece in missing)
	percent = (HUNDRED * (total - lacking) / total).quantize(Decimal("0.1")) if total else ZERO
	missing.sort(key=lambda piece: -piece.weight)
	return Completeness(percent, tuple(piece.label for piece in missing))


def _filled(values: Mapping[str, object], piece: Wanted) -> bool:
	return any(str(value).strip() for field in piece.fields if (value := values.get(field)))

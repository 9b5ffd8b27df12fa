"""Tells whoever enters a party that it is probably there already, and refuses it where the settings say so."""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _

from cqs_app.engine.qualification.duplicate_model import LIKELY, Feature
from cqs_app.engine.qualification.party_records import NormalParty, PartyRecord, normalised
from cqs_app.erp.qualification import duplicates
from cqs_app.erp.qualification.duplicates import Duplicate
from cqs_app.erp.qualification.party_index import harmless
from cqs_app.erp.qualification.party_reading import Ref

MOST_NAMED = 5


class DuplicateParty(frappe.ValidationError):
	"""The tax id or bank account belongs to an active customer already."""


def warn(parties: Mapping[Ref, NormalParty]) -> None:
	"""Tell of likely duplicates of what was just saved. Never keeps anybody from saving."""
	with harmless(f"duplicates not checked: {', '.join(ref.id for ref in parties)}"):
		for found in duplicates.find_for(parties, LIKELY).values():
			if found:
				_show(found)


def refuse_known(customer: str, *, tax_ids: Iterable[str] = (), bank_accounts: Iterable[str] = ()) -> None:
	"""Raise DuplicateParty when another active customer has one of the identifiers and CQS Settings say Refuse. Before
	anything is written, so that nobody who swallows the error keeps the row."""
	if not duplicates.refuses():
		return
	given = PartyRecord(id="", tax_ids=tuple(tax_ids), bank_accounts=tuple(bank_accounts))
	known: list = []
	with harmless(f"identifiers of {customer} not checked"):
		known = duplicates.customers_with(normalised(given), besides=customer)
	for ref, feature in known:
		_refuse(ref, feature)


def _refuse(ref: Ref, feature: Feature) -> None:
	frappe.throw(
		_(
			"Not saved: {0} has the same {1}. Use that customer, or correct the number. If both are right, somebody "
			"who may change CQS Settings can set duplicates to Warn."
		).format(duplicates.link_to(ref), _(feature.value)),
		DuplicateParty,
		title=_("Customer Exists Already"),
	)


def _show(found: list[Duplicate]) -> None:
	items = "".join(f"<li>{_line(one)}</li>" for one in found[:MOST_NAMED])
	more = len(found) - MOST_NAMED
	rest = f"<p>{_('and {0} more').format(more)}</p>" if more > 0 else ""
	frappe.msgprint(
		f"{_('Saved. It may be the same party as:')}<ul>{items}</ul>{rest}",
		title=_("Possible Duplicate"),
		indicator="orange",
	)


def _line(one: Duplicate) -> str:
	named = ", ".join(_(reason.feature.value) for reason in one.match.reasons if reason.weight > 0)
	return _("{0} ({1}), {2} % alike by: {3}").format(
		duplicates.link_to(one.ref), _(one.ref.party_type), round(one.match.score * 100), named
	)

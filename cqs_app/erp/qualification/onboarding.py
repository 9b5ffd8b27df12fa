"""What an approval does: the customer, the account, its limit and terms, and everything linked to each other."""

from dataclasses import replace

import frappe
from frappe import _

from cqs_app.engine.money import decimal
from cqs_app.engine.qualification.stages import Action, Stage, after
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import limits, origin
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import contract, customers, moves, steps
from cqs_app.ledger.links import Party


def open_account(doc) -> None:
	"""Called once, in the transaction of the approval. The account is locked before anything is read from it."""
	doc.customer = doc.customer or customers.make(doc)
	party = Party(doc.customer, doc.company)
	accounts.lock(party)
	changes = [_limit_change(doc, party), _terms_change(doc, party)]
	doc.credit_limit_change = next((change.name for change in changes if change), None)
	doc.credit_account = accounts.read(party).name
	if contract.is_complete(doc):
		_make_active(doc)
	_store(doc)


def activate(doc) -> None:
	"""The contract is complete: the last ticked item is enough, the credit was approved before."""
	_make_active(doc)
	_store(doc)


def _make_active(doc) -> None:
	case = after(cases.case_of(doc), Action.ACTIVATE)
	moves.set_case(doc, case)
	steps.write(doc, case, Action.ACTIVATE.value)
	_end_previous(doc)


def _store(doc) -> None:
	"""Once more, by the app: what follows from a decision is no second decision. The version that Frappe writes at the end
	of the outer save compares with what was there before the decision."""
	before = doc.get_doc_before_save()
	doc.flags.by_cqs = True
	doc.flags.cqs_action = None
	doc.save(ignore_permissions=True)
	doc.flags.by_cqs = False
	doc._doc_before_save = before


def _limit_change(doc, party: Party):
	row = accounts.read(party)
	limit = decimal(doc.approved_limit)
	if (
		row.is_assessed
		and not row.is_unlimited
		and decimal(row.credit_limit) == limit
		and not row.limit_valid_upto
	):
		return None
	return _approved(doc, party, change_type=limits.BASE, new_limit=str(limit))


def _terms_change(doc, party: Party):
	terms = doc.approved_terms
	if not terms or accounts.read(party).payment_terms_template == terms:
		return None
	return _approved(doc, party, change_type=limits.TERMS, payment_terms_template=terms)


def _approved(doc, party: Party, **values):
	"""A Credit Limit Change that the approver of the dossier has decided with it."""
	change = frappe.get_doc(
		doctype="Credit Limit Change",
		customer=party.customer,
		company=party.company,
		reason=_("Qualification {0}").format(doc.name),
		**values,
	)
	change.flags.ignore_permissions = True
	change.flags.cqs_requested_by = doc.opened_by or doc.owner
	change.flags.cqs_approved_in = _("Approved with {0}").format(doc.name)
	change.flags.cqs_origin = origin.Origin(origin.QUALIFICATION, doc.name)
	change.insert()
	change.submit()
	return change


def _end_previous(doc) -> None:
	"""Of two dossiers in force the newer one counts; the older one ends and says so."""
	filters = {"customer": doc.customer, "company": doc.company, "name": ("!=", doc.name)}
	filters["stage"] = ("in", [Stage.ACTIVE.value, Stage.REVIEW_DUE.value, Stage.CONTRACT.value])
	for name in frappe.get_all(doc.doctype, filters=filters, pluck="name", order_by="creation"):
		previous = frappe.get_doc(doc.doctype, name)
		expire(previous, _("Replaced by {0}").format(doc.name))


def expire(dossier, why: str) -> None:
	"""End a dossier; its account hears of it unless a newer one counts already."""
	case = replace(cases.case_of(dossier), stage=Stage.EXPIRED)
	moves.set_case(dossier, case)
	steps.write(dossier, case, _("Expired"), why)
	dossier.flags.by_cqs = True
	dossier.save(ignore_permissions=True)

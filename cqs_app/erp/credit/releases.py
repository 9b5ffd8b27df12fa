"""Released holds at the gate: which one covers a document, and that it is used once."""

import json
from collections.abc import Iterable
from decimal import Decimal

import frappe
from frappe.utils import now_datetime

from cqs_app.engine.credit.decision import Decision
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.terms import no_better
from cqs_app.engine.credit.vocabulary import Component, HoldStatus, RuleName
from cqs_app.engine.findings import Outcome
from cqs_app.engine.money import CENT, ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import TryAgain
from cqs_app.erp.credit.impact import Impact
from cqs_app.ledger.links import Party

TERMS = RuleName.PAYMENT_TERMS.value
FIELDS = """name, status, release_ceiling, release_valid_upto, reserved, findings, customer, company"""


def find(doc, parties: Iterable[Party]) -> frappe._dict | None:
	"""The valid release for this very document. A journal may touch several customers; its one hold names one."""
	if not doc.get("cqs_credit_hold"):
		return None
	rows = frappe.db.sql(
		f"""select {FIELDS} from `tabCredit Hold` where reference_doctype = %s and reference_name = %s
		and status = 'Released' and used_on is null and release_valid_upto >= %s
		order by decided_on desc limit 1""",
		(doc.doctype, doc.name or "", now_datetime()),
		as_dict=True,
	)
	if not rows or Party(rows[0].customer, rows[0].company) not in set(parties):
		return None
	return rows[0]


def reserved(release: frappe._dict | None, party: Party) -> Decimal:
	"""What the release keeps free for the document in this account."""
	return decimal(release.reserved) if release and release.customer == party.customer else ZERO


def covers(release: frappe._dict | None, impact: Impact, facts: Facts, decision: Decision) -> bool:
	"""Whether the approver has seen what now passes: the document is worth no more than the ceiling and adds no more
	than the release reserves, every rule that refuses it stood on the hold, its terms are no better than they
	were then, and a journal charges no customer more
	than when it was refused."""
	if release is None or decision.outcome is not Outcome.HOLD:
		return False
	shown = json.loads(release.findings or "[]")
	seen = {finding["rule"] for finding in shown}
	refused = [finding for finding in decision.findings if finding.outcome.refuses]
	refusing = {finding.rule for finding in refused}
	same_terms = no_better(
		(finding.as_dict() for finding in refused if finding.rule == TERMS),
		(finding for finding in shown if finding["rule"] == TERMS),
	)
	within = impact.document_amount <= decimal(release.release_ceiling)
	adds = facts.document.increase <= decimal(release.reserved) + CENT
	return refusing <= seen and same_terms and within and adds and _was_refused(release, impact, facts)


def _was_refused(release: frappe._dict, impact: Impact, facts: Facts) -> bool:
	"""A document of several customers must not have moved to another one since: the trail says what was refused."""
	if impact.document_amount == impact.amount and release.customer == impact.party.customer:
		return True
	filters = {
		"reference_doctype": impact.checkpoint.value,
		"reference_name": facts.document.name,
		"customer": impact.party.customer,
		"company": impact.party.company,
	}
	checks = frappe.get_all(
		"Credit Check", filters=filters, fields=["amount"], order_by="chain_index desc", limit=1
	)
	return bool(checks) and impact.amount <= decimal(checks[0].amount)


def use(release: frappe._dict) -> None:
	"""Consume it, in the document's own transaction. Raises TryAgain when somebody else did."""
	frappe.db.sql(
		"""update `tabCredit Hold` set used_on = %s, reserved = 0
		where name = %s and status = 'Released' and used_on is null""",
		(now_datetime(), release.name),
	)
	if frappe.db.sql("select row_count()")[0][0] != 1:
		raise TryAgain(frappe._("Release {0} was used or changed meanwhile.").format(release.name))
	free(Party(release.customer, release.company), decimal(release.reserved))


def free(party: Party, amount: Decimal) -> None:
	accounts.add(party, {Component.RESERVED: -amount})


def close_for(doc, used: list[str]) -> None:
	"""The document passed: its open holds are cured, and a release that it did not need gives its reserve back."""
	if not doc.get("cqs_credit_hold"):
		return
	for hold in holds_of(doc, ("Open", "Released")):
		if hold.name in used or hold.used_on:
			continue
		status = HoldStatus.CURED if hold.status == "Open" else HoldStatus.EXPIRED
		close(hold, status)


def cancel_for(doc) -> None:
	"""The document was cancelled or deleted: nothing is left to decide."""
	for hold in holds_of(doc, ("Open", "Released")):
		if not hold.used_on:
			accounts.lock(Party(hold.customer, hold.company))
			close(hold, HoldStatus.CANCELLED)


def expire_due(party: Party, locked: accounts.Locked) -> None:
	"""Give back what lapsed releases of a locked account still reserve."""
	if decimal(locked.row.reserved) <= 0:
		return
	rows = frappe.db.sql(
		f"""select {FIELDS} from `tabCredit Hold` where customer = %s and company = %s and status = 'Released'
		and used_on is null and release_valid_upto < %s for update""",
		(party.customer, party.company, now_datetime()),
		as_dict=True,
	)
	for hold in rows:
		close(hold, HoldStatus.EXPIRED)


def close(hold: frappe._dict, status: HoldStatus) -> None:
	frappe.db.sql(
		"update `tabCredit Hold` set status = %s, reserved = 0, modified = %s where name = %s and used_on is null",
		(status.value, now_datetime(), hold.name),
	)
	if decimal(hold.reserved):
		free(Party(hold.customer, hold.company), decimal(hold.reserved))
	_tell_document(hold.name, status)


def _tell_document(hold: str, status: HoldStatus) -> None:
	reference = frappe.db.get_value(
		"Credit Hold", hold, ["reference_doctype", "reference_name"], as_dict=True
	)
	if status is HoldStatus.EXPIRED and reference.reference_doctype != "Customer":
		filters = {"name": reference.reference_name, "docstatus": 0, "cqs_credit_hold": hold}
		frappe.db.set_value(
			reference.reference_doctype, filters, "cqs_credit_status", "Not Checked", update_modified=False
		)


def holds_of(doc, statuses: tuple[str, ...]) -> list[frappe._dict]:
	return frappe.get_all(
		"Credit Hold",
		filters={
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"status": ("in", statuses),
		},
		fields=["name", "status", "reserved", "customer", "company", "used_on"],
		order_by="name",
	)

"""The documents of a dossier: which ones are needed, received, verified. Statuses are written here and nowhere else."""

import frappe
from frappe import _
from frappe.utils import add_months, getdate, now_datetime

from cqs_app.engine.qualification.stages import ENDED, IN_FORCE, Action
from cqs_app.erp.credit import approval, clock
from cqs_app.erp.credit.exceptions import NotAnApprover, WrongState
from cqs_app.erp.qualification import document_rules, references, senders
from cqs_app.erp.qualification.kept_rows import keep

DOCTYPE = "Customer Qualification"
REQUIRED, REQUESTED, RECEIVED = "Required", "Requested", "Received"
VERIFIED, REFUSED, EXPIRED, NOT_NEEDED = "Verified", "Refused", "Expired", "Not Needed"
PENDING = (REQUIRED, REQUESTED, REFUSED, EXPIRED)
NOTHING_HAPPENED = (REQUIRED, NOT_NEEDED, "", None)
CONTRACT, COMPLIANCE_OFFICER = "Contract", "Compliance Officer"
SETTLED_STAGES = {stage.value for stage in IN_FORCE | ENDED}
LATEST_YEAR = 2200


def settle(doc) -> None:
	"""Rows follow the rules until the dossier is decided; afterwards only what happened is kept."""
	before = doc.get_doc_before_save()
	keep(doc, before, "documents", _happened, ("document_type",))
	references.settle(doc, before)
	if doc.get("stage") not in SETTLED_STAGES:
		_follow_rules(doc)


def missing(doc, for_step: str = Action.START_REVIEW.value) -> list[str]:
	"""Sentences about mandatory documents that stop the step: not received, or not verified by who reviews them."""
	details = document_rules.details()
	found = []
	for row in doc.documents:
		if not row.is_mandatory or row.document_type not in details:
			continue
		if sentence := _obstacle(row, details[row.document_type], for_step):
			found.append(sentence)
	return found


def row_of(doc, name: str):
	"""The row of that name; raises ValidationError."""
	row = next((row for row in doc.documents if row.name == name), None)
	if not row:
		frappe.throw(_("{0} has no such document.").format(doc.name), frappe.DoesNotExistError)
	return row


def receive(doc, row, file_url: str, content_hash: str, *, sender: str, uploader: str | None) -> None:
	"""Something came for the row, from a link (`sender` is its e-mail) or from a colleague (`uploader`)."""
	row.update(
		{
			"file": file_url,
			"content_hash": content_hash,
			"status": RECEIVED,
			"received_on": now_datetime(),
			"received_from": sender,
			"uploaded_by": uploader,
			"verified_by": None,
			"verified_on": None,
			"valid_upto": None,
			"note": None,
		}
	)


def decide(doc, row, decision: str, note: str, valid_upto=None) -> None:
	"""Verify or refuse what was received. Raises NotAnApprover, NotIndependent, WrongState, ValidationError."""
	if decision not in (VERIFIED, REFUSED):
		frappe.throw(_("Decide for Verified or Refused."))
	details = document_rules.details()[row.document_type]
	_require_role(row, details.decided_by_role)
	approval.require_independent(row.uploaded_by, *senders.of(doc, row))
	if not row.file or row.status not in (RECEIVED, VERIFIED, REFUSED):
		message = _("{0} cannot be decided: its status is {1}, and a file has to be received first.")
		frappe.throw(message.format(_(row.document_type), _(row.status)), WrongState)
	if decision == REFUSED and not note:
		frappe.throw(_("Say why it is refused; the applicant reads it beside the document."))
	row.update(
		{
			"status": decision,
			"note": note,
			"verified_by": frappe.session.user,
			"verified_on": now_datetime(),
			"valid_upto": _last_day(doc, details, valid_upto) if decision == VERIFIED else None,
			"reminders": 0,
			"reminded_on": None,
		}
	)


def save(doc):
	"""The app's own change of the dossier."""
	doc.flags.by_cqs = True
	doc.save(ignore_permissions=True)
	return doc


def _happened(row) -> bool:
	return row.status not in NOTHING_HAPPENED


def _follow_rules(doc) -> None:
	needed = {one.requirement.name: one for one in document_rules.needed(doc)}
	for row in doc.documents:
		row.status = row.status or REQUIRED
		one = needed.pop(row.document_type, None)
		if one:
			row.why, row.is_mandatory = document_rules.why(one), int(one.requirement.mandatory)
			row.status = REQUIRED if row.status == NOT_NEEDED else row.status
		elif row.why:
			row.is_mandatory = 0
			row.why = "" if row.status in PENDING[:2] else _("Not needed any more")
			row.status = NOT_NEEDED if row.status in PENDING[:2] else row.status
	for name, one in needed.items():
		values = {"document_type": name, "status": REQUIRED, "is_mandatory": int(one.requirement.mandatory)}
		doc.append("documents", {**values, "why": document_rules.why(one)})


def _obstacle(row, details, for_step: str) -> str | None:
	document = _(row.document_type)
	if for_step == Action.START_REVIEW.value:
		if details.category == CONTRACT or row.status not in PENDING:
			return None
		said = {
			REFUSED: _("{0} was refused and is needed again."),
			EXPIRED: _("{0} has expired and is needed again."),
		}
		return said.get(row.status, _("{0} is not received yet.")).format(document)
	if row.status == VERIFIED or for_step != _step_of(details):
		return None
	return _("{0} is not verified yet; this is done by: {1}.").format(document, _(details.decided_by_role))


def _step_of(details) -> str:
	"""The step that waits for the verification."""
	if details.category == CONTRACT:
		return Action.ACTIVATE.value
	by_compliance = details.decided_by_role == COMPLIANCE_OFFICER
	return (Action.CLEAR_COMPLIANCE if by_compliance else Action.PASS_FINANCIALS).value


def _require_role(row, role: str) -> None:
	roles = [role] if role == COMPLIANCE_OFFICER else list(approval.CREDIT_ROLES)
	if not set(roles) & set(frappe.get_roles()):
		message = _("{0} may only be verified or refused by: {1}.")
		frappe.throw(message.format(_(row.document_type), approval.named(roles)), NotAnApprover)


def _last_day(doc, details, given):
	"""As given, else by the validity of the requirement; None = it does not expire."""
	today = clock.today(doc.company)
	if not given:
		return add_months(today, details.valid_months) if details.valid_months else None
	day = getdate(given)
	if not today <= day or day.year > LATEST_YEAR:
		frappe.throw(_("Valid Until must lie between today and the year {0}.").format(LATEST_YEAR))
	return day

"""Credit: position, preview, holds, limits, groups, guarantees, plans, promises, and workflow actions."""

import json

import frappe
from frappe import _
from frappe.model import workflow as frappes_workflow

from cqs_app.api.arguments import (
	LARGEST,
	READ,
	WRITE,
	ceiling_of,
	endpoint,
	from_json,
	list_of_names,
	may_create,
	moment_of,
	net_worth_of,
	readable,
	readable_party,
	reason_of,
	require_known,
)
from cqs_app.engine.credit.compliance_rule import forbids
from cqs_app.engine.credit.plans import proposed
from cqs_app.engine.credit.vocabulary import Component, Mode
from cqs_app.engine.money import decimal
from cqs_app.erp.credit import (
	approval,
	batch_run,
	cure,
	groups,
	holds,
	incoming,
	plan_invoices,
	position,
	promises,
	rights,
)
from cqs_app.erp.credit import policy_confirmation as policy_confirmations
from cqs_app.erp.credit import preview as previews
from cqs_app.erp.credit import proposal as proposals
from cqs_app.erp.credit import workflow as workflows
from cqs_app.erp.credit.impact import IMPACTS, parties_of
from cqs_app.erp.credit.settings import mode_of
from cqs_app.ledger.links import Party

FEW, MOST_AT_ONCE = 20, 500


@endpoint(READ)
def credit_position(customer: str, company: str) -> dict:
	"""Limit, exposure, components, available, utilisation and overdue, in company currency."""
	return _shown(position.credit_position(readable_party(customer, company)))


def _shown(figures: dict) -> dict:
	"""`risk_class` is empty for who does not read it in the account."""
	fields = frappe.get_meta("Credit Account").get_permitted_fieldnames()
	return figures if "risk_class" in fields else {**figures, "risk_class": ""}


@endpoint(READ)
def documents_behind(customer: str, company: str, component: str) -> list:
	"""The open documents that make up one component of the exposure."""
	if component not in list(Component):
		frappe.throw(
			_("{0} is no component of the exposure.").format(frappe.utils.escape_html(str(component)))
		)
	return position.documents_behind(readable_party(customer, company), component)


@endpoint(READ)
def open_invoices(customer: str, company: str) -> list:
	"""Open invoices that no live payment plan covers, the longest overdue first, in company currency."""
	may_create("Payment Plan", "Promise to Pay")
	return plan_invoices.open_invoices(readable_party(customer, company))


@endpoint(READ)
def propose_installments(total: float | str, number: int | str, frequency: str, first_date: str) -> list:
	"""Equal installments (due_date, amount) that sum to `total`; the last one takes the cents that are left."""
	may_create("Payment Plan")
	try:
		first = frappe.utils.getdate(first_date)
		if not first or not 0 < decimal(total) <= LARGEST:
			raise ValueError(_("Give a first date, and a total of at most {0}.").format(f"{LARGEST:,}"))
		listed = proposed(decimal(total), frappe.utils.cint(number), frequency, first)
	except (ValueError, TypeError, OverflowError) as error:
		frappe.throw(frappe.utils.escape_html(str(error)))
	return [{"due_date": str(one.due_date), "amount": float(one.amount)} for one in listed]


@endpoint(WRITE)
def end_payment_plan(plan: str, reason: str) -> dict:
	"""End a live plan before it is paid; not by who asked for it. Returns the plan."""
	document = readable("Payment Plan", plan)
	document.end_reason = reason_of(reason)
	document.cancel()
	return document.as_dict()


@endpoint(WRITE)
def withdraw_promise(promise: str, reason: str) -> dict:
	"""End an open promise to pay, leaving who and why. Returns the promise."""
	document = readable("Promise to Pay", promise)
	document.check_permission("write")
	promises.withdraw(document, reason)
	return document.reload().as_dict()


@endpoint(READ)
def preview(doctype: str, name: str | None = None, doc: str | dict | None = None) -> dict:
	"""Outcome, findings and position for a stored document or an unsaved one (`doc`), writing nothing."""
	if doctype not in IMPACTS:
		frappe.throw(_("{0} is not checked for credit.").format(doctype))
	document = _document(doctype, name, doc)
	parties = [readable_party(party.customer, party.company) for party in parties_of(document)]
	parts = previews.expected(document)
	result = previews.preview(parts)
	party = parties[0] if len(parties) == 1 else None
	known = next((part for part in parts if part.party == party), None)
	row = known.row if known else None
	if party:
		late = known.facts.overdue if known else None
		result["position"] = _shown(position.credit_position(party, row, late))
	else:
		result["position"] = None
	result["observes"] = (
		bool(party)
		and _mode(party, row) is Mode.OBSERVE
		and not any(forbids(part.decision.findings) for part in parts)
	)
	result["hold"] = _last_hold(doctype, name, set(parties), document if doc is None else None)
	return result


@endpoint(READ)
def hold_rights(hold: str) -> dict:
	"""Whether the user may decide on a hold (`may_decide`), and if not, a sentence that says why; `may_ask` for a release."""
	readable("Credit Hold", hold)
	return rights.of_hold(frappe.get_doc("Credit Hold", hold))


@endpoint(READ)
def approval_rights(doctype: str, name: str) -> dict:
	"""Whether the user may put a limit change, group, guarantee or plan in force (`may_submit`), and if not, who it
	waits for (`why_not`)."""
	if not workflows.is_ours(doctype):
		shown = frappe.utils.escape_html(str(doctype)[:100])
		frappe.throw(_("{0} is not approved by a second person.").format(shown))
	document = readable(doctype, name)
	return rights.of_decided(document)


@endpoint(READ)
def group_position(group: str) -> dict:
	"""Limit, exposure and free limit of a credit group, and each member's part with the rate of the day."""
	return groups.position(readable("Credit Group", group).name)


@endpoint(READ)
def propose_limit(customer: str, company: str, net_worth: float | str | None = None) -> dict:
	"""What limit the policy's model gives the customer, step by step; nothing is changed. For the credit roles."""
	frappe.only_for(approval.CREDIT_ROLES, message=True)
	return proposals.described(readable_party(customer, company), net_worth_of(net_worth))


@endpoint(READ)
def policy_confirmation(policy: str) -> dict:
	"""Whether a second person confirmed the version in force, and whether the user may."""
	return policy_confirmations.state(readable("Credit Policy", policy))


@endpoint(WRITE)
def confirm_policy(policy: str) -> dict:
	"""Confirm the version in force, so that limits may be changed automatically by it. Not by who wrote it."""
	return policy_confirmations.confirm(readable("Credit Policy", policy))


@endpoint(WRITE)
def cancel_guarantee(guarantee: str, reason: str) -> dict:
	"""Take a guarantee out of force. It lowers credit: one approver does it alone and says why."""
	document = readable("Credit Guarantee", guarantee)
	document.cancel_reason = reason_of(reason)
	document.cancel()
	return document.as_dict()


@endpoint(WRITE)
def release_hold(
	hold: str,
	reason: str,
	ceiling: float | str | None = None,
	valid_upto: str | None = None,
	submit_document: bool | int = False,
) -> dict:
	"""Let the held document through once, up to `ceiling` (default: its amount) and until `valid_upto`."""
	readable("Credit Hold", hold)
	released = holds.release_hold(hold, reason, ceiling_of(ceiling), moment_of(valid_upto))
	if frappe.utils.cint(submit_document):
		document = frappe.get_doc(released.reference_doctype, released.reference_name)
		document.flags.ignore_permissions = True
		document.flags.cqs_decided_hold = released.name
		document.submit()
		released.reload()
	return released.as_dict()


@endpoint(WRITE)
def reject_hold(hold: str, reason: str) -> dict:
	"""Decide that the document stays refused."""
	readable("Credit Hold", hold)
	return holds.reject_hold(hold, reason).as_dict()


@endpoint(WRITE)
def decide_holds(names: str | list, decision: str, reason: str) -> dict:
	"""Release or reject several holds; each succeeds or fails by itself. Returns `done` and `failed`."""
	if decision not in ("release", "reject"):
		frappe.throw(_("A decision is either release or reject."))
	done, failed = [], {}
	for name in list_of_names(names):
		frappe.db.savepoint("cqs_decide")
		try:
			(release_hold if decision == "release" else reject_hold)(hold=name, reason=reason)
			done.append(name)
		except (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError) as error:
			frappe.db.rollback(save_point="cqs_decide")
			frappe.clear_messages()
			failed[name] = frappe.utils.strip_html(str(error)) or type(error).__name__
	return {"done": done, "failed": failed}


@endpoint(WRITE)
def request_release(hold: str, note: str) -> dict:
	"""Ask the approvers for a decision."""
	readable("Credit Hold", hold)
	if not note.strip():
		frappe.throw(_("Say why the document should be released."))
	return holds.request_release(hold, note.strip()).as_dict()


@endpoint(WRITE)
def evaluate_holds(customer: str | None = None, company: str | None = None) -> list:
	"""Look again at open holds; returns the names of those that were cured."""
	frappe.only_for(approval.CREDIT_ROLES, message=True)
	if customer:
		readable("Customer", customer)
	if company:
		readable("Company", company)
	return cure.evaluate_holds(customer, company)


@endpoint(WRITE)
def force_hold(customer: str, company: str, reason: str) -> dict:
	"""Put a customer on forced hold in a company. Returns the account."""
	frappe.only_for(approval.CREDIT_ROLES, message=True)
	return holds.force_hold(readable_party(customer, company), reason_of(reason))


@endpoint(WRITE)
def lift_forced_hold(customer: str, company: str, reason: str) -> dict:
	"""End a forced hold. Returns the account."""
	frappe.only_for(("Credit Manager", "Credit Director"), message=True)
	return holds.lift_forced_hold(readable_party(customer, company), reason_of(reason))


@endpoint(WRITE)
def preview_batch(batch: str) -> dict:
	"""Make the rows of a Credit Limit Batch; many are made by a job. Returns its counts."""
	document = readable("Credit Limit Batch", batch)
	document.check_permission("write")
	batch_run.ask_preview(document)
	return batch_run.progress(batch)


@endpoint(READ)
def batch_progress(batch: str) -> dict:
	"""Counts of a Credit Limit Batch, `percent` carried out, and `previewed`: percent of a preview under way."""
	readable("Credit Limit Batch", batch)
	return batch_run.progress(batch)


@endpoint(WRITE)
def resume_batch(batch: str) -> dict:
	"""Go on with a Credit Limit Batch in force whose job died. Returns its counts."""
	document = readable("Credit Limit Batch", batch)
	document.check_permission("write")
	batch_run.resume(batch)
	return batch_run.progress(batch)


@endpoint(WRITE)
def apply_workflow(doc: str | dict, action: str):
	"""Frappe's workflow action, which names who may act where it refuses one of our documents."""
	posted = from_json(doc)
	if not isinstance(posted, dict) or not posted.get("doctype") or not posted.get("name"):
		frappe.throw(_("Give the document and the action."))
	if workflows.is_ours(posted["doctype"]):
		require_known(posted["doctype"], posted["name"])
		return workflows.apply(posted, action)
	return frappes_workflow.apply_workflow(doc, action)


@endpoint(WRITE)
def bulk_workflow_approval(docnames: str | list, doctype: str, action: str) -> None:
	"""Frappe's workflow action on a list; for our documents each refusal is told with its reason."""
	if not workflows.is_ours(doctype):
		return frappes_workflow.bulk_workflow_approval(json.dumps(list_of_names(docnames)), doctype, action)
	names = list_of_names(docnames)
	if len(names) > MOST_AT_ONCE:
		frappe.throw(_("At most {0} documents at once.").format(MOST_AT_ONCE))
	if len(names) < FEW:
		return workflows.apply_and_tell(doctype, names, action)
	frappe.enqueue(workflows.apply_and_tell, queue="short", doctype=doctype, names=names, action=action)


def _mode(party: Party, row: frappe._dict | None) -> Mode:
	return Mode(row.mode or Mode.ENFORCE) if row and "mode" in row else mode_of(party.company)


def _document(doctype: str, name: str | None, doc: str | dict | None):
	if doc is None:
		if not name:
			frappe.throw(_("Give the name of a document or the document itself."))
		return readable(doctype, name)
	frappe.has_permission(doctype, "write", throw=True)
	return incoming.document_from(doctype, doc)


def _last_hold(doctype: str, name: str | None, parties: set[Party], known=None) -> dict | None:
	"""The hold that matters to a draft now, or the rejection that its seller should read. `name` comes from the
	client: it counts only for a document that the user may read and that touches nobody but `parties`. `known` is
	that document, if it has been read from the database already."""
	if not name or not (known or frappe.db.exists(doctype, name)):
		return None
	stored = known or frappe.get_doc(doctype, name)
	if not set(parties_of(stored)) <= parties or not frappe.has_permission(doctype, "read", doc=stored):
		return None
	statuses = ("in", ("Open", "Released", "Rejected"))
	filters = {"reference_doctype": doctype, "reference_name": name, "status": statuses}
	fields = """name status amount currency customer company reference_doctype reference_name requested_by
		request_note release_reason release_ceiling release_valid_upto""".split()
	hold = frappe.db.get_value("Credit Hold", filters, fields, as_dict=True, order_by="creation desc")
	if hold and Party(hold.customer, hold.company) not in parties:
		return None
	if hold and hold.status == "Open":
		hold.update(rights.of_hold(hold))
	return hold

"""The gate: lock, facts, decide, then let pass, warn or refuse. Two phases, so that no caller slips through.

`before_submit` decides on what the document is going to change; `on_submit` compares with what it really changed,
and decides there when the first phase was skipped. Both roll back to a savepoint before they raise: a caller that
swallows the exception is left with the draft.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.compliance_rule import forbids
from cqs_app.engine.credit.decision import Decision, decide
from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.facts import Document, Facts
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import CreditStatus, Mode
from cqs_app.engine.findings import Finding, Outcome
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import commitments, groups, holds, messages, record, releases
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.commitments import Reference, Stored
from cqs_app.erp.credit.exceptions import CreditRefused, TryAgain
from cqs_app.erp.credit.facts import account_facts, gather
from cqs_app.erp.credit.impact import Impact, current, impacts_of, parties_of
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.position import figures_of

TOLERANCE = Decimal("0.005")
BROKEN = Policy("", 0, ())


@dataclass
class Check:
	"""One account's part in the check of a document."""

	impact: Impact
	locked: accounts.Locked
	decision: Decision
	facts: Facts
	policy: Policy
	new: dict[Reference, Commitment] = field(default_factory=dict)
	stored: dict[Reference, Stored] = field(default_factory=dict)
	release: frappe._dict | None = None
	enforced: bool = True

	@property
	def refuses(self) -> bool:
		return self.decision.refuses and self.enforced and not self.release


def prepare(doc) -> None:
	"""Before ERPNext takes locks of its own: set the savepoint and hold the accounts in a fixed order."""
	savepoint = f"cqs_{frappe.generate_hash(length=8)}"
	frappe.db.savepoint(savepoint)
	doc.flags.cqs_savepoint = savepoint
	doc.flags.cqs_locked = groups.lock(parties_of(doc))


def before_submit(doc) -> None:
	"""First phase: decide on the projected exposure."""
	checks = [_check(doc, impact) for impact in impacts_of(doc, unlinked=True)]
	_settle(doc, checks)
	doc.flags.cqs_checks = checks
	if checks:
		doc.cqs_credit_status = doc.flags.cqs_status = status_of(checks).value


def on_submit(doc) -> None:
	"""Second phase: everything is posted. Decide again where it differs from the projection, then apply."""
	checks = doc.flags.pop("cqs_checks", None)
	if checks is None:
		checks = [_check_posted(doc, impact) for impact in impacts_of(doc)]
		_settle(doc, checks)
	else:
		checks = [_confirmed(doc, check) for check in checks]
	_apply(doc, checks)


def before_update(doc) -> None:
	"""A submitted document is about to change its rows (Update Items): check what the change adds."""
	prepare(doc)
	checks = [_check(doc, impact) for impact in impacts_of(doc)]
	growing = [check for check in checks if check.facts.document.increase > 0]
	_settle(doc, growing)
	doc.flags.cqs_checks = checks
	doc.flags.cqs_record = bool(growing)


def on_update(doc) -> None:
	"""After Update Items: store the new commitment, and the check if credit was asked for.

	What was delivered and billed is measured by the stored rows, and only now they are the new ones.
	"""
	if doc.flags.pop("cqs_checks", None) is None:
		return
	checks = [_check(doc, impact) for impact in impacts_of(doc)]
	growing = [check for check in checks if check.facts.document.increase > 0]
	if any(check.refuses for check in growing):
		_refuse(doc, checks)
	foreseen = bool(doc.flags.pop("cqs_record", False))
	_apply(doc, checks, recorded=foreseen or bool(growing))


def recompute(doc) -> dict[accounts.Party, Decimal]:
	"""A document was closed or cancelled: write what is left of it and of the documents that it continued.

	Returns by how much the commitments of each account have changed.
	"""
	changed = {}
	for impact in impacts_of(doc):
		locked = accounts.lock(impact.party)
		stored = commitments.hold_still(impact.party, impact.references, locked.stale)
		new = {reference: Commitment() for reference in impact.references}
		new.update(current(impact.references))
		moved = commitments.save(impact.party, new, stored, locked.row.name)
		accounts.add(impact.party, moved)
		changed[impact.party] = sum(moved.values(), ZERO)
	return changed


def status_of(checks: list[Check]) -> CreditStatus:
	if any(check.release for check in checks):
		return CreditStatus.RELEASED
	warned = any(check.decision.outcome is not Outcome.PASS for check in checks)
	return CreditStatus.WARNED if warned else CreditStatus.PASSED


def _check_posted(doc, impact: Impact) -> Check:
	"""The first phase was skipped: judge by what the GL balance shows, if the document posts to it."""
	locked = (doc.flags.cqs_locked or {}).get(impact.party)
	if not locked or not _posts(doc):
		return _check(doc, impact)
	posted = decimal(accounts.fresh(locked).receivable) - decimal(locked.row.receivable)
	return _check(doc, impact, posted)


def _check(doc, impact: Impact, posted: Decimal | None = None) -> Check:
	"""Evaluate one account; `posted` is what the GL balance already holds of the document.

	An error inside never lets the document pass: it becomes a finding of its own.
	"""
	locked = (doc.flags.cqs_locked or {}).get(impact.party) or accounts.lock(impact.party)
	enforced = locked.row.mode != Mode.OBSERVE.value
	releases.expire_due(impact.party, locked)
	locked = accounts.renewed(locked)
	if posted is not None:
		impact.ledger = posted
	try:
		policy = policy_for(impact.party, locked.row.risk_class)
		stored = _stored(doc, impact, locked)
		new = impact.commitments()
		release = releases.find(doc, parties_of(doc))
		facts = gather(
			locked,
			impact,
			doc.name or "",
			policy,
			new,
			stored,
			own_reserve=releases.reserved(release, impact.party),
			ledger_applied=posted or ZERO,
		)
		decision = decide(facts, policy)
		usable = release if decision.refuses and releases.covers(release, impact, facts, decision) else None
		# What only watches credit does not sell to somebody who may be on a list of sanctions.
		enforced = enforced or forbids(decision.findings)
		return Check(impact, locked, decision, facts, policy, new, stored, usable, enforced)
	except (TryAgain, frappe.QueryDeadlockError, frappe.QueryTimeoutError) as error:
		_roll_back(doc)
		if isinstance(error, TryAgain):
			raise
		accounts.raise_try_again(impact.party.customer, error)
		raise
	except Exception as error:
		return _failed(doc, impact, locked, enforced, error)


def _stored(doc, impact: Impact, locked: accounts.Locked) -> dict[Reference, Stored]:
	"""The stored commitments that the document changes. One that is submitted for the first time has none itself."""
	own = Reference(doc.doctype, doc.name)
	if doc.flags.cqs_unlinked and impact.references == [own]:
		return {own: commitments.NOTHING}
	return commitments.hold_still(impact.party, impact.references, locked.stale)


def _failed(doc, impact: Impact, locked: accounts.Locked, enforced: bool, error: Exception) -> Check:
	"""Fail closed: a check that breaks is a Hold that names the error, unless the document lowers exposure. What may
	have broken it, such as the credit group, is not read again."""
	log = frappe.log_error(title=f"CQS: check of {doc.doctype} {doc.name} failed")
	lowers = impact.exemption or (impact.ledger < 0 and not impact.continues)
	finding = Finding(
		"Check Error",
		Outcome.WARN if lowers else Outcome.HOLD,
		type(error).__name__,
		"",
		f"{doc.doctype} {doc.name}",
		"The credit check could not be completed ({error}); Error Log {log} has the details",
		{"error": f"{type(error).__name__}: {error}"[:200], "log": str(log.name)},
	)
	increase = impact.ledger or impact.amount
	as_of = today_of(locked.row)
	facts = Facts(
		as_of,
		account_facts(frappe._dict(locked.row, credit_group=None), impact.party, as_of, cover=()),
		Document(impact.checkpoint, doc.name or "", impact.amount, increase),
		accounts.totals(locked.row),
	)
	exposure = exposure_of(facts.components, BROKEN)
	decision = Decision(finding.outcome, (finding,), exposure, None, "", 0)
	accounts.remember_rebuild(impact.party)
	return Check(impact, locked, decision, facts, BROKEN, enforced=enforced)


def _confirmed(doc, check: Check) -> Check:
	"""Compare the projection with what was posted; only a difference makes a second decision necessary."""
	if not _posts(doc):
		return check
	posted = decimal(accounts.fresh(check.locked).receivable) - decimal(check.locked.row.receivable)
	if abs(posted - check.impact.ledger) <= TOLERANCE:
		return check
	again = _check(doc, check.impact, posted)
	_settle(doc, [again])
	return again


def _posts(doc) -> bool:
	"""Whether the document's type writes GL rows of the customer."""
	return doc.doctype in ("Sales Invoice", "Journal Entry", "Payment Entry")


def _settle(doc, checks: list[Check]) -> None:
	"""Refuse the document, or tell what the checks warn about."""
	if any(check.refuses for check in checks):
		_refuse(doc, checks)
	findings = [finding for check in checks for finding in check.decision.findings]
	if findings:
		messages.warn(doc, findings)


def _refuse(doc, checks: list[Check]) -> None:
	hold = holds.planned_hold(doc, checks)
	actor = frappe.session.user
	_roll_back(doc)
	record.after_transaction(lambda: _record_refusal(doc.doctype, doc.name, checks, hold, actor))
	refusing = [check for check in checks if check.refuses]
	text = messages.refusal(
		doc,
		[check.impact.party.customer for check in refusing],
		[finding for check in refusing for finding in check.decision.findings],
		hold.name if hold else None,
		list(dict.fromkeys(_approvers(refusing))),
	)
	_without_traceback()
	frappe.throw(text, CreditRefused, title=_("Credit Hold"))


def _without_traceback() -> None:
	"""The desk takes an answer without `exc` for a success, plays its sound and runs `on_submit`: name the refusal."""
	frappe.flags.disable_traceback = True
	frappe.local.response["exc"] = frappe.as_json([CreditRefused.__name__])


def _approvers(refusing: list[Check]) -> list[str]:
	"""Roles that reach every refused amount, lowest level first."""
	amount = max(check.facts.document.amount for check in refusing)
	return [role for check in refusing for role in check.policy.approver_roles(amount)]


def _record_refusal(doctype: str, name: str, checks: list[Check], hold, actor: str) -> None:
	"""In a transaction of its own: the chained checks, the hold, and the draft's status."""
	accounts.lock_afresh(check.impact.party for check in checks)
	for check in checks:
		record.write_check(doctype, name, check.facts, check.decision, enforced=check.enforced, actor=actor)
	if hold:
		holds.open_hold(hold)


def _apply(doc, checks: list[Check], recorded: bool = True) -> None:
	"""The document passes: move the totals, use up the release, write the checks, close its hold."""
	for release in {check.release.name: check.release for check in checks if check.release}.values():
		releases.use(release)
	for check in checks:
		_apply_one(doc, check, recorded)
	if checks and recorded:
		releases.close_for(doc, used=[check.release.name for check in checks if check.release])
		status = status_of(checks).value
		if doc.flags.pop("cqs_status", None) != status:
			doc.cqs_credit_status = status
			frappe.db.set_value(doc.doctype, doc.name, "cqs_credit_status", status, update_modified=False)


def _apply_one(doc, check: Check, recorded: bool) -> None:
	"""Commitments and check are rows of their own; what the account keeps of them is written at once."""
	party, locked = check.impact.party, check.locked
	changed = commitments.save(party, check.new, check.stored, locked.row.name)
	row = accounts.fresh(locked)
	values = {}
	if recorded:
		enforced = check.enforced and not check.release
		values = record.append_check(
			row,
			doc.doctype,
			doc.name,
			check.facts,
			check.decision,
			enforced=enforced,
			actor=frappe.session.user,
		)
	if check.policy is not BROKEN:
		totals = {part: amount + changed.get(part, ZERO) for part, amount in accounts.totals(row).items()}
		values |= figures_of(row, totals, check.policy)
	accounts.add(party, changed, values)
	groups.remember_members(row)


def _roll_back(doc) -> None:
	savepoint = doc.flags.pop("cqs_savepoint", None)
	if savepoint:
		try:
			frappe.db.rollback(save_point=savepoint)
		except Exception:
			# An outer savepoint was rolled back already, or a deadlock ended the transaction: nothing is left.
			frappe.logger("cqs").info(f"savepoint of {doc.doctype} {doc.name} is gone")

"""Documents that one person asks for and another puts in force by submitting them, on whatever path."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from cqs_app.engine.money import ZERO, NotANumber, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval, content, history, workflow
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.links import Party

LARGEST = 10**12
YEARS = (1990, 2200)


class Decided(Document):
	"""Needs the fields requested_by, approved_by and approved_on. A subclass names the fields that an approver must
	not change while he approves, says what is at stake, and puts itself in force in `put_in_force`, where it takes
	its locks first. `flags.cqs_by_policy` (never a client's) is the text of why no person has to approve it, and
	`flags.cqs_approved_in` where the user has approved it already, asked by `flags.cqs_requested_by`."""

	CONTENT: tuple[str, ...] = ()

	def validate(self):
		self.approved_by = self.approved_on = None
		self.check_values()
		before = self.get_doc_before_save()
		if self.meta.has_field("approval_level"):
			self.approval_level = next(iter(self.approver_roles()), "")
		if self.get("_action") == "submit":
			self.check_unchanged()
			workflow.check_not_rejected(self, before)
		else:
			asks = not before or self.changed_from(before) or workflow.asks_again(self, before)
			asking = self.flags.cqs_requested_by or frappe.session.user
			self.requested_by = asking if asks else before.requested_by
			if workflow.follows(self):
				workflow.note_state(self, before)

	def before_submit(self):
		before = self.get_doc_before_save()
		self.requested_by = before.requested_by if before else frappe.session.user
		self.lock()
		self.approve()
		workflow.check_transition(self)
		self.put_in_force()
		if not self.flags.cqs_by_policy:
			self.approved_by = frappe.session.user
			self.approved_on = now_datetime()

	def apply_action(self, action: str, posted: dict):
		"""An action of the workflow, from a form or a list."""
		return workflow.act(self, action, posted)

	def check_permission(self, permtype="read", permlevel=None):
		"""As Frappe does it; but whoever may not approve hears who may."""
		try:
			super().check_permission(permtype, permlevel)
		except frappe.PermissionError:
			if permtype != "submit" and not (permtype == "write" and self.docstatus == 1):
				raise
			frappe.clear_last_message()
			self.refuse_approver()

	def approve(self) -> None:
		if self.flags.cqs_by_policy or self.flags.cqs_approved_in:
			return
		roles = self.approver_roles()
		if not set(roles) & set(frappe.get_roles()):
			self.refuse_approver()
		if approval.require_independent(*self.askers(), roles=roles):
			self.add_comment("Comment", _("Approved by the requester himself, as CQS Settings allow."))

	def approver_roles(self) -> list[str]:
		"""Roles that reach what is at stake under the policies of all its accounts, lowest level first."""
		found: list[str] | None = None
		for party in self.parties():
			policy = policy_for(party, self.risk_class_of(party))
			roles = policy.approver_roles(self.amount_for(party), self.increase_for(party))
			found = roles if found is None else [role for role in found if role in roles]
		return found or []

	def risk_class_of(self, party: Party) -> str | None:
		filters = {"customer": party.customer, "company": party.company, "status": ("!=", "Closed")}
		return frappe.db.get_value("Credit Account", filters, "risk_class")

	def askers(self) -> set[str]:
		"""Everybody who made it, changed what is asked, or sent it to the approvers."""
		asked = content.changed_by(self.doctype, self.name, (*self.CONTENT, "requested_by"))
		return {self.owner, self.requested_by, *asked} - {None, ""}

	def change(self, change_type: str) -> history.Change:
		"""Who decided it and why, for the history of the limit."""
		by_policy = self.flags.cqs_by_policy
		return history.Change(
			change_type=change_type,
			reason=self.get("reason") or "",
			requested_by=self.requested_by,
			approved_by=None if by_policy else frappe.session.user,
			approval=by_policy or self.flags.cqs_approved_in or history.SECOND_PERSON,
			reference_doctype=self.doctype,
			reference_name=self.name,
		)

	def check_amount(self, field: str, *, least: Decimal = ZERO, most: Decimal = Decimal(LARGEST)) -> Decimal:
		"""The field as an amount within bounds; raises ValidationError."""
		label = _(self.meta.get_label(field))
		try:
			amount = decimal(self.get(field))
		except NotANumber as error:
			frappe.throw(f"{label}: {error}")
		if not least <= amount <= most:
			frappe.throw(_("{0} must lie between {1} and {2}.").format(label, f"{least:,}", f"{most:,}"))
		return amount

	def check_days(self, *fields: str) -> None:
		"""Days that no calendar calculation stumbles over; raises ValidationError for others."""
		for field in filter(self.get, fields):
			day = getdate(self.get(field))
			if not day or not YEARS[0] <= day.year <= YEARS[1]:
				label = _(self.meta.get_label(field))
				frappe.throw(_("{0} must lie between the years {1} and {2}.").format(label, *YEARS))

	def check_reason(self) -> None:
		if not (self.get("reason") or "").strip():
			frappe.throw(_("Give a reason; it stands in the history of the limit."))

	def check_unchanged(self) -> None:
		"""Who approves must approve what was asked, not edit it in the same step."""
		before = self.get_doc_before_save()
		if not before:
			return
		if field := self.changed_from(before):
			message = _(
				"{0} was changed while approving. Save the change first; then somebody else approves it."
			)
			frappe.throw(message.format(_(self.meta.get_label(field))), WrongState)

	def changed_from(self, before) -> str | None:
		"""The first field of the content that differs."""
		return next(iter(content.differing(self, before, self.CONTENT)), None)

	def check_values(self) -> None:
		"""Raise ValidationError for what nobody could approve."""

	def parties(self) -> list[Party]:
		"""The accounts that it changes."""
		return [Party(self.customer, self.company)]

	def lock(self) -> None:
		"""Hold the accounts before anything is read from them."""
		self.locked = accounts.lock_all(self.parties())

	def refuse_approver(self) -> None:
		"""Naming who may approve; and what, if the user may read it."""
		most = max((self.amount_for(party) for party in self.parties()), default=ZERO)
		approval.refuse_approver(self.approver_roles(), most if self.has_permission("read") else None)

	def amount_for(self, party: Party) -> Decimal:
		"""What the approver's level must reach, in the currency of the account's company."""
		raise NotImplementedError

	def increase_for(self, party: Party) -> Decimal:
		"""By how much credit grows, 0 where nothing is compared."""
		return ZERO

	def put_in_force(self) -> None:
		raise NotImplementedError

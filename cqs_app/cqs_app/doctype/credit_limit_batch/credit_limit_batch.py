from dataclasses import replace
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import flt, getdate, now_datetime

from cqs_app.engine.money import decimal
from cqs_app.erp.credit import approval, batch_run, batches, clock
from cqs_app.erp.credit.decided import LARGEST, Decided
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from cqs_app.erp.credit.limits import BASE, values_of
from cqs_app.erp.credit.workflow import DRAFT

KEPT = (
	"run_status",
	"preview_status",
	"selected_accounts",
	"total_rows",
	"done_rows",
	"skipped_rows",
	"failed_rows",
	"total_before",
	"total_after",
	"highest_limit",
	"largest_increase",
	"heartbeat",
	"rows_hash",
)


class CreditLimitBatch(Decided):
	"""One approval for many limits: the level is that of the highest limit and the largest increase in it."""

	CONTENT = (
		"company",
		"change_type",
		"valid_from",
		"valid_upto",
		"customer_group",
		"territory",
		"risk_class",
		"limit_from",
		"limit_to",
		"overdue",
		"with_unassessed",
		"method",
		"value",
		"round_to",
		"rounding",
		"cap",
		"floor",
		"reason",
	)

	def validate(self):
		self.keep_figures()
		super().validate()

	def keep_figures(self):
		"""What only the app writes. Other filters than those of the preview make it void."""
		before = self.get_doc_before_save()
		for field in KEPT:
			self.set(field, before.get(field) if before else None)
		if not before:
			return
		changed = self.changed_from(before)
		if changed and self.get("_action") != "submit":
			batches.require_previewable(before)
			batches.forget_rows(self.name)
			for field in KEPT:
				self.set(field, None)
		if self.workflow_state not in (None, DRAFT, before.workflow_state) and not self.total_rows:
			frappe.throw(_("Preview it first: nothing would change as yet."), WrongState)

	def before_cancel(self):
		frappe.throw(_("A batch in force is not cancelled; make another one."), NotEditable)

	def before_update_after_submit(self):
		if self.workflow_state == self.get_doc_before_save().workflow_state:
			frappe.throw(_("It is in force already; make another one."), WrongState)

	def on_trash(self):
		batches.forget_rows(self.name)

	def check_values(self):
		self.currency = frappe.get_cached_value("Company", self.company, "default_currency")
		self.check_amount("value", least=Decimal(-LARGEST))
		for field in ("limit_from", "limit_to", "round_to", "cap", "floor"):
			self.check_amount(field)
		if flt(self.cap) and flt(self.floor) > flt(self.cap):
			frappe.throw(_("The floor lies above the cap."))
		if self.method == "Set To" and flt(self.value) < 0:
			frappe.throw(_("A limit is not less than 0."))
		if self.method not in ("Set To", "Automatic"):
			self.with_unassessed = 0
		self.check_dates()
		self.check_reason()

	def check_dates(self):
		if self.change_type == batches.TEMPORARY and not self.valid_upto:
			frappe.throw(_("A temporary limit needs a last day."))
		if self.change_type != batches.TEMPORARY:
			self.valid_from = None
		if self.valid_upto and self.docstatus == 0 and getdate(self.valid_upto) < clock.today(self.company):
			frappe.throw(_("The last day has passed already."))
		if self.valid_from and self.valid_upto and getdate(self.valid_from) > getdate(self.valid_upto):
			frappe.throw(_("The first day lies after the last."))

	def parties(self):
		"""Too many to be locked at once; each is locked when its turn comes."""
		return []

	def approver_roles(self):
		return batches.approver_roles(self.name)

	def refuse_approver(self):
		readable = self.has_permission("read")
		approval.refuse_approver(self.approver_roles(), decimal(self.highest_limit) if readable else None)

	def put_in_force(self):
		if not self.total_rows or batches.hash_of(self.name) != self.rows_hash:
			frappe.throw(_("Its rows are not those of its last preview. Preview it again."), WrongState)
		self.run_status, self.heartbeat = batch_run.RUNNING, now_datetime()
		batch_run.start(self.name)

	def change(self, change_type):
		return replace(super().change(change_type), approved_by=self.approved_by)

	def account_values(self, new_limit):
		"""What an account gets; without a last day of its own the batch keeps that of each limit."""
		values = values_of(frappe._dict(self.as_dict(), new_limit=new_limit))
		if self.change_type == BASE and not self.valid_upto:
			del values["limit_valid_upto"]
		return values

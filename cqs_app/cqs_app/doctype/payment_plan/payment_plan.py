import frappe
from frappe import _
from frappe.utils import escape_html

from cqs_app.engine.money import decimal
from cqs_app.erp.credit import arrangements, plans
from cqs_app.erp.credit.decided import Decided


class PaymentPlan(Decided):
	"""Asked for by one person, put in force by another who submits it, ended by one who did not ask for it."""

	CONTENT = (
		"customer",
		"company",
		"previous_plan",
		"invoices",
		"total",
		"installments",
		"grace_days",
		"requires",
		"prepayment_percent",
		"milestones",
		"reason",
	)
	FIGURES = ("status", "paid", "open_amount", "next_due_date", "broken_on", "began_on", "restructuring_no")
	TRACE = ("requested_by", "approved_by", "approved_on", "account", "currency", "ended_by")

	def check_values(self):
		plans.check(self, asked=self.get("_action") != "submit" or not self.get_doc_before_save())

	def amount_for(self, party):
		return decimal(self.total)

	def put_in_force(self):
		plans.put_in_force(self)

	def on_submit(self):
		arrangements.refresh_account(self.parties()[0])

	def askers(self):
		"""Who approved it did not ask for it, though he wrote to it by approving."""
		found = super().askers()
		approver = frappe.db.get_value(self.doctype, self.name, "approved_by")
		return found - {approver} | {self.requested_by} if approver else found

	def before_cancel(self):
		"""Whatever a client sends along, the plan ends as it stood, with nothing added but the reason."""
		before = self.get_doc_before_save()
		self.check_unchanged()
		for field in (*self.FIGURES, *self.TRACE):
			self.set(field, before.get(field))
		self.lock()
		self.approve()
		plans.end(self, self.end_reason)

	def on_cancel(self):
		arrangements.refresh_account(self.parties()[0])
		self.add_comment("Comment", _("Ended: {0}").format(escape_html(self.end_reason)))

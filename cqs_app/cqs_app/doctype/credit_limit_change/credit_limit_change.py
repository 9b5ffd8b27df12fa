import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.money import HUNDRED
from cqs_app.erp.credit import limits, origin
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.decided import Decided
from cqs_app.erp.credit.exceptions import NotEditable, WrongState


class CreditLimitChange(Decided):
	"""Asked for by one person, put in force by another who submits it."""

	CONTENT = (
		"customer",
		"company",
		"change_type",
		"new_limit",
		"valid_from",
		"valid_upto",
		"payment_terms_template",
		"invoicing_cycle",
		"limits_discount",
		"max_discount_percent",
		"returns_to_standard",
		"reason",
		"net_worth",
		"net_worth_on",
	)

	def before_cancel(self):
		frappe.throw(
			_("A limit change in force is not cancelled; make another one, so that the history stays whole."),
			NotEditable,
		)

	def before_update_after_submit(self):
		if self.workflow_state == self.get_doc_before_save().workflow_state:
			frappe.throw(_("It is in force already; make another change."), WrongState)

	def check_values(self):
		self.currency = frappe.get_cached_value("Company", self.company, "default_currency")
		self.check_amount("new_limit")
		if self.change_type == limits.TEMPORARY and not self.valid_upto:
			frappe.throw(_("A temporary limit needs a last day."))
		if self.change_type == limits.TERMS:
			self.check_terms()
		self.check_days("valid_from", "valid_upto")
		self.check_beginning()
		if self.valid_upto and self.docstatus == 0 and getdate(self.valid_upto) < today(self.company):
			frappe.throw(_("The last day has passed already."))
		if self.valid_from and self.valid_upto and getdate(self.valid_from) > getdate(self.valid_upto):
			frappe.throw(_("The first day lies after the last."))
		self.check_reason()
		origin.settle(self)

	def check_beginning(self):
		"""Only a temporary limit waits for its first day; anything else is in force once it is approved."""
		if self.change_type != limits.TEMPORARY and self.valid_from:
			if getdate(self.valid_from) > today(self.company):
				frappe.throw(
					_("Only a temporary limit has a first day; {0} is in force once approved.").format(
						_(self.change_type)
					)
				)
			self.valid_from = None
		if self.change_type in (limits.TERMS, limits.REVOKE) and self.valid_upto:
			frappe.throw(_("{0} has no last day; make another change then.").format(_(self.change_type)))

	def check_terms(self):
		self.check_amount("max_discount_percent", most=HUNDRED)
		if not limits.values_of(self):
			frappe.throw(
				_("Say what was agreed: a payment terms template, an invoicing cycle or a maximum discount.")
			)

	def amount_for(self, party):
		return limits.amount_at_stake(self)

	def increase_for(self, party):
		return limits.increase_at_stake(self)

	def put_in_force(self):
		limits.put_in_force(self)

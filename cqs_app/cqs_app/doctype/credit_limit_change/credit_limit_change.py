import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from cqs_app.engine.money import NotANumber, decimal
from cqs_app.erp.credit import limits
from cqs_app.erp.credit.exceptions import NotEditable, WrongState

CONTENT = (
	"customer",
	"company",
	"change_type",
	"new_limit",
	"valid_upto",
	"payment_terms_template",
	"reason",
)
LARGEST = 10**12


class CreditLimitChange(Document):
	"""Asked for by one person, put in force by another who submits it."""

	def validate(self):
		self.currency = frappe.get_cached_value("Company", self.company, "default_currency")
		self.approved_by = self.approved_on = None
		self.check_values()
		if self.get("_action") == "submit":
			self.check_unchanged()
		else:
			self.requested_by = frappe.session.user

	def before_submit(self):
		before = self.get_doc_before_save()
		self.requested_by = before.requested_by if before else frappe.session.user
		limits.put_in_force(self)
		self.approved_by = frappe.session.user
		self.approved_on = now_datetime()

	def before_cancel(self):
		frappe.throw(
			_("A limit change in force is not cancelled; make another one, so that the history stays whole."),
			NotEditable,
		)

	def check_values(self):
		try:
			limit = decimal(self.new_limit)
		except NotANumber as error:
			frappe.throw(str(error))
		if limit < 0 or limit > LARGEST:
			frappe.throw(_("The new limit must lie between 0 and {0}.").format(f"{LARGEST:,}"))
		if self.change_type == limits.TEMPORARY and not self.valid_upto:
			frappe.throw(_("A temporary limit needs a last day."))
		if self.change_type == limits.TERMS and not self.payment_terms_template:
			frappe.throw(_("Choose the payment terms template that was agreed."))
		if self.valid_upto and self.docstatus == 0 and getdate(self.valid_upto) < getdate():
			frappe.throw(_("The last day has passed already."))
		if not (self.reason or "").strip():
			frappe.throw(_("Give a reason; it stands in the history of the limit."))

	def check_unchanged(self):
		"""Who approves must approve what was asked, not edit it in the same step."""
		before = self.get_doc_before_save()
		if not before:
			return
		for field in CONTENT:
			if self.comparable(field) != before.comparable(field):
				frappe.throw(
					_(
						"{0} was changed while approving. Save the change first; then somebody else approves it."
					).format(_(self.meta.get_label(field))),
					WrongState,
				)

	def comparable(self, field: str) -> str:
		"""A form sends 5000 where the database holds 5000.0."""
		value = self.get(field)
		return str(decimal(value).normalize() if field == "new_limit" else value or "")

import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.qualification import actions, application, dossier, versions


class CustomerQualification(Document):
	"""From the first inquiry to an active credit account; see `erp/qualification/dossier.py`."""

	def validate(self):
		dossier.validate(self)

	def on_update(self):
		dossier.on_update(self)
		application.follow(self)

	def save_version(self):
		versions.save(self)

	def validate_workflow(self):
		"""What time, an approval or a changed figure brings about is nobody's transition."""
		if not (self.flags.by_cqs or self.flags.cqs_reopened):
			super().validate_workflow()

	def apply_action(self, action: str, posted: dict):
		return actions.act(self, action, posted.get("cqs_note"))

	def approver_roles(self) -> list[str]:
		return dossier.cases.approver_roles(self)

	def on_trash(self):
		dossier.on_trash(self)

	def before_rename(self, *args, **kwargs):
		frappe.throw(_("A qualification keeps its number."), NotEditable)

from frappe.model.document import Document

from cqs_app.erp.qualification import application, application_form


class CreditApplication(Document):
	def validate(self):
		application_form.settle(self)

	def on_update(self):
		if self.flags.cqs_sent:
			application.open_dossier(self)

from frappe.model.document import Document

from cqs_app.erp.compliance import lists


class ScreeningList(Document):
	def validate(self):
		lists.settle(self)

	def on_update(self):
		lists.changed(self)

	def on_trash(self):
		lists.guard_deletion(self)

	def before_rename(self, *args, **kwargs):
		lists.refuse_rename()

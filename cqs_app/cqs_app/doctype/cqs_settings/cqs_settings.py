from zoneinfo import available_timezones

import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.compliance import vies, yente
from cqs_app.erp.credit import policy as policies


class CQSSettings(Document):
	def onload(self):
		self.set_onload("time_zones", sorted(available_timezones()))

	def validate(self):
		listed = [row.company for row in self.companies]
		if len(listed) != len(set(listed)):
			frappe.throw(_("Each company can be listed once."))
		for row in self.companies:
			if row.time_zone and row.time_zone not in available_timezones():
				frappe.throw(
					_("{0} is no time zone; choose a name such as Europe/Berlin.").format(
						frappe.utils.escape_html(row.time_zone)
					)
				)
		if self.vies_url:
			vies.check_url(self.vies_url)
		yente.validate(self)
		before = self.get_doc_before_save()
		if before:
			self.native_limits = before.native_limits

	def on_update(self):
		policies.clear()
		yente.forget_failure()

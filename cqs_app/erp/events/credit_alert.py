"""Credit Alert: a grave one makes the customer's qualification due before its time."""

import frappe

from cqs_app.erp.qualification import settings


def after_insert(doc, method=None):
	if doc.customer and settings.requalifies_on(doc.severity):
		frappe.enqueue(
			"cqs_app.erp.qualification.renewal.on_alert",
			queue="short",
			enqueue_after_commit=True,
			alert=doc.name,
		)

"""What gunicorn serves: Frappe with one fixed site and the static files that nginx would serve."""

import os

import frappe.app

frappe.app._site = os.environ["CQS_SITE"]
application = frappe.app.application_with_statics()

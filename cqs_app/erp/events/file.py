"""File: what was received for a qualification is evidence, and so is what a sanctions list was read from."""

from cqs_app.erp.compliance import list_files
from cqs_app.erp.qualification import evidence


def before_validate(doc, method=None):
	evidence.guard_change(doc)
	list_files.guard_change(doc)


def on_trash(doc, method=None):
	evidence.guard_deletion(doc)
	list_files.guard_deletion(doc)

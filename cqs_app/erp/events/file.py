"""File: what was received for a qualification is evidence."""

from cqs_app.erp.qualification import evidence


def before_validate(doc, method=None):
	evidence.guard_change(doc)


def on_trash(doc, method=None):
	evidence.guard_deletion(doc)

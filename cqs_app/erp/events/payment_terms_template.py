"""Payment Terms Template: what was agreed does not change under its name."""

from cqs_app.erp.credit import template_guard


def validate(doc, method=None):
	template_guard.guard_terms(doc)


def before_rename(doc, method=None, old=None, new=None, merge=False):
	template_guard.guard_rename(old, merge)

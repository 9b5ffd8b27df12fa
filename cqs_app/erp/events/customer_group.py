"""Customer Group: no native limits."""

from cqs_app.erp.credit import native


def validate(doc, method=None):
	native.guard_group(doc)

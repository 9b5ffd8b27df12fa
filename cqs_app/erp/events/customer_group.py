"""Customer Group: no native limits, terms by the roles that decide them."""

from cqs_app.erp.credit import native


def validate(doc, method=None):
	native.guard_group(doc)
	native.guard_general_terms(doc)

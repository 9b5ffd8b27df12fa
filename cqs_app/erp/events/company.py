"""Company: no native limit, terms by the roles that decide them; accounts follow a rename."""

from cqs_app.erp.credit import identity, native


def validate(doc, method=None):
	native.guard_company(doc)
	native.guard_general_terms(doc)


def after_rename(doc, method=None, old=None, new=None, merge=False):
	identity.follow_rename("company", new)

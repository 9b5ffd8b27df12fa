"""Company: no native limit; accounts follow a rename."""

from cqs_app.erp.credit import identity, native


def validate(doc, method=None):
	native.guard_company(doc)


def after_rename(doc, method=None, old=None, new=None, merge=False):
	identity.follow_rename("company", new)

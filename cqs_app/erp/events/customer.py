"""Customer: credit fields are kept by CQS; accounts follow renames, merges and deletion."""

from cqs_app.erp.compliance import party_numbers
from cqs_app.erp.credit import identity, native


def validate(doc, method=None):
	native.guard_customer(doc)
	party_numbers.validate(doc)


def after_rename(doc, method=None, old=None, new=None, merge=False):
	identity.follow_rename("customer", new)


def on_trash(doc, method=None):
	identity.retire_customer(doc.name)

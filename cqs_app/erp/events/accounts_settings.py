"""Accounts Settings: no role that bypasses a credit check."""

from cqs_app.erp.credit import native


def validate(doc, method=None):
	native.guard_accounts_settings(doc)

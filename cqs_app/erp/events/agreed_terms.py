"""Quotation, Sales Order and Sales Invoice: a new one gets the agreed terms."""

from cqs_app.erp.credit import agreed_filling


def before_validate(doc, method=None):
	agreed_filling.fill(doc)

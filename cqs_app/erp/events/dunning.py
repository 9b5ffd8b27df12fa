"""Dunning: a notice that was sent, cancelled or resolved changes the customer's level."""

from cqs_app.erp.credit import dunning
from cqs_app.ledger.links import Party


def changed(doc, method=None):
	if doc.docstatus and doc.customer and doc.company:
		dunning.refresh(Party(doc.customer, doc.company))

"""GL Entry: the universal signal that a customer's balance moved."""

from cqs_app.engine.money import decimal
from cqs_app.erp.credit import account
from cqs_app.ledger.links import Party


def on_submit(doc, method=None):
	if doc.party_type == "Customer" and doc.party:
		account.post(Party(doc.party, doc.company), decimal(doc.debit) - decimal(doc.credit))

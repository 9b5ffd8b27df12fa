"""Repost Accounting Ledger deletes and rewrites GL rows: prove the totals of its customers afterwards."""

import frappe

from cqs_app.erp.credit import account
from cqs_app.ledger.links import Party


def on_submit(doc, method=None):
	names = [row.voucher_no for row in doc.vouchers]
	rows = frappe.get_all(
		"GL Entry",
		filters={"voucher_no": ("in", names), "party_type": "Customer"},
		fields=["party", "company"],
		distinct=True,
		order_by="party",
	)
	for row in rows:
		account.remember_rebuild(Party(row.party, row.company))

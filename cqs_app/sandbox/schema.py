"""The ERPNext tables that the ledger's queries read, with the columns they read, for SQLite."""

from __future__ import annotations

from collections.abc import Mapping

TEXT, WHOLE, AMOUNT = "text", "integer not null default 0", "real not null default 0"

PARTY = {"customer": TEXT, "company": TEXT}
HEAD = {
	"name": "text primary key",
	**PARTY,
	"docstatus": WHOLE,
	"currency": TEXT,
	"conversion_rate": AMOUNT,
	"base_net_total": AMOUNT,
	"base_grand_total": AMOUNT,
}
ROW = {
	"name": "text primary key",
	"parent": TEXT,
	"idx": WHOLE,
	"qty": AMOUNT,
	"stock_qty": AMOUNT,
	"amount": AMOUNT,
	"base_net_amount": AMOUNT,
}

TABLES: Mapping[str, Mapping[str, str]] = {
	"Sales Order": {**HEAD, "status": TEXT, "transaction_date": TEXT, "delivery_date": TEXT},
	"Sales Order Item": {
		**ROW,
		"delivery_date": TEXT,
		"delivered_by_supplier": WHOLE,
		"delivered_qty": AMOUNT,
	},
	"Delivery Note": {
		**HEAD,
		"status": TEXT,
		"posting_date": TEXT,
		"is_return": WHOLE,
		"return_against": TEXT,
	},
	"Delivery Note Item": {
		**ROW,
		"against_sales_order": TEXT,
		"so_detail": TEXT,
		"dn_detail": TEXT,
		"si_detail": TEXT,
	},
	"Sales Invoice": {
		**HEAD,
		"posting_date": TEXT,
		"due_date": TEXT,
		"is_return": WHOLE,
		"is_opening": TEXT,
		"return_against": TEXT,
		"outstanding_amount": AMOUNT,
		"party_account_currency": TEXT,
		"cqs_disputed_amount": AMOUNT,
		"update_billed_amount_in_sales_order": WHOLE,
		"update_billed_amount_in_delivery_note": WHOLE,
	},
	"Sales Invoice Item": {
		**ROW,
		"sales_order": TEXT,
		"so_detail": TEXT,
		"delivery_note": TEXT,
		"dn_detail": TEXT,
		"pos_invoice": TEXT,
	},
	"POS Invoice": {
		**HEAD,
		"is_return": WHOLE,
		"base_paid_amount": AMOUNT,
		"base_change_amount": AMOUNT,
		"consolidated_invoice": TEXT,
	},
	"Payment Schedule": {
		"parent": TEXT,
		"parenttype": TEXT,
		"due_date": TEXT,
		"base_payment_amount": AMOUNT,
	},
	"GL Entry": {
		"posting_date": TEXT,
		"account": TEXT,
		"party_type": TEXT,
		"party": TEXT,
		"company": TEXT,
		"debit": AMOUNT,
		"credit": AMOUNT,
		"voucher_type": TEXT,
		"voucher_no": TEXT,
		"against_voucher": TEXT,
		"is_cancelled": WHOLE,
	},
	"Payment Ledger Entry": {
		"posting_date": TEXT,
		"due_date": TEXT,
		"account_type": TEXT,
		"party_type": TEXT,
		"party": TEXT,
		"company": TEXT,
		"voucher_type": TEXT,
		"voucher_no": TEXT,
		"against_voucher_type": TEXT,
		"against_voucher_no": TEXT,
		"amount": AMOUNT,
		"amount_in_account_currency": AMOUNT,
		"delinked": WHOLE,
	},
	"Journal Entry": {"name": "text primary key", "voucher_type": TEXT},
	"Payment Entry": {
		"name": "text primary key",
		"party_type": TEXT,
		"party": TEXT,
		"company": TEXT,
		"docstatus": WHOLE,
		"payment_type": TEXT,
		"posting_date": TEXT,
		"reference_date": TEXT,
		"clearance_date": TEXT,
		"mode_of_payment": TEXT,
		"base_received_amount": AMOUNT,
	},
	"Payment Plan": {
		"name": "text primary key",
		**PARTY,
		"docstatus": WHOLE,
		"status": TEXT,
		"grace_days": WHOLE,
	},
	"Payment Plan Installment": {"parent": TEXT, "due_date": TEXT, "amount": AMOUNT},
	"Payment Plan Invoice": {"parent": TEXT, "sales_invoice": TEXT, "outstanding": AMOUNT},
	"Mode of Payment": {"name": "text primary key", "type": TEXT},
}

INDEXES = (
	("Sales Order", "customer, company"),
	("Delivery Note", "customer, company"),
	("Sales Invoice", "customer, company"),
	("POS Invoice", "customer, company"),
	("Sales Order Item", "parent"),
	("Delivery Note Item", "parent"),
	("Delivery Note Item", "so_detail"),
	("Delivery Note Item", "dn_detail"),
	("Sales Invoice Item", "parent"),
	("Sales Invoice Item", "so_detail"),
	("Sales Invoice Item", "dn_detail"),
	("Sales Invoice Item", "pos_invoice"),
	("Payment Schedule", "parent"),
	("GL Entry", "party, company"),
	("Payment Ledger Entry", "party, company"),
	("Payment Entry", "party, company"),
	("Payment Plan", "customer, company"),
)


def statements() -> list[str]:
	"""CREATE TABLE and CREATE INDEX for an empty ledger."""
	tables = [
		f"create table `tab{name}` ({', '.join(f'`{column}` {kind}' for column, kind in columns.items())})"
		for name, columns in TABLES.items()
	]
	indexes = [
		f"create index `ix{at}` on `tab{name}` ({columns})" for at, (name, columns) in enumerate(INDEXES)
	]
	return tables + indexes

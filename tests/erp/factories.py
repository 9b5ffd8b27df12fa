"""Documents for tests, benchmarks and the demo. Keyword-only; every argument has a default that works.

Each factory inserts as the current user and, unless `submit=False`, submits. Nothing is committed. Names of
customers are unique, so that data which a test had to commit never meets the data of another one.
Dates are fixed: POSTING_DATE is in the past for everybody, and the books are open from 2024 until next year.
Amounts are in the document's currency; `qty` times `rate` if given, else one unit of `amount`.
"""

import frappe
from frappe.utils import add_days, nowdate

from tests.erp.base import (  # noqa: F401
	CASH,
	COMPANY,
	CURRENCY,
	CUSTOMER_GROUP,
	EUR_IN_USD,
	PASSWORD,
	PRICE_LIST,
	SECOND_COMPANY,
	SERVICE,
	TERRITORY,
	USERS,
	WIDGET,
	WIRE,
	account,
	ensure,
	make_base,
	make_users,
	warehouse,
)

POSTING_DATE = "2025-03-03"


def unique(prefix: str) -> str:
	return f"{prefix} {frappe.generate_hash(length=10)}"


def make_customer_group(*, name=None, parent="All Customer Groups", is_group=0):
	name = name or unique("CQS Group")
	return ensure("Customer Group", name, parent_customer_group=parent, is_group=is_group)


def make_territory(*, name=None, parent="All Territories", is_group=0):
	return ensure("Territory", name or unique("CQS Area"), parent_territory=parent, is_group=is_group)


def make_item(*, name=None, is_stock_item=0):
	return ensure(
		"Item",
		name or unique("CQS Item"),
		item_group="All Item Groups",
		stock_uom="Nos",
		is_stock_item=is_stock_item,
	)


def make_payment_terms(*, name=None, credit_days=30):
	"""A template with one term: everything, `credit_days` after the invoice."""
	name = name or f"CQS Net {credit_days}"
	due = {
		"invoice_portion": 100,
		"due_date_based_on": "Day(s) after invoice date",
		"credit_days": credit_days,
	}
	ensure("Payment Term", name, **due)
	return ensure("Payment Terms Template", name, terms=[{"payment_term": name, **due}])


def make_customer(
	*, name=None, group=CUSTOMER_GROUP, territory=TERRITORY, currency=None, credit_limit=None, **values
):
	"""`credit_limit` is ERPNext's own one, for COMPANY; further values are fields of Customer."""
	customer = frappe.get_doc(
		doctype="Customer",
		customer_name=name or unique("CQS Customer"),
		customer_type="Company",
		customer_group=group,
		territory=territory,
		default_currency=currency,
		**values,
	)
	if credit_limit is not None:
		customer.append("credit_limits", {"company": COMPANY, "credit_limit": credit_limit})
	return customer.insert()


def _name(document) -> str | None:
	"""Documents are accepted wherever their name is."""
	return getattr(document, "name", document)


def _row(*, item, amount, qty, rate, company) -> dict:
	quantity = 1 if qty is None else qty
	price = (amount / quantity) if rate is None else rate
	return {"item_code": item, "qty": quantity, "rate": price, "warehouse": warehouse(company=company)}


def _sale(doctype: str, *, customer, company, currency, rows: list[dict], **values):
	company_currency = CURRENCY[company]
	return frappe.get_doc(
		doctype=doctype,
		company=company,
		customer=_name(customer) or make_customer().name,
		currency=currency or company_currency,
		selling_price_list=PRICE_LIST,
		ignore_pricing_rule=1,
		items=rows,
		**values,
	)


def _finish(doc, submit: bool, values: dict):
	doc.update(values)
	doc.insert()
	if submit:
		doc.submit()
	return doc


def make_quotation(
	*,
	customer=None,
	company=COMPANY,
	amount=100,
	qty=None,
	rate=None,
	item=SERVICE,
	currency=None,
	date=POSTING_DATE,
	submit=True,
	**values,
):
	row = _row(item=item, amount=amount, qty=qty, rate=rate, company=company)
	doc = _sale("Quotation", customer=customer, company=company, currency=currency, rows=[row])
	doc.update({"quotation_to": "Customer", "party_name": doc.customer, "transaction_date": date})
	doc.update({"valid_till": add_days(date, 30)})
	return _finish(doc, submit, values)


def make_sales_order(
	*,
	customer=None,
	company=COMPANY,
	amount=100,
	qty=None,
	rate=None,
	item=SERVICE,
	currency=None,
	date=POSTING_DATE,
	delivery_date=None,
	submit=True,
	**values,
):
	row = _row(item=item, amount=amount, qty=qty, rate=rate, company=company)
	doc = _sale("Sales Order", customer=customer, company=company, currency=currency, rows=[row])
	doc.update({"transaction_date": date, "delivery_date": delivery_date or add_days(date, 14)})
	return _finish(doc, submit, values)


def _scale(doc, *, qty=None, amount=None) -> None:
	"""Take a part of what the mapper proposes: `qty` of each row, or `amount` by the price of the only row."""
	if amount is not None:
		(row,) = doc.items
		row.qty = row.qty if qty is None else qty
		row.rate = row.price_list_rate = amount / row.qty
	elif qty is not None:
		for row in doc.items:
			row.qty = qty


def make_delivery_note(
	*,
	order=None,
	customer=None,
	company=COMPANY,
	amount=None,
	qty=None,
	rate=None,
	item=WIDGET,
	currency=None,
	date=POSTING_DATE,
	submit=True,
	**values,
):
	"""From `order` (a part of it, if `qty` is given), or on its own."""
	if order:
		from erpnext.selling.doctype.sales_order.sales_order import make_delivery_note as from_order

		doc = from_order(_name(order))
		_scale(doc, qty=qty)
	else:
		row = _row(item=item, amount=amount or 100, qty=qty, rate=rate, company=company)
		doc = _sale("Delivery Note", customer=customer, company=company, currency=currency, rows=[row])
	doc.update({"set_posting_time": 1, "posting_date": date, "posting_time": "12:00:00"})
	return _finish(doc, submit, values)


def make_sales_invoice(
	*,
	order=None,
	delivery=None,
	customer=None,
	company=COMPANY,
	amount=None,
	qty=None,
	rate=None,
	item=SERVICE,
	currency=None,
	date=POSTING_DATE,
	due_date=None,
	submit=True,
	**values,
):
	"""From `order` or `delivery` (a part of it, if `qty` or `amount` is given), or on its own.

	Without `due_date` the customer's payment terms decide.
	"""
	if order or delivery:
		doc = _invoice_from(order=order, delivery=delivery)
		_scale(doc, qty=qty, amount=amount)
	else:
		row = _row(item=item, amount=amount or 100, qty=qty, rate=rate, company=company)
		doc = _sale("Sales Invoice", customer=customer, company=company, currency=currency, rows=[row])
	doc.update({"set_posting_time": 1, "posting_date": date, "posting_time": "12:00:00", "due_date": None})
	doc.payment_schedule = []
	if due_date:
		doc.update({"due_date": due_date, "payment_terms_template": None})
		doc.ignore_default_payment_terms_template = 1
	return _finish(doc, submit, values)


def _invoice_from(*, order, delivery):
	if order:
		from erpnext.selling.doctype.sales_order.sales_order import make_sales_invoice as from_order

		return from_order(_name(order))
	from erpnext.stock.doctype.delivery_note.delivery_note import make_sales_invoice as from_delivery

	return from_delivery(_name(delivery))


def make_credit_note(*, invoice, amount=None, qty=None, date=POSTING_DATE, submit=True, **values):
	"""Takes back the whole invoice, or `qty` (positive) of each row, or `amount` of its only row."""
	from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

	doc = make_sales_return(_name(invoice))
	_scale(doc, qty=None if qty is None else -qty, amount=None if amount is None else -amount)
	doc.update({"set_posting_time": 1, "posting_date": date, "posting_time": "13:00:00", "due_date": date})
	doc.payment_schedule = []
	return _finish(doc, submit, values)


def make_delivery_return(*, delivery, qty=None, date=POSTING_DATE, submit=True, **values):
	from erpnext.stock.doctype.delivery_note.delivery_note import make_sales_return

	doc = make_sales_return(_name(delivery))
	_scale(doc, qty=None if qty is None else -qty)
	doc.update({"set_posting_time": 1, "posting_date": date, "posting_time": "13:00:00"})
	return _finish(doc, submit, values)


def make_payment(
	*,
	invoice=None,
	order=None,
	customer=None,
	company=COMPANY,
	amount=None,
	payment_type="Receive",
	date=POSTING_DATE,
	submit=True,
	**values,
):
	"""For an invoice or, in advance, an order (default: all of it), or on account of a customer.

	`payment_type="Pay"` gives money back to the customer, which raises the exposure.
	"""
	if invoice or order:
		from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry

		source = ("Sales Invoice", _name(invoice)) if invoice else ("Sales Order", _name(order))
		doc = get_payment_entry(*source, party_amount=amount, reference_date=date)
	else:
		doc = _payment_on_account(customer, company, amount or 100, payment_type)
	doc.update({"posting_date": date, "reference_date": date, "reference_no": unique("REF")})
	return _finish(doc, submit, values)


def _payment_on_account(customer, company: str, amount, payment_type: str):
	receivable = frappe.get_cached_value("Company", company, "default_receivable_account")
	bank = account(name="CQS Bank", company=company)
	source, target = (receivable, bank) if payment_type == "Receive" else (bank, receivable)
	return frappe.get_doc(
		doctype="Payment Entry",
		payment_type=payment_type,
		company=company,
		mode_of_payment=WIRE,
		party_type="Customer",
		party=_name(customer),
		paid_from=source,
		paid_to=target,
		paid_amount=amount,
		received_amount=amount,
		source_exchange_rate=1,
		target_exchange_rate=1,
	)


def make_journal(*, rows, company=COMPANY, date=POSTING_DATE, submit=True, **values):
	"""`rows`: dicts with `account`, `debit` or `credit`, and where it applies `customer` and further fields."""
	entries = []
	for row in rows:
		entry = {key: value for key, value in row.items() if key not in ("debit", "credit", "customer")}
		entry["debit_in_account_currency"] = row.get("debit", 0)
		entry["credit_in_account_currency"] = row.get("credit", 0)
		if customer := row.get("customer"):
			entry |= {"party_type": "Customer", "party": _name(customer)}
		entries.append(entry)
	doc = frappe.get_doc(
		doctype="Journal Entry",
		voucher_type="Journal Entry",
		company=company,
		posting_date=date,
		accounts=entries,
		multi_currency=1,
	)
	return _finish(doc, submit, values)


def make_pos_profile(*, name=None, company=COMPANY, **values):
	if frappe.get_meta("POS Settings").has_field(
		"invoice_type"
	):  # version 16 sells by Sales Invoice otherwise
		frappe.db.set_single_value("POS Settings", "invoice_type", "POS Invoice")
	name = name or unique("CQS Till")
	if frappe.db.exists("POS Profile", name):
		return frappe.get_doc("POS Profile", name)
	abbreviated = {
		"write_off_account": account(name="Write Off", company=company),
		"write_off_cost_center": account(name="Main", company=company),
		"income_account": account(name="Sales", company=company),
		"expense_account": account(name="Cost of Goods Sold", company=company),
		"cost_center": account(name="Main", company=company),
	}
	doc = frappe.get_doc(
		doctype="POS Profile",
		company=company,
		currency=CURRENCY[company],
		warehouse=warehouse(company=company),
		selling_price_list=PRICE_LIST,
		payments=[{"mode_of_payment": CASH, "default": 1}],
		**abbreviated,
	)
	doc.name = name
	doc.flags.name_set = True
	return _finish(doc, False, values)


def make_pos_opening(*, profile, user=None, date=None, **values):
	"""A shift of today (version 16 refuses older ones)."""
	date = date or nowdate()
	profile = frappe.get_doc("POS Profile", _name(profile))
	doc = frappe.get_doc(
		doctype="POS Opening Entry",
		pos_profile=profile.name,
		company=profile.company,
		user=user or frappe.session.user,
		period_start_date=f"{date} 00:00:00",
		posting_date=date,
		balance_details=[{"mode_of_payment": CASH, "opening_amount": 0}],
	)
	return _finish(doc, True, values)


def make_pos_invoice(
	*,
	profile=None,
	customer=None,
	amount=100,
	qty=None,
	rate=None,
	item=WIDGET,
	paid=None,
	date=None,
	submit=True,
	**values,
):
	"""At a till with an open shift, both made if no `profile` is given. `paid` (default: all) is in cash."""
	date = date or nowdate()
	if profile is None:
		profile = make_pos_profile()
		make_pos_opening(profile=profile, date=date)
	profile = frappe.get_doc("POS Profile", _name(profile))
	company = profile.company
	row = _row(item=item, amount=amount, qty=qty, rate=rate, company=company)
	doc = _sale("POS Invoice", customer=customer, company=company, currency=profile.currency, rows=[row])
	doc.update({"is_pos": 1, "pos_profile": profile.name, "update_stock": 1, "set_posting_time": 1})
	doc.update({"posting_date": date, "posting_time": "00:00:01", "due_date": add_days(date, 30)})
	total = row["qty"] * row["rate"]
	doc.set("payments", [{"mode_of_payment": CASH, "amount": total if paid is None else paid, "default": 1}])
	return _finish(doc, submit, values)


def make_lead(*, company_name=None, **values):
	name = company_name or unique("CQS Lead")
	lead = frappe.get_doc(doctype="Lead", company_name=name, lead_name=name, territory=TERRITORY, **values)
	return lead.insert()


def make_qualification(
	*,
	by=None,
	party_type="Customer",
	party=None,
	requested_limit=20_000,
	documents="Verified",
	owners=({"owner_name": "Olivia Owner", "ownership_percent": 100},),
	**values,
):
	"""A dossier in the stage Inquiry that lacks nothing, opened by the user `by`. `documents`: the status of what is
	mandatory, None = as the rules ask for it. `owners`: rows as compliance would have entered them, with its
	note."""
	user = frappe.session.user
	# Of its own, so that no dossier looks like a duplicate of another one.
	number = int(frappe.generate_hash(length=12), 16) % 10**7
	party = _name(party) or (make_lead() if party_type == "Lead" else make_customer()).name
	complete = {
		"company": COMPANY,
		"entity_type": "Corporation",
		"registration_number": "HRB 1234",
		"tax_id": f"98-{number:07d}",
		"country": "United States",
		"founded_on": "2010-05-01",
		"address_line1": f"{number} Main Street",
		"city": "Springfield",
		"pincode": "12345",
		"contact_name": "Pat Doe",
		"contact_email": f"{frappe.generate_hash(length=8)}@buyer.example",
		"contact_phone": f"+1 212 {number:07d}",
		"customer_group": CUSTOMER_GROUP,
		"territory": TERRITORY,
	}
	try:
		if by:
			frappe.set_user(by)
		dossier = frappe.get_doc(
			doctype="Customer Qualification",
			party_type=party_type,
			party=party,
			requested_limit=requested_limit,
			**{**complete, **values},
		).insert()
	finally:
		frappe.set_user(user)
	frappe.db.set_value(
		dossier.doctype, dossier.name, "compliance_note", "Searched by hand", update_modified=False
	)
	for at, owner in enumerate(owners, 1):
		row = {"doctype": "Qualification Owner", "idx": at, "owner_type": "Person", **owner}
		row |= {"parent": dossier.name, "parenttype": dossier.doctype, "parentfield": "beneficial_owners"}
		frappe.get_doc(row).db_insert()
	for row in dossier.documents if documents else ():
		if row.is_mandatory:
			frappe.db.set_value(row.doctype, row.name, "status", documents)
	return dossier.reload()

"""Terms are agreed, not typed: what is better for the customer is held, and the agreed terms appear by themselves."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import NativeLimit
from cqs_app.erp.credit.position import credit_position
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, docstatus, party_of, refused

SALES, BILLING = "sales@cqs.example", "billing@cqs.example"
ANALYST, MANAGER, DIRECTOR = (f"{name}@cqs.example" for name in ("analyst", "manager", "director"))
DAY = make.POSTING_DATE
LATE = add_days(DAY, 90)


def net(days: int) -> str:
	return make.make_payment_terms(credit_days=days).name


def make_template(*terms: dict) -> str:
	name = make.unique("CQS Terms")
	rows = [{"due_date_based_on": "Day(s) after invoice date", **term} for term in terms]
	return make.ensure("Payment Terms Template", name, terms=rows).name


def make_policy(*, territory=None, customer_group=None, **values):
	"""The balanced policy for one region or segment, with standard terms of its own."""
	policy = frappe.copy_doc(frappe.get_doc("Credit Policy", "Balanced"))
	policy.update(
		{"policy_name": make.unique("Terms"), "territory": territory, "customer_group": customer_group}
	)
	policy.update({"company": "", **values})
	return policy.insert()


def customer_under(*, limit=100_000, **values):
	"""A customer of a region with a policy of its own."""
	territory = make.make_territory().name
	make_policy(territory=territory, **values)
	return customer_with(limit=limit, territory=territory)


def change_terms(as_user, customer, **values):
	with as_user(ANALYST):
		change = frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Payment Terms",
			reason="Won against a competitor",
			**values,
		).insert()
	with as_user(DIRECTOR):
		change.submit()
	return change


def agreed_terms(customer) -> dict:
	return credit_position(party_of(customer=customer))["agreed_terms"]


def latest(doc):
	return max(getdate(row.due_date) for row in doc.payment_schedule)


def schedule(*days: int) -> list[dict]:
	return [
		{"due_date": add_days(DAY, day), "invoice_portion": 100 / len(days), "payment_amount": 1}
		for day in days
	]


def due_on(day: str) -> dict:
	"""One instalment, typed by hand."""
	return {"due_date": day, "payment_schedule": [{"due_date": day, "invoice_portion": 100}]}


def test_the_default_policy_holds_better_terms():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	for make_one in (make.make_sales_order, make.make_sales_invoice):
		with refused("Payment Terms", "60 days", "30 days"):
			make_one(customer=customer, payment_terms_template=net(60))
		assert make_one(customer=customer, payment_terms_template=net(30)).docstatus == 1
		assert make_one(customer=customer, payment_terms_template=net(15)).docstatus == 1


def test_without_agreed_terms_nothing_is_found():
	customer = customer_with(limit=10_000)
	assert make.make_sales_invoice(customer=customer, due_date=LATE).docstatus == 1
	assert agreed_terms(customer)["payment_terms_template"] == ""


def test_month_end_terms_follow_the_date_of_the_document():
	"""End of next month: 59 days from the 1st, 28 from the 31st of January 2025."""
	template = make_template(
		{
			"invoice_portion": 100,
			"due_date_based_on": "Month(s) after the end of the invoice month",
			"credit_months": 1,
		}
	)
	customer = customer_with(limit=10_000, payment_terms=template)
	same_template = make.make_sales_invoice(customer=customer, date="2025-01-01")
	assert latest(same_template) == getdate("2025-02-28") and same_template.docstatus == 1
	with refused("Payment Terms", "agreed are 28 days, until 2025-02-28"):
		make.make_sales_invoice(customer=customer, date="2025-01-31", **due_on("2025-03-01"))
	with refused("29 days, until 2024-02-29"):
		make.make_sales_invoice(customer=customer, date="2024-01-31", **due_on("2024-03-01"))


@pytest.mark.parametrize(
	"forged",
	[
		{"payment_schedule": schedule(90)},
		{"payment_schedule": schedule(10, 90)},
		{"payment_schedule": schedule(90), "payment_terms_template": "CQS Net 30"},
		{"payment_schedule": [{"due_date": LATE, "invoice_portion": 0, "payment_amount": 100}]},
		{
			"payment_schedule": [
				{
					"due_date": add_days(DAY, 30),
					"invoice_portion": 100,
					"discount_type": "Amount",
					"discount": 50,
					"discount_date": add_days(DAY, 20),
				}
			]
		},
	],
	ids=["no template", "second instalment", "template of the agreed name", "amount only", "fixed discount"],
)
@pytest.mark.parametrize("make_one", [make.make_sales_order, make.make_sales_invoice])
def test_schedules_typed_by_hand_are_compared_row_by_row(make_one, forged):
	customer = customer_with(limit=10_000, payment_terms=net(30))
	draft = make_one(customer=customer, submit=False)
	draft.update({"payment_terms_template": None, "ignore_default_payment_terms_template": 1, **forged})
	draft.save()
	with refused("Payment Terms"):
		draft.submit()


def test_a_due_date_typed_without_terms_is_compared():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	with refused("Payment Terms", "31 days after"):
		make.make_sales_invoice(customer=customer, **due_on(add_days(DAY, 31)))
	assert make.make_sales_invoice(customer=customer, **due_on(add_days(DAY, 30))).docstatus == 1


def test_an_invoice_of_the_future_gives_days_from_today():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	in_two_months = add_days(frappe.utils.nowdate(), 60)
	with refused("Payment Terms"):
		make.make_sales_invoice(customer=customer, date=in_two_months)


def test_settlement_discount_beyond_the_agreed_one():
	early = {"discount_type": "Percentage", "discount": 2, "discount_validity": 10}
	agreed = make_template({"invoice_portion": 100, "credit_days": 30, **early})
	better = make_template({"invoice_portion": 100, "credit_days": 30, **early, "discount": 3})
	longer = make_template({"invoice_portion": 100, "credit_days": 30, **early, "discount_validity": 20})
	customer = customer_with(limit=10_000, payment_terms=agreed)
	assert make.make_sales_invoice(customer=customer).docstatus == 1
	for template, said in ((better, "A discount of 3 %"), (longer, "20 days after")):
		with refused("Payment Terms", said):
			make.make_sales_invoice(customer=customer, payment_terms_template=template)


def test_returns_and_paid_sales_are_never_refused():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	invoice = make.make_sales_invoice(customer=customer)
	note = make.make_credit_note(invoice=invoice, submit=False)
	note.due_date = LATE
	note.submit()
	assert note.docstatus == 1
	profile = make.make_pos_profile()
	paid = {
		"is_pos": 1,
		"pos_profile": profile.name,
		"payments": [{"mode_of_payment": make.CASH, "amount": 100}],
	}
	sale = make.make_sales_invoice(customer=customer, submit=False, **paid)
	sale.due_date = LATE
	sale.submit()
	assert sale.docstatus == 1


def test_two_regions_have_their_own_standards():
	north, south = customer_under(standard_terms=net(30)), customer_under(standard_terms=net(60))
	assert (agreed_terms(north)["days"], agreed_terms(south)["days"]) == (30, 60)
	assert make.make_sales_order(customer=south, payment_terms_template=net(60)).docstatus == 1
	with refused("Payment Terms", "Credit Policy"):
		make.make_sales_order(customer=north, payment_terms_template=net(60))


def test_a_segment_has_its_standard():
	group = make.make_customer_group().name
	make_policy(customer_group=group, standard_terms=net(10), invoicing_cycle="Weekly")
	terms = agreed_terms(customer_with(limit=1000, group=group))
	assert (terms["days"], terms["terms_from"], terms["invoicing_cycle"]) == (10, "Credit Policy", "Weekly")


def test_terms_of_the_customer_do_not_loosen_the_standard():
	customer = customer_under(standard_terms=net(30))
	customer.payment_terms = net(90)
	customer.save()
	invoice = make.make_sales_invoice(customer=customer, submit=False)
	assert invoice.payment_terms_template == net(30)
	invoice.update({"payment_terms_template": net(90), "payment_schedule": [], "due_date": None})
	with refused("Payment Terms"):
		invoice.submit()
	assert agreed_terms(customer)["terms_from"] == "Credit Policy"


def test_an_exception_goes_through_a_change_and_ends_by_one(as_user):
	customer = customer_under(standard_terms=net(30), invoicing_cycle="Weekly", limits_discount=1)
	change = change_terms(as_user, customer, payment_terms_template=net(60))
	terms = agreed_terms(customer)
	assert (terms["days"], terms["terms_from"]) == (60, "Credit Account")
	assert (terms["invoicing_cycle"], terms["cycle_from"]) == ("Weekly", "Credit Policy")
	assert (terms["max_discount_percent"], terms["discount_from"]) == (0, "Credit Policy")
	assert make.make_sales_order(customer=customer, payment_terms_template=net(60)).docstatus == 1
	(row,) = history_of(customer)
	assert row.reference_name == change.name and "terms CQS Net 60" in row.new_value
	change_terms(as_user, customer, invoicing_cycle="Monthly", limits_discount=1, max_discount_percent=7.5)
	assert "invoiced Monthly, discount up to 7.5 %" in history_of(customer)[-1].new_value
	assert agreed_terms(customer)["days"] == 60
	change_terms(as_user, customer, returns_to_standard=1, invoicing_cycle="Monthly")
	terms = agreed_terms(customer)
	assert (terms["days"], terms["invoicing_cycle"], terms["max_discount_percent"]) == (30, "Monthly", 0)
	with refused("Payment Terms"):
		make.make_sales_order(customer=customer, payment_terms_template=net(60))


def history_of(customer):
	return frappe.get_all(
		"Credit Limit History",
		filters={"customer": customer.name, "change_type": "Payment Terms"},
		fields=["*"],
		order_by="chain_index",
	)


def test_a_change_of_terms_says_what_was_agreed(as_user):
	customer = customer_with()
	for values in ({}, {"limits_discount": 1, "max_discount_percent": 101}):
		with pytest.raises(frappe.ValidationError):
			change_terms(as_user, customer, **values)


def test_the_approver_does_not_edit_the_terms(as_user):
	customer = customer_with()
	with as_user(ANALYST):
		change = frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Payment Terms",
			reason="Agreed",
			limits_discount=1,
			max_discount_percent=5,
		).insert()
	with as_user(DIRECTOR):
		for field, value in (
			("max_discount_percent", 50),
			("invoicing_cycle", "Monthly"),
			("returns_to_standard", 1),
		):
			change.reload()
			change.set(field, value)
			with pytest.raises(frappe.ValidationError, match="changed while approving"):
				change.submit()


@pytest.mark.parametrize("limit", [0, 10])
@pytest.mark.parametrize(
	"given",
	[
		{"additional_discount_percentage": 11},
		{"discount_amount": 11, "additional_discount_percentage": 0},
		{"discount_amount": 11, "apply_discount_on": "Net Total"},
	],
)
def test_discounts_on_the_whole_document(given, limit):
	customer = customer_under(limits_discount=1, max_discount_percent=limit)
	with refused("Payment Terms", "11 % below"):
		make.make_sales_order(customer=customer, amount=100, **given)
	assert make.make_sales_order(customer=customer, amount=100).docstatus == 1


def test_a_list_price_set_to_the_discounted_one_is_not_believed():
	item = make.make_item().name
	price = {"item_code": item, "price_list": make.PRICE_LIST, "price_list_rate": 100}
	frappe.get_doc(doctype="Item Price", **price).insert()
	customer = customer_under(limits_discount=1, max_discount_percent=10)
	row = {"item_code": item, "qty": 1, "rate": 80, "price_list_rate": 80, "discount_percentage": 0}
	with refused("20 % below its list price"):
		make.make_sales_order(customer=customer, items=[row])
	assert make.make_sales_order(customer=customer, items=[{**row, "rate": 90}]).docstatus == 1
	with refused("20 % below"):
		make.make_sales_order(
			customer=customer, currency="EUR", items=[{**row, "rate": 80 / make.EUR_IN_USD}]
		)


@pytest.mark.parametrize(
	("extra", "said"),
	[
		({"item_name": "Gift", "description": "Gift", "qty": 1, "rate": 0}, "100 % below"),
		({"item_code": make.SERVICE, "qty": 1, "rate": -50}, "50 % below"),
	],
	ids=["free", "negative"],
)
def test_rows_that_give_away_are_discounts(extra, said):
	frappe.db.set_single_value("Selling Settings", "allow_negative_rates_for_items", 1)
	customer = customer_under(limits_discount=1, max_discount_percent=10)
	row = {"item_code": make.SERVICE, "qty": 1, "rate": 100}
	with refused(said):
		make.make_sales_invoice(
			customer=customer, items=[row, {**{"income_account": make.account(name="Sales")}, **extra}]
		)


def test_a_negative_charge_is_a_discount():
	customer = customer_under(limits_discount=1, max_discount_percent=10)
	charge = {"charge_type": "Actual", "account_head": make.account(name="Sales"), "description": "Bonus"}
	with refused("30 % below"):
		make.make_sales_order(customer=customer, taxes=[{**charge, "tax_amount": -30}])


def test_update_items_cannot_make_room_for_a_discount():
	"""The order is judged by its list price again when it is invoiced."""
	from erpnext.controllers.accounts_controller import update_child_qty_rate

	item = make.make_item().name
	customer = customer_under(limits_discount=1, max_discount_percent=10)
	row = {"item_code": item, "qty": 1, "rate": 100, "price_list_rate": 100}
	order = make.make_sales_order(customer=customer, items=[row])
	line = {"docname": order.items[0].name, "item_code": item, "qty": 1, "rate": 50}
	update_child_qty_rate("Sales Order", frappe.as_json([line]), order.name)
	with refused("50 % below"):
		make.make_sales_invoice(order=order)


def test_a_released_order_may_be_invoiced_on_its_terms_and_no_better(http):
	customer = customer_with(limit=10_000, payment_terms=net(30))
	order = make.make_sales_order(customer=customer, payment_terms_template=net(60), submit=False)
	hold(http, order)
	invoice = make.make_sales_invoice(order=order, submit=False)
	invoice.update({"payment_terms_template": net(60), "payment_schedule": [], "due_date": None})
	invoice.save()
	invoice.submit()
	assert latest(invoice) == getdate(add_days(DAY, 60))
	order.reload()
	second = make.make_sales_order(customer=customer, payment_terms_template=net(60), submit=False)
	hold(http, second)
	worse = make.make_sales_invoice(order=second, submit=False, **due_on(add_days(DAY, 61)))
	with refused("Payment Terms", "61 days"):
		worse.submit()


def hold(http, order):
	"""Refused over HTTP, released by a manager, submitted."""
	with pytest.raises(HttpError):
		http(SALES).put(f"/api/resource/Sales Order/{order.name}", docstatus=1)
	order.reload()
	http(MANAGER).call(
		"cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Agreed", submit_document=1
	)
	order.reload()
	assert docstatus(order) == 1


@pytest.mark.committed
def test_a_release_covers_no_longer_terms_than_were_refused(http):
	customer = customer_with(limit=10_000, payment_terms=net(30))
	order = make.make_sales_order(customer=customer, payment_terms_template=net(60), submit=False)
	sales = http(SALES)
	with pytest.raises(HttpError):
		sales.put(f"/api/resource/Sales Order/{order.name}", docstatus=1)
	order.reload()
	http(MANAGER).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="60 days are fine")
	template = net(120)
	frappe.db.commit()
	with pytest.raises(HttpError, match="120 days"):
		sales.put(
			f"/api/resource/Sales Order/{order.name}",
			docstatus=1,
			payment_terms_template=template,
			payment_schedule=[],
		)
	assert docstatus(order) == 0


@pytest.mark.parametrize(
	("user", "doctype"), [(SALES, "Sales Order"), (BILLING, "Sales Invoice")], ids=["sales", "billing"]
)
def test_people_over_http_are_held_and_told_why(http, user, doctype):
	customer = customer_with(limit=10_000, payment_terms=net(30))
	doc = {
		"customer": customer.name,
		"company": COMPANY,
		"transaction_date": DAY,
		"delivery_date": DAY,
		"posting_date": DAY,
		"set_posting_time": 1,
		"selling_price_list": make.PRICE_LIST,
		"items": [{"item_code": make.SERVICE, "qty": 1, "rate": 100}],
		"payment_terms_template": net(90),
		"docstatus": 1,
	}
	with pytest.raises(HttpError, match="90 days after"):
		http(user).post(f"/api/resource/{doctype}", **doc)
	assert not frappe.db.exists(doctype, {"customer": customer.name, "docstatus": 1})
	http(user).post(f"/api/resource/{doctype}", **{**doc, "payment_terms_template": None})
	assert frappe.db.exists(doctype, {"customer": customer.name, "docstatus": 1})


def test_an_amended_order_is_compared_again():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	order = make.make_sales_order(customer=customer)
	order.cancel()
	amended = frappe.copy_doc(order)
	amended.update({"amended_from": order.name, "payment_terms_template": net(90), "payment_schedule": []})
	amended.insert()
	assert amended.payment_terms_template == net(90)
	with refused("Payment Terms"):
		amended.submit()


def test_imported_documents_are_compared():
	customer = customer_with(limit=10_000, payment_terms=net(30))
	frappe.flags.in_import = True
	try:
		with refused("Payment Terms"):
			make.make_sales_invoice(customer=customer, payment_terms_template=net(90))
	finally:
		frappe.flags.in_import = False


@pytest.mark.parametrize("make_one", [make.make_quotation, make.make_sales_order, make.make_sales_invoice])
def test_agreed_terms_appear_by_themselves(make_one):
	customer = customer_under(standard_terms=net(45))
	assert make_one(customer=customer, submit=False).payment_terms_template == net(45)
	own = make_one(customer=customer, payment_terms_template=net(10), submit=False)
	assert own.payment_terms_template == net(10)
	typed = make_one(customer=customer, submit=False, payment_schedule=schedule(20))
	assert latest(typed) == getdate(add_days(DAY, 20))


@pytest.mark.parametrize("make_one", [make.make_quotation, make.make_sales_order, make.make_sales_invoice])
def test_the_proposal_of_erpnext_gives_way_once(make_one):
	"""The form fills the customer's own template and schedule; an agreement that differs takes their place."""
	customer = customer_under(standard_terms=net(45))
	customer.payment_terms = net(60)
	customer.save()
	filled = {"payment_terms_template": net(60), "payment_schedule": schedule(60)}
	doc = make_one(customer=customer, submit=False, **filled)
	assert (doc.payment_terms_template, latest(doc)) == (net(45), getdate(add_days(DAY, 45)))
	doc.update({**filled, "due_date": None})
	doc.save()
	assert doc.payment_terms_template == net(60)
	edited = make_one(customer=customer, submit=False, **{**filled, "payment_schedule": schedule(59)})
	assert edited.payment_terms_template == net(60)


def test_invoices_from_orders_get_the_agreed_terms():
	customer = customer_under(standard_terms=net(45))
	invoice = make.make_sales_invoice(order=make.make_sales_order(customer=customer))
	assert (invoice.payment_terms_template, invoice.docstatus) == (net(45), 1)


def test_a_template_that_was_agreed_does_not_change_under_its_name(as_user):
	agreed = make_template({"invoice_portion": 100, "credit_days": 30})
	customer_under(standard_terms=agreed)
	template = frappe.get_doc("Payment Terms Template", agreed)
	template.terms[0].credit_days = 90
	with pytest.raises(NativeLimit, match="Make another template"):
		template.save()
	with pytest.raises(NativeLimit):
		frappe.rename_doc("Payment Terms Template", agreed, make.unique("Other"))
	own = make_template({"invoice_portion": 100, "credit_days": 40})
	customer = customer_with()
	change_terms(as_user, customer, payment_terms_template=own)
	template = frappe.get_doc("Payment Terms Template", own)
	template.terms[0].credit_days = 90
	with pytest.raises(NativeLimit):
		template.save()
	with pytest.raises(NativeLimit):
		frappe.rename_doc("Payment Terms Template", own, net(90), merge=True)


def test_a_template_of_customers_changes_by_those_who_decide_terms(as_user):
	used = make_template({"invoice_portion": 100, "credit_days": 30})
	make.make_customer(payment_terms=used)
	template = frappe.get_doc("Payment Terms Template", used)
	template.terms[0].credit_days = 90
	with as_user(BILLING), pytest.raises(NativeLimit, match="Only"):
		template.save()
	group = make.make_customer_group()
	group.payment_terms = used
	with as_user("sales.manager@cqs.example"), pytest.raises(NativeLimit):
		group.flags.ignore_permissions = True
		group.save()


def test_the_account_shows_nobody_a_way_to_type_terms(http):
	customer = customer_with()
	accounts.read(party_of(customer=customer))
	name = frappe.db.get_value("Credit Account", {"customer": customer.name})
	frappe.db.commit()
	with pytest.raises(HttpError):
		http(DIRECTOR).put(f"/api/resource/Credit Account/{name}", invoicing_cycle="Monthly")

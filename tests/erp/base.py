"""The world every test starts in: two companies, accounts, items in stock, currencies, users.

`make_base` runs before cqs_app is installed, `make_users` after it, because half of the roles are the app's.
Both may run again on a site that has them. Use them through `tests.erp.factories`.
"""

import frappe
from frappe.utils import getdate, nowdate

COMPANY = "CQS Test Co"
SECOND_COMPANY = "CQS Second Co"
ABBREVIATION = {COMPANY: "CQT", SECOND_COMPANY: "CQE"}
CURRENCY = {COMPANY: "USD", SECOND_COMPANY: "EUR"}
EUR_IN_USD = 1.25

START_OF_BOOKS = "2024-01-01"
FIRST_YEAR, LAST_YEAR = 2024, 2027

SERVICE = "CQS Service"
WIDGET = "CQS Widget"
STOCK_QTY = 1_000_000
WIDGET_COST = 10
PRICE_LIST = "Standard Selling"
CUSTOMER_GROUP = "CQS Customers"
TERRITORY = "CQS Territory"
CASH, WIRE = "Cash", "Wire Transfer"

PASSWORD = "Correct-Horse-7-Battery"
USERS = {
	"sales@cqs.example": ("Sales User",),
	"sales2@cqs.example": ("Sales User",),
	"sales.manager@cqs.example": ("Sales User", "Sales Manager"),
	"billing@cqs.example": ("Accounts User",),
	"stock@cqs.example": ("Stock User",),
	"analyst@cqs.example": ("Credit Analyst",),
	"manager@cqs.example": ("Credit Manager",),
	"manager2@cqs.example": ("Credit Manager",),
	"director@cqs.example": ("Credit Director",),
	"compliance@cqs.example": ("Compliance Officer",),
	"auditor@cqs.example": ("Credit Auditor",),
}


def account(*, name: str, company: str = COMPANY) -> str:
	return f"{name} - {ABBREVIATION[company]}"


def warehouse(*, company: str = COMPANY) -> str:
	return f"Stores - {ABBREVIATION[company]}"


def make_base() -> None:
	if not frappe.db.exists("Company", COMPANY):
		_finish_setup_wizard()
	_make_fiscal_years()
	_set_defaults()
	_make_second_company()
	for company in ABBREVIATION:
		_make_bank(company)
	_make_exchange_rates()
	ensure("Customer Group", CUSTOMER_GROUP, parent_customer_group="All Customer Groups")
	ensure("Territory", TERRITORY, parent_territory="All Territories")
	_make_items()


def _finish_setup_wizard() -> None:
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	setup_complete(
		{
			"country": "United States",
			"currency": CURRENCY[COMPANY],
			"timezone": "UTC",
			"language": "English",
			"company_name": COMPANY,
			"company_abbr": ABBREVIATION[COMPANY],
			"chart_of_accounts": "Standard",
			"fy_start_date": f"{FIRST_YEAR}-01-01",
			"fy_end_date": f"{FIRST_YEAR}-12-31",
		}
	)


def _make_fiscal_years() -> None:
	"""The constants' years, and those around today: ERPNext dates some entries by itself."""
	today = getdate(nowdate()).year
	for year in sorted({*range(FIRST_YEAR, LAST_YEAR + 1), today - 1, today, today + 1}):
		start, end = f"{year}-01-01", f"{year}-12-31"
		if not frappe.db.exists("Fiscal Year", {"year_start_date": start}):
			ensure("Fiscal Year", str(year), year_start_date=start, year_end_date=end)


def _set_defaults() -> None:
	_update_single("System Settings", time_zone="UTC", enable_password_policy=0, enable_scheduler=0)
	_update_single("Global Defaults", default_company=COMPANY, default_currency=CURRENCY[COMPANY])
	# A price that a browser's user typed must not become the list price of every later test.
	_update_single("Stock Settings", allow_negative_stock=1, auto_insert_price_list_rate_if_missing=0)
	_update_single("Selling Settings", cust_master_name="Customer Name", selling_price_list=PRICE_LIST)
	_update_single("Accounts Settings", allow_stale=1)


def _make_second_company() -> None:
	ensure(
		"Company",
		SECOND_COMPANY,
		abbr=ABBREVIATION[SECOND_COMPANY],
		default_currency=CURRENCY[SECOND_COMPANY],
		country="United States",
		create_chart_of_accounts_based_on="Standard Template",
		chart_of_accounts="Standard",
		enable_perpetual_inventory=1,
	)


def _make_bank(company: str) -> None:
	bank, cash = account(name="CQS Bank", company=company), account(name="Cash", company=company)
	if not frappe.db.exists("Account", bank):
		frappe.get_doc(
			doctype="Account",
			account_name="CQS Bank",
			parent_account=account(name="Bank Accounts", company=company),
			company=company,
			account_type="Bank",
		).insert()
	frappe.db.set_value("Company", company, {"default_bank_account": bank, "default_cash_account": cash})
	for mode, default_account in ((CASH, cash), (WIRE, bank)):
		mode_of_payment = frappe.get_doc("Mode of Payment", mode)
		mode_of_payment.accounts = [row for row in mode_of_payment.accounts if row.company != company]
		mode_of_payment.append("accounts", {"company": company, "default_account": default_account})
		mode_of_payment.save()


def _make_exchange_rates() -> None:
	for currency in ("USD", "EUR"):
		frappe.db.set_value("Currency", currency, "enabled", 1)
	for source, target, rate in (("EUR", "USD", EUR_IN_USD), ("USD", "EUR", 1 / EUR_IN_USD)):
		key = {"from_currency": source, "to_currency": target, "date": START_OF_BOOKS}
		if not frappe.db.exists("Currency Exchange", key):
			frappe.get_doc(
				doctype="Currency Exchange", exchange_rate=rate, for_buying=1, for_selling=1, **key
			).insert()


def _make_items() -> None:
	for item, is_stock_item in ((SERVICE, 0), (WIDGET, 1)):
		defaults = [{"company": name, "default_warehouse": warehouse(company=name)} for name in ABBREVIATION]
		ensure(
			"Item",
			item,
			item_name=item,
			item_group="All Item Groups",
			stock_uom="Nos",
			is_stock_item=is_stock_item,
			item_defaults=defaults,
		)
	for company in ABBREVIATION:
		if not frappe.db.exists("Bin", {"item_code": WIDGET, "warehouse": warehouse(company=company)}):
			_receive_stock(company)


def _receive_stock(company: str) -> None:
	row = {
		"item_code": WIDGET,
		"qty": STOCK_QTY,
		"basic_rate": WIDGET_COST,
		"t_warehouse": warehouse(company=company),
	}
	entry = frappe.get_doc(
		doctype="Stock Entry",
		stock_entry_type="Material Receipt",
		purpose="Material Receipt",
		company=company,
		set_posting_time=1,
		posting_date=START_OF_BOOKS,
		posting_time="00:00:01",
		items=[row],
	)
	entry.insert()
	entry.submit()


def make_users() -> None:
	"""One person per role, each with PASSWORD and as many sessions as parallel tests like."""
	for email, roles in USERS.items():
		if not frappe.db.exists("User", email):
			user = frappe.get_doc(
				doctype="User",
				email=email,
				first_name=email.split("@")[0].replace(".", " ").title(),
				send_welcome_email=0,
				new_password=PASSWORD,
			)
			user.flags.no_welcome_mail = True
			user.insert()
		user = frappe.get_doc("User", email)
		user.simultaneous_sessions = 100
		known = {row.role for row in user.roles}
		for role in roles:
			if role not in known and frappe.db.exists("Role", role):
				user.append("roles", {"role": role})
		user.save()
	frappe.db.set_value("User", "Administrator", "simultaneous_sessions", 100)


def ensure(doctype: str, name: str, **values):
	"""The document of that name, inserted first if it is missing."""
	if frappe.db.exists(doctype, name):
		return frappe.get_doc(doctype, name)
	doc = frappe.new_doc(doctype)
	if title := _name_field(doc):
		doc.set(title, name)
	doc.update(values)
	return doc.insert()


def _name_field(doc) -> str | None:
	rule = doc.meta.autoname or ""
	if rule.startswith("field:"):
		return rule.removeprefix("field:")
	return doc.meta.get_title_field() if doc.meta.title_field else None


def _update_single(doctype: str, **values) -> None:
	settings = frappe.get_doc(doctype)
	if any(settings.get(field) != value for field, value in values.items()):
		settings.update(values)
		settings.flags.ignore_mandatory = True
		settings.save()

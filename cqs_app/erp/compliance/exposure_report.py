"""Exposure by Country and Industry: where the money of the portfolio stands, and how risky it is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import formatdate

from cqs_app.engine.compliance.risk_tables import Level, Rating, rate_country, rate_industry
from cqs_app.engine.money import HUNDRED, ZERO, cents, decimal
from cqs_app.erp.compliance import risk_rows
from cqs_app.erp.compliance.risk_rows import COUNTRIES, INDUSTRIES
from cqs_app.erp.credit import clock

COUNTRY, INDUSTRY = "Country", "Industry"
MOST_BARS, PART = 12, 1000


@dataclass
class Group:
	"""The accounts of one country or industry; amounts in company currency."""

	name: str
	rating: Rating
	customers: int = 0
	exposure: Decimal = ZERO
	limit: Decimal = ZERO
	unlimited: int = 0


def columns(by: str) -> list[dict]:
	return [
		_column("name", _(by), "Data", 180),
		_column("risk", _("Risk"), "Data", 100),
		_column("customers", _("Customers"), "Int", 105),
		_column("exposure", _("Exposure"), "Currency", 140),
		_column("share", _("Share of Exposure (%)"), "Percent", 195),
		_column("limit", _("Limit"), "Currency", 140),
		_column("limit_share", _("Share of Limits (%)"), "Percent", 170),
		_column("unlimited", _("Unlimited Customers"), "Int", 180),
		_column("because", _("Because"), "Data", 320),
		_column("as_of", _("Risk as Of"), "Data", 150),
		_column("currency", _("Currency"), "Data", 80),
	]


def by_of(filters: Mapping) -> str:
	return INDUSTRY if filters.get("by") == INDUSTRY else COUNTRY


def rows(filters: Mapping) -> list[dict]:
	"""The largest exposure first; only accounts that the user may see. Raises ValidationError without a company."""
	company = filters.get("company")
	if not company:
		frappe.throw(_("Choose a company: exposure is added up in one currency."))
	groups = groups_of(company, by_of(filters))
	exposure = sum((group.exposure for group in groups), ZERO)
	limit = sum((group.limit for group in groups), ZERO)
	currency = frappe.get_cached_value("Company", company, "default_currency")
	today = clock.today(company)
	return [
		{
			"name": group.name,
			"risk": _(group.rating.level.value),
			"customers": group.customers,
			"exposure": float(cents(group.exposure)),
			"share": _share(group.exposure, exposure),
			"limit": float(cents(group.limit)),
			"limit_share": _share(group.limit, limit),
			"unlimited": group.unlimited,
			"because": _(group.rating.reason),
			"as_of": _dates(group.rating, today),
			"currency": currency,
			"level": group.rating.level.value,
		}
		for group in groups
	]


def groups_of(company: str, by: str) -> list[Group]:
	accounts = frappe.get_list(
		"Credit Account",
		filters={"company": company, "status": ("!=", "Closed")},
		fields=["customer", "exposure", "credit_limit", "is_unlimited"],
		order_by="customer",
		limit=0,
	)
	names = [row.customer for row in accounts]
	known = countries_of(names) if by == COUNTRY else industries_of(names)
	table = risk_rows.rows_of(COUNTRIES if by == COUNTRY else INDUSTRIES)
	rate = rate_country if by == COUNTRY else rate_industry
	groups: dict[str, Group] = {}
	for row in accounts:
		key = known.get(row.customer) or ""
		if key not in groups:
			groups[key] = Group(key or _("Not Known"), rate(key, table))
		group = groups[key]
		group.customers += 1
		group.exposure += decimal(row.exposure)
		group.unlimited += int(bool(row.is_unlimited))
		group.limit += ZERO if row.is_unlimited else decimal(row.credit_limit)
	return sorted(groups.values(), key=lambda group: (-group.exposure, group.name))


def countries_of(customers: Iterable[str]) -> dict[str, str]:
	"""Of the primary address, else of another address of the customer, else of his last qualification."""
	found: dict[str, str] = {}
	for part in _parts(customers):
		found |= _of_dossiers(part, "country")
		found |= _of_addresses(part)
	return found


def industries_of(customers: Iterable[str]) -> dict[str, str]:
	"""As the customer says, else as his last qualification does."""
	found: dict[str, str] = {}
	for part in _parts(customers):
		found |= _of_dossiers(part, "industry")
		filters = {"name": ("in", part), "industry": ("is", "set")}
		rows = frappe.get_all("Customer", filters=filters, fields=["name", "industry"], limit=0)
		found |= {row.name: row.industry for row in rows}
	return found


def chart(listed: list[dict], by: str) -> dict | None:
	shown = [row for row in listed if row["exposure"] > 0][:MOST_BARS]
	if not shown:
		return None
	return {
		"data": {
			"labels": [f"{row['name']} ({row['risk']})" for row in shown],
			"datasets": [{"name": _("Exposure"), "values": [row["exposure"] for row in shown]}],
		},
		"type": "bar",
		"fieldtype": "Currency",
		"options": "currency",
		"currency": shown[0]["currency"],
		"title": _("Exposure by {0}").format(_(by)),
	}


def summary(listed: list[dict]) -> list[dict]:
	"""The whole, and the part of it that stands where the risk is high."""
	if not listed:
		return []
	currency = listed[0]["currency"]
	risky = [row for row in listed if row["level"] in (Level.HIGH.value, Level.PROHIBITED.value)]
	cards = [
		(_("Exposure"), sum(row["exposure"] for row in listed), "Currency", "Blue"),
		(
			_("Of it at high risk"),
			sum(row["exposure"] for row in risky),
			"Currency",
			"Red" if risky else "Green",
		),
		(_("Customers"), sum(row["customers"] for row in listed), "Int", "Blue"),
		(
			_("Of them at high risk"),
			sum(row["customers"] for row in risky),
			"Int",
			"Red" if risky else "Green",
		),
	]
	return [
		{"label": label, "value": value, "datatype": kind, "indicator": colour, "currency": currency}
		for label, value, kind, colour in cards
	]


def message(listed: list[dict], filters: Mapping) -> str | None:
	"""What an empty report means, and that rows of the table are old."""
	if not listed:
		text = _("No credit account of {0} is open to you. An account opens with the first order or limit.")
		return text.format(frappe.utils.escape_html(filters.get("company") or ""))
	table = COUNTRIES if by_of(filters) == COUNTRY else INDUSTRIES
	today = clock.today(filters.get("company"))
	stale = sum(risk_rows.is_stale(row.as_of, today) for row in risk_rows.rows_of(table))
	if not stale:
		return None
	text = _("{0} rows of {1} are older than {2} days. A Compliance Officer looks their source up.")
	return text.format(stale, _(table), risk_rows.STALE_DAYS)


def _of_addresses(customers: list[str]) -> dict[str, str]:
	address, link, customer = (frappe.qb.DocType(name) for name in ("Address", "Dynamic Link", "Customer"))
	listed = (
		frappe.qb.from_(link)
		.join(address)
		.on(address.name == link.parent)
		.join(customer)
		.on(customer.name == link.link_name)
		.select(
			link.link_name,
			address.name,
			address.country,
			address.is_primary_address,
			customer.customer_primary_address,
		)
		.where((link.parenttype == "Address") & (link.link_doctype == "Customer"))
		.where(link.link_name.isin(customers) & (address.disabled == 0))
		.orderby(link.link_name)
		.orderby(address.creation)
		.orderby(address.name)
	).run(as_dict=True)
	best: dict[str, tuple[tuple, str]] = {}
	for row in listed:
		rank = (row.name == row.customer_primary_address, bool(row.is_primary_address))
		if row.country and (row.link_name not in best or rank > best[row.link_name][0]):
			best[row.link_name] = (rank, row.country)
	return {name: country for name, (_rank, country) in best.items()}


def _of_dossiers(customers: list[str], field: str) -> dict[str, str]:
	listed = frappe.get_all(
		"Customer Qualification",
		filters={"customer": ("in", customers), field: ("is", "set")},
		fields=["customer", field],
		order_by="creation, name",
		limit=0,
	)
	return {row.customer: row[field] for row in listed}


def _parts(names: Iterable[str]) -> list[list[str]]:
	every = list(names)
	return [every[start : start + PART] for start in range(0, len(every), PART)]


def _share(part: Decimal, whole: Decimal) -> float:
	return float(round(part * HUNDRED / whole, 2)) if whole > 0 else 0.0


def _dates(rating: Rating, today) -> str:
	days = sorted({row.as_of for row in rating.rows if row.as_of})
	if not days:
		return ""
	stale = " " + _("(stale)") if risk_rows.is_stale(days[0], today) else ""
	return formatdate(days[0]) + stale


def _column(name: str, label: str, fieldtype: str, width: int) -> dict:
	options = "currency" if fieldtype == "Currency" else ""
	return {"fieldname": name, "label": label, "fieldtype": fieldtype, "options": options, "width": width}

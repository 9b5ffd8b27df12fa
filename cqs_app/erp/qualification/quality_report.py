"""Master Data Quality: customers of one page, how complete each is, what is missing, and likely duplicates."""

from collections.abc import Mapping

from frappe import _
from frappe.utils import cint

from cqs_app.erp.qualification import completeness, overview
from cqs_app.erp.qualification.pages_of_customers import column, page_of


def columns() -> list[dict]:
	return [
		column("customer", _("Customer"), "Link", "Customer", 160),
		column("customer_name", _("Customer Name"), "Data", "", 180),
		column("customer_group", _("Customer Group"), "Data", "", 145),
		column("territory", _("Territory"), "Data", "", 120),
		column("completeness", _("Complete (%)"), "Percent", "", 130),
		column("missing", _("Missing"), "Data", "", 260),
		column("duplicates", _("Likely Duplicates"), "Int", "", 150),
	]


def rows(filters: Mapping) -> list[dict]:
	"""The least complete of the page first; only customers that the user may see."""
	listed = page_of(filters, {"disabled": 0})
	names = [row.name for row in listed]
	quality = completeness.of_customers(names)
	duplicates = overview.likely_duplicates(names)
	found = [
		{
			"customer": row.name,
			"customer_name": row.customer_name,
			"customer_group": row.customer_group,
			"territory": row.territory,
			"completeness": float(quality[row.name].percent),
			"missing": ", ".join(_(label) for label in quality[row.name].missing),
			"duplicates": duplicates[row.name],
		}
		for row in listed
	]
	if below := cint(filters.get("below")):
		found = [row for row in found if row["completeness"] < below]
	if cint(filters.get("only_duplicates")):
		found = [row for row in found if row["duplicates"]]
	return sorted(found, key=lambda row: (row["completeness"], row["customer"]))

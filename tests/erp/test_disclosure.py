"""Permission levels in searches: what sales may not read, they neither filter nor sort by; everything else stays open."""

import json

import frappe
import pytest

from tests.bench.client import HttpError
from tests.erp import factories as make

SALES, ANALYST = "sales@cqs.example", "analyst@cqs.example"
DOSSIER = "Customer Qualification"
LIST, COUNT, DESK = "frappe.client.get_list", "frappe.client.get_count", "frappe.desk.reportview.get"
TABLE = f"`tab{DOSSIER}`"

REFUSED = [
	(LIST, {"filters": {"score": [">", 5]}}),
	(LIST, {"filters": [[DOSSIER, "risk_class", "=", "A"]]}),
	(LIST, {"or_filters": [["approved_limit", ">", 5]]}),
	(LIST, {"filters": [["Qualification Statement", "ebit", ">", 5]]}),
	(LIST, {"order_by": "score desc"}),
	(LIST, {"order_by": f"{TABLE}.`SCORE`"}),
	(LIST, {"fields": ["concat(name, score) as told"]}),
	(LIST, {"fields": ["case name when score then 1 end as told"]}),
	(COUNT, {"filters": {"risk_class": "A"}}),
	(DESK, {"fields": ["count(name) as n"], "group_by": f"{TABLE}.`risk_class`"}),
]
OPEN = [
	(LIST, {"filters": {"country": "Germany"}, "order_by": f"{TABLE}.`country` desc"}),
	(LIST, {"filters": [[DOSSIER, "currency", "=", "USD"]], "fields": ["name", "score", "stage"]}),
	(COUNT, {"filters": [[DOSSIER, "stage", "=", "Inquiry"]]}),
	(DESK, {"fields": [f"{TABLE}.`name`", f"{TABLE}.`risk_class`"], "order_by": f"{TABLE}.`modified` desc"}),
]


def ask(client, method, query):
	return client.call(
		method,
		doctype=DOSSIER,
		**{key: json.dumps(value) if not isinstance(value, str) else value for key, value in query.items()},
	)


@pytest.mark.committed
def test_searches_keep_to_permission_levels(http):
	make.make_qualification(by=SALES)
	frappe.db.commit()
	sales, analyst = http(SALES), http(ANALYST)
	for method, query in REFUSED:
		with pytest.raises(HttpError) as refusal:
			ask(sales, method, query)
		assert (refusal.value.status, refusal.value.exc_type) == (403, "PermissionError"), query
	for method, query in OPEN:
		ask(sales, method, query)
	for method, query in [REFUSED[0], REFUSED[1], REFUSED[3], REFUSED[4], REFUSED[8], *OPEN]:
		ask(analyst, method, query)
	address = f"/api/resource/{DOSSIER}"
	with pytest.raises(HttpError):
		sales.get(address, filters=[["score", ">", 5]])
	assert analyst.get(address, filters=[["score", ">=", 0]])["data"]


@pytest.mark.committed
def test_who_may_read_the_rows_still_writes_them(http):
	"""Levels in the tables: the form's grids send whole rows back."""
	dossier = make.make_qualification(by=SALES)
	frappe.db.commit()
	address = f"/api/resource/{DOSSIER}/{dossier.name}"
	owner = {"owner_name": "Olga Owner", "ownership_percent": 60, "country": "Germany"}
	statement = {
		"period_end": "2025-12-31",
		"months": 12,
		"currency": "USD",
		"assurance": "Audited",
		"scale": "Units",
		"ebit": "150",
	}
	http("compliance@cqs.example").put(address, beneficial_owners=[owner])
	seen = http(ANALYST).put(address, financial_statements=[statement])["data"]
	assert (seen["financial_statements"][0]["ebit"], seen["beneficial_owners"][0]["owner_name"]) == (
		"150",
		"Olga Owner",
	)
	posted = json.dumps(
		{**seen, "financial_statements": [{**seen["financial_statements"][0], "ebit": "160"}]}
	)
	http(ANALYST).post("/api/method/frappe.desk.form.save.savedocs", doc=posted, action="Save")
	http(SALES).put(address, website="https://a.example", beneficial_owners=[], financial_statements=[])
	dossier.reload()
	assert (dossier.financial_statements[0].ebit, dossier.beneficial_owners[0].owner_name) == (
		"160",
		"Olga Owner",
	)

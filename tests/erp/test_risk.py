"""Risk of country and industry: the tables, what they mean for a dossier, and the exposure of the portfolio."""

import frappe
import pytest

from cqs_app import api
from cqs_app.cqs_app.report.exposure_by_country_and_industry import exposure_by_country_and_industry as report
from cqs_app.erp.compliance import risk_jobs, risk_rows
from cqs_app.erp.credit import clock, position
from cqs_app.erp.qualification.exceptions import Incomplete
from tests.erp import factories as make
from tests.erp.credit import give_limit, party_of

SALES, COMPLIANCE, ANALYST = "sales@cqs.example", "compliance@cqs.example", "analyst@cqs.example"
COMPLIANCE_OFFICER = "Compliance Officer"


@pytest.fixture
def in_review(as_user):
	def start(**values):
		dossier = make.make_qualification(by=SALES, **values)
		with as_user(SALES):
			api.act_on_qualification(dossier.name, "Start Review")
		return dossier.reload()

	return start


@pytest.fixture
def clear(as_user):
	def take(dossier, **values):
		with as_user(COMPLIANCE):
			if values:
				document = frappe.get_doc(dossier.doctype, dossier.name)
				document.update(values)
				document.save()
			api.act_on_qualification(dossier.name, "Clear Compliance")
		return dossier.reload()

	return take


def test_prohibited_until_compliance_lowers_the_table(in_review, clear, as_user):
	dossier = in_review(country="Cuba")
	assert dossier.country_risk == "Prohibited" and "31 CFR Part 515" in dossier.country_risk_reason
	with pytest.raises(Incomplete, match="Compliance Officer lowers it in Country Risk"):
		clear(dossier, enhanced_due_diligence="Everything was looked at")
	with as_user(COMPLIANCE):
		row = frappe.get_last_doc("Country Risk", {"risk_key": "CU"})
		row.level = "Medium"
		row.save()
	assert clear(dossier).country_risk == "Medium"


def test_high_asks_for_a_note_and_another_risk_for_another_one(in_review, clear):
	dossier = in_review(industry="Banking", registration_number="")
	assert dossier.industry_risk == "High"
	with pytest.raises(Incomplete, match="looked at beyond the usual"):
		clear(dossier)
	clear(dossier, enhanced_due_diligence="Licence of the authority seen, source of funds asked")
	assert dossier.enhanced_due_diligence_by == COMPLIANCE
	dossier.append(
		"beneficial_owners", {"owner_name": "Boris B", "owner_type": "Person", "country": "Belarus"}
	)
	dossier.save()
	assert dossier.country_risk == "High" and "Belarus, country of Boris B" in dossier.country_risk_reason
	with pytest.raises(Incomplete, match="written for another risk"):
		clear(dossier)


def test_what_is_old_is_called_so(monkeypatch):
	row = frappe.get_last_doc("Country Risk", {"risk_key": "MM"})
	monkeypatch.setattr(clock, "today", lambda _company=None: frappe.utils.getdate("2025-11-01"))
	assert "Stale" not in risk_rows.freshness(row)
	monkeypatch.setattr(clock, "today", lambda _company=None: frappe.utils.getdate("2026-11-01"))
	assert "Stale: " in risk_rows.freshness(row)
	dossier = make.make_qualification(country="Myanmar")
	assert "stale, look it up again" in dossier.country_risk_reason


@pytest.mark.parametrize(
	("doctype", "key", "stored"),
	[
		("Country Risk", "iran", "IR"),
		("Country Risk", "ua-43", "UA-43"),
		("Country Risk", "Atlantis", None),
		("Industry Risk", "Banking", "64"),
		("Industry Risk", "25.4", "25.4"),
		("Industry Risk", "Nonsense", None),
	],
)
def test_rows_name_what_is_known(as_user, doctype, key, stored):
	values = {"doctype": doctype, "risk_key": key, "level": "High", "reason": "House", "source": "House"}
	with as_user(COMPLIANCE):
		if stored is None:
			with pytest.raises(frappe.ValidationError, match="is no"):
				frappe.get_doc(values).insert()
			return
		assert frappe.get_doc(values).insert().risk_key == stored
	with as_user(ANALYST), pytest.raises(frappe.PermissionError):
		frappe.get_doc(values).insert()


def test_a_qualification_in_force_is_brought_up_once():
	dossier = make.make_qualification(country="Japan")
	frappe.db.set_value(dossier.doctype, dossier.name, "stage", "Active")
	assert dossier.name not in risk_jobs.not_told()
	values = {"risk_key": "Japan", "level": "Prohibited", "reason": "House", "source": "House"}
	frappe.get_doc(doctype="Country Risk", **values).insert()
	assert dossier.name in risk_jobs.not_told()
	assert risk_jobs.look_at(dossier.name) and dossier.name not in risk_jobs.not_told()
	alert = frappe.get_last_doc("Credit Alert", {"customer": dossier.customer})
	assert (alert.alert_type, alert.assigned_role) == ("Prohibited Risk", COMPLIANCE_OFFICER)


def test_an_empty_table_passes_nobody(in_review, clear):
	dossier = in_review()
	frappe.db.set_value("Country Risk", {"enabled": 1}, "enabled", 0)
	with pytest.raises(Incomplete, match="table Country Risk is empty"):
		clear(dossier)


def of(company: str, by: str) -> dict:
	_columns, rows, _message, _chart, _summary = report.execute({"company": company, "by": by})
	return {row["name"]: row for row in rows}


def with_address(customer, country):
	frappe.get_doc(
		doctype="Address",
		address_type="Billing",
		address_line1="1 Main Street",
		city="Town",
		country=country,
		links=[{"link_doctype": "Customer", "link_name": customer.name}],
	).insert()


def test_exposure_adds_up_in_company_currency(as_user):
	before = {by: of(make.COMPANY, by) for by in ("Country", "Industry")}
	one, two, three = (make.make_customer(industry="Banking") for _ in range(3))
	for customer, country in ((one, "Belarus"), (two, "Belarus"), (three, "Japan")):
		with_address(customer, country)
	for customer, values in (
		(one, {"limit": 900}),
		(two, {"limit": 0, "is_unlimited": 1}),
		(three, {"limit": 500}),
	):
		give_limit(customer=customer, **values)
	for customer, amount in ((one, 100), (two, 40), (three, 60)):
		make.make_sales_invoice(customer=customer, amount=amount)
	for customer in (one, two, three):
		position.refresh(party_of(customer=customer))
	after = of(make.COMPANY, "Country")
	total = sum(row["exposure"] for row in after.values())

	def grown(name, field, by="Country"):
		rows = after if by == "Country" else of(make.COMPANY, by)
		return round(rows[name][field] - before[by].get(name, {}).get(field, 0), 2)

	assert [grown("Belarus", field) for field in ("customers", "exposure", "limit", "unlimited")] == [
		2,
		140,
		900,
		1,
	]
	assert [grown("Japan", field) for field in ("customers", "exposure", "limit")] == [1, 60, 500]
	assert [grown("Banking", field, "Industry") for field in ("customers", "exposure")] == [3, 200]
	assert after["Belarus"]["risk"] == "High"
	assert after["Belarus"]["share"] == pytest.approx(after["Belarus"]["exposure"] * 100 / total, abs=0.01)
	accounts = frappe.get_all(
		"Credit Account", {"company": make.COMPANY, "status": ("!=", "Closed")}, ["exposure"]
	)
	assert total == pytest.approx(sum(row.exposure for row in accounts), abs=0.01)


def test_an_empty_report_says_why():
	frappe.db.set_value("Credit Account", {"company": make.SECOND_COMPANY}, "status", "Closed")
	_columns, rows, message, chart, summary = report.execute({"company": make.SECOND_COMPANY})
	assert (rows, chart, summary) == ([], None, None) and "No credit account" in message
	with pytest.raises(frappe.ValidationError, match="Choose a company"):
		report.execute({})

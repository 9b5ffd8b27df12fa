"""External credit reports against a provider on this machine: good and bad answers, age, waterfall, and who may."""

import json
import threading
from decimal import Decimal

import frappe
import pytest

from cqs_app import api
from cqs_app.engine.credit.criteria import Criterion
from cqs_app.erp.credit import http_call
from cqs_app.erp.qualification import report_providers, reports, score_facts
from tests.erp import factories as make
from tests.erp.stub_server import serving

ANALYST, SALES, DIRECTOR, AUDITOR = (
	f"{name}@cqs.example" for name in ("analyst", "sales", "director", "auditor")
)
GOOD = {
	"report": {
		"id": "R-77",
		"on": "2025-02-28T10:00:00Z",
		"rating": {"score": 640, "pd": "0.021", "text": "sound"},
		"limits": [{"amount": 25000, "currency": "usd"}],
		"dbt": 4,
	}
}
MAPPING = {
	"Score": "report.rating.score",
	"Probability of Default": "report.rating.pd",
	"Recommended Limit": "report.limits[0].amount",
	"Currency": "report.limits[0].currency",
	"Days Beyond Terms": "report.dbt",
	"Risk Text": "report.rating.text",
	"Reference": "report.id",
	"Report Date": "report.on",
}


@pytest.fixture
def bureau():
	with serving((200, GOOD, {})) as server:
		yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch):
	monkeypatch.setattr(http_call, "BACKOFF_SECONDS", 0.01)
	frappe.db.set_value("Credit Report Provider", {"enabled": 1}, "enabled", 0)


def make_provider(url, **values):
	defaults = {"score_min": 300, "score_max": 850, "timeout_seconds": 1, "retries": 2, "max_age_days": 90}
	return frappe.get_doc(
		doctype="Credit Report Provider",
		provider_name=make.unique("Bureau"),
		url=url,
		mapping=[{"target": target, "json_path": path} for target, path in MAPPING.items()],
		**{**defaults, **values},
	).insert()


@pytest.fixture
def provider(bureau):
	return make_provider(
		f"{bureau.url}/v1/{{country}}/{{tax_id}}?n={{name}}", api_key="s3cret", header_prefix="Bearer"
	)


@pytest.fixture
def dossier():
	return make.make_qualification(party=make.make_customer(), tax_id="98/76 & ../..")


def fetch(dossier, **args):
	return api.fetch_credit_report(dossier.name, **args)


@pytest.fixture
def applicant():
	"""A dossier that nobody has saved: enough where nothing is to be stored."""
	doc = frappe.get_doc(doctype="Customer Qualification", party_type="Customer", party=make.unique("Nobody"))
	return doc.update(
		{"company": make.COMPANY, "tax_id": "11-22", "country": "United States", "party_name": "N"}
	)


def failure(dossier) -> str:
	with pytest.raises(reports.NoReport) as info:
		reports.fetch(dossier)
	frappe.clear_messages()
	return str(info.value)


def test_a_report_is_read_kept_and_not_bought_twice(bureau, provider, dossier, as_user):
	with as_user(ANALYST):
		answer = fetch(dossier)
		again = fetch(dossier)
	assert (answer["bought"], again["bought"], len(bureau.calls)) == (True, False, 1)
	assert again["report"]["name"] == answer["report"]["name"]
	(call,) = bureau.calls
	assert call["path"] == "/v1/US/98/76 & ../.." and "%2F" in call["raw"]
	assert call["headers"]["Authorization"] == "Bearer s3cret"
	report = frappe.get_doc("Credit Report", answer["report"]["name"])
	assert (report.score, report.raw_score, report.has_score) == (61.8, "640", 1)
	assert (report.probability_of_default, report.days_beyond_terms) == ("0.021", "4")
	assert (report.recommended_limit, report.currency, report.reference) == (25000, "USD", "R-77")
	assert (str(report.report_date), report.risk_text, report.fetched_by) == ("2025-02-28", "sound", ANALYST)
	assert json.loads(report.raw) == GOOD
	assert "s3cret" not in report.raw
	assert float(reports.latest_score(dossier)) == 61.8
	reports.score_again(dossier.name)
	assert score_facts.facts_of(dossier.reload(), None)[Criterion.EXTERNAL_SCORE].value == Decimal("61.8")

	frappe.db.set_value("Credit Report", report.name, "fresh_upto", "2024-01-01")
	assert reports.latest_score(dossier) is None
	with as_user(ANALYST):
		assert fetch(dossier)["bought"]
	assert len(bureau.calls) == 2


def test_buying_again_needs_a_reason_and_leaves_a_comment(bureau, provider, dossier, as_user):
	with as_user(ANALYST):
		fetch(dossier)
		with pytest.raises(frappe.ValidationError, match="reason"):
			fetch(dossier, force=True)
		answer = fetch(dossier, force=True, reason="he was <b>sold</b>")
	assert answer["bought"] and len(bureau.calls) == 2
	assert frappe.db.get_value("Credit Report", answer["report"]["name"], "forced_because")
	comments = frappe.get_all("Comment", filters={"reference_name": dossier.name}, pluck="content")
	assert [text for text in comments if "he was" in text and "<b>sold" not in text]


@pytest.mark.parametrize(
	("answers", "calls"),
	[
		([(500, {}, {}), (503, {}, {}), (200, GOOD, {})], 3),
		([(429, {}, {"Retry-After": "0"}), (200, GOOD, {})], 2),
		([(302, {}, {"Location": "/elsewhere"}), (200, GOOD, {})], 2),
	],
	ids=["5xx", "429", "same host"],
)
def test_what_passes_by_trying_again(bureau, provider, dossier, answers, calls):
	bureau.answers = answers
	assert fetch(dossier)["report"]["has_score"]
	assert len(bureau.calls) == calls


HUGE = b'{"report": "' + b"x" * (http_call.LARGEST_BYTES + 10) + b'"}'


@pytest.mark.parametrize(
	("answers", "words", "calls"),
	[
		([(500, {}, {})], "answered 500", 3),
		([(429, {}, {"Retry-After": "3600"})], "answered 429", 1),
		([(200, b"{not json", {})], "no JSON", 1),
		([(200, HUGE, {})], "larger than", 1),
		([(302, {}, {"Location": "http://localhost:9/x"})], "another host", 1),
		([(302, {}, {"Location": "/again"})], "circle", 4),
		([(401, {}, {})], "refused the key", 1),
		([(200, {"report": {"rating": {"score": "A+"}}}, {})], "a number is expected", 1),
		([(200, {"report": {"rating": {"score": 900}}}, {})], "beyond the scale", 1),
		([(200, {"report": {"limits": [{"amount": [1]}]}}, {})], "a number is expected", 1),
		([(200, {"report": {"on": "28.02.2025"}}, {})], "a date such as", 1),
	],
)
def test_what_fails_is_told_and_nothing_is_stored(bureau, provider, applicant, answers, words, calls):
	bureau.answers = answers
	text = failure(applicant)
	assert words in text and "s3cret" not in text and str(bureau.server_port) not in text
	assert len(bureau.calls) == calls
	assert not frappe.db.exists("Credit Report", {"party": applicant.party})


def test_silence_is_not_borne_and_nobody_listening_is_told(bureau, provider, applicant):
	bureau.slow = 1.3
	assert "did not answer in time" in failure(applicant)
	assert len(bureau.calls) == 1, "it may have been sold: not asked again"
	provider.update({"url": "http://127.0.0.1:9/{tax_id}"}).save()
	assert "could not be reached" in failure(applicant)


def test_the_next_provider_is_asked_when_one_has_no_data(bureau, dossier):
	first = make_provider(f"{bureau.url}/first/{{tax_id}}", priority=1)
	second = make_provider(f"{bureau.url}/second", priority=2, method="POST")
	bureau.answers = [(404, {}, {}), (200, GOOD, {})]
	answer = fetch(dossier)
	assert answer["report"]["provider"] == second.name
	assert answer["answers"] == [f"{first.name}: no data"]
	assert bureau.calls[1]["body"]["registration_number"] == "HRB 1234"

	other = make.make_qualification(party=make.make_customer())
	bureau.answers = [(200, {"report": None}, {}), (204, b"", {})]
	assert fetch(other)["report"] is None
	bureau.calls.clear()
	assert fetch(other)["answers"] == [f"{first.name}: not asked", f"{second.name}: not asked"]
	assert bureau.calls == [] and reports.latest_score(other) is None


def test_who_may(bureau, provider, dossier, as_user):
	for user in (SALES, AUDITOR):
		with as_user(user), pytest.raises(frappe.PermissionError):
			fetch(dossier)
	with as_user(ANALYST), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Credit Report Provider", provider.name).update({"url": bureau.url}).save()
	with as_user(DIRECTOR):
		make_provider(bureau.url)
	fetch(dossier)
	report = frappe.get_last_doc("Credit Report")
	with pytest.raises(frappe.PermissionError):
		report.update({"score": 99}).save()
	with as_user(SALES):
		assert not frappe.has_permission("Credit Report", "read")
	assert not bureau.calls[1:]


@pytest.mark.parametrize(
	"values",
	[
		{"url": "ftp://bureau.example/{tax_id}"},
		{"url": "https://{name}/report"},
		{"url": "https://user:pass@bureau.example/"},
		{"url": "https://bureau.example/{password}"},
		{"url": "https://bureau.example/{tax_id"},
		{"header_name": "X\nHost"},
		{"adapter": "Carrier Pigeon"},
		{"timeout_seconds": 31},
		{"retries": 6},
		{"score_max": 300},
	],
)
def test_a_provider_that_cannot_work_is_refused(values):
	with pytest.raises(frappe.ValidationError):
		make_provider(**{"url": "https://bureau.example/", **values})


def test_another_apps_adapter_is_asked(monkeypatch, dossier):
	hooks = {report_providers.HOOK: {"Always": [f"{report_providers.__name__}.Always"]}}
	known = frappe.get_hooks
	monkeypatch.setattr(report_providers, "Always", Always, raising=False)
	monkeypatch.setattr(frappe, "get_hooks", lambda name=None, **more: hooks.get(name) or known(name, **more))
	make_provider("https://bureau.example/", adapter="Always")
	assert fetch(dossier)["report"]["raw_score"] == "7"


class Always:
	def __init__(self, settings) -> None:
		self.settings = settings

	def fetch(self, query):
		assert query.tax_id
		return report_providers.Report(report_providers.Figures(raw_score="7"), "{}")


def test_two_who_click_at_once_buy_one(bureau, committed):
	provider = make_provider(f"{bureau.url}/{{tax_id}}")
	dossier = make.make_qualification(party=make.make_customer())
	bureau.slow = 0.4
	committed()
	site, sites = frappe.local.site, frappe.local.sites_path
	bought: list[object] = []

	def click() -> None:
		frappe.init(site=site, sites_path=sites, force=True)
		frappe.connect()
		try:
			bought.append(fetch(frappe.get_doc("Customer Qualification", dossier.name))["bought"])
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			bought.append(type(error).__name__)
		finally:
			frappe.destroy()

	clicks = [threading.Thread(target=click) for _ in range(2)]
	for one in clicks:
		one.start()
	for one in clicks:
		one.join(30)
	assert True in bought and bought.count(True) == 1
	assert set(bought) - {True} <= {False, "TryAgain"}
	assert len(bureau.calls) == 1
	provider.reload().update({"enabled": 0}).save()
	committed()

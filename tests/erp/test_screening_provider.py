"""Who answers: a live provider that is up, slow, down or talks nonsense, the local lists behind it, and refreshes."""

import frappe
import pytest

from cqs_app import api
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import subject
from cqs_app.erp.compliance import downloads, list_imports, list_refresh, lists, provider, rescreening, yente
from tests.engine import published
from tests.erp.screening_lists import ANALYST, OFFICER, companies, import_list, list_in_force, make_list
from tests.erp.stub_server import serving

RESULT = {
	"id": "NK-7",
	"caption": "Alpha",
	"schema": "Company",
	"score": 0.9,
	"properties": {"name": ["Alpha"]},
}


def listed(body):
	"""Whoever is called Alpha is on the list."""
	found = {
		key: {"status": 200, "results": [RESULT] if "Alpha" in asked["properties"]["name"] else []}
		for key, asked in body["queries"].items()
	}
	return {"responses": found, "limit": 5}


@pytest.fixture
def server():
	with serving((200, listed, {})) as found:
		yield found


@pytest.fixture
def live(server):
	"""The server is the provider."""
	settings = frappe.get_doc("CQS Settings")
	settings.update(
		{
			"screening_provider": "yente",
			"screening_url": f"{server.url}/",
			"screening_dataset": "sanctions",
			"screening_key": "s3cret",
			"screening_timeout": 1,
		}
	)
	settings.flags.ignore_mandatory = True
	settings.save()
	yield server
	yente.forget_failure()


@pytest.fixture(autouse=True)
def only_own_lists(monkeypatch):
	monkeypatch.setattr(rescreening, "start", lambda reason: None)
	monkeypatch.setattr(list_imports, "start", lambda name: None)


def party(name):
	return subject(name, Schema.ORGANISATION, name)


def ask(name="Alpha"):
	return provider.ask(party(name), 0.7)


def test_yente_answers(live):
	answer = ask()
	(found,) = answer.found
	assert (found.screening_list, found.entry, found.entry_id, found.entry_name) == (
		"yente",
		"",
		"NK-7",
		"Alpha",
	)
	assert (answer.provider, answer.algorithm, answer.note) == ("yente", "yente/default", "")
	assert answer.lists.startswith("yente sanctions (")
	(call,) = live.calls
	assert call["path"] == "/match/sanctions"
	assert "threshold=0.7" in call["raw"]
	assert call["headers"]["Authorization"] == "ApiKey s3cret"
	assert ask("Omega").found == ()


def test_many_in_few_requests(live):
	names = [f"N{number}" for number in range(yente.AT_ONCE)] + ["Alpha"]
	answers = list(provider.ask_many(map(party, names), 0.7))
	assert [len(answer.found) for answer in answers] == [0] * yente.AT_ONCE + [1]
	assert [len(call["body"]["queries"]) for call in live.calls] == [yente.AT_ONCE, 1]


@pytest.mark.parametrize(
	("answer", "reason"),
	[
		((500, {}, {}), "it answered 500"),
		((401, {}, {}), "it refused the key"),
		((404, {}, {}), "it does not know the data set sanctions"),
		((200, b"<html>", {}), "its answer is no JSON"),
		((200, {"responses": {}}, {}), "its answer is not usable"),
		((302, {}, {"Location": "http://127.0.0.2/"}), "redirects to another host"),
	],
	ids=["error", "key", "dataset", "page", "nonsense", "redirect"],
)
def test_when_it_fails_the_lists_answer_and_say_so(live, answer, reason):
	name = list_in_force(companies("Alpha"))
	live.answers = [answer]
	got = ask()
	assert [found.screening_list for found in got.found if found.screening_list == name]
	assert got.provider == "Local Lists"
	assert reason in got.note and "the local lists answered" in got.note
	ask()
	assert len(live.calls) == 1, "it is left alone for a while"


def test_a_slow_one_is_not_waited_for(live, monkeypatch):
	list_in_force(companies("Alpha"))
	monkeypatch.setattr(yente, "USUAL_SECONDS", 0.1)
	frappe.db.set_single_value("CQS Settings", "screening_timeout", 0)
	live.slow = 0.5
	answers = list(provider.ask_many([party("Alpha"), party("Beta")], 0.7))
	assert all("did not answer in time" in answer.note for answer in answers)
	assert len(live.calls) == 1


def test_when_nobody_can_answer(live, monkeypatch):
	monkeypatch.setattr(lists, "in_force", lambda: [])
	live.answers = [(500, {}, {})]
	with pytest.raises(provider.CannotAnswer, match=r"it answered 500.*No sanctions list is in force"):
		ask()


def test_an_enabled_list_without_a_version_is_told():
	list_in_force(companies("Alpha"))
	empty = make_list().name
	assert f"{empty} is enabled, but was never imported" in ask().note


def test_another_provider_is_another_fingerprint(live):
	with_yente = provider.fingerprint()
	assert provider.described()[1] == "yente/default"
	frappe.db.set_single_value("CQS Settings", "screening_provider", "Local Lists")
	assert provider.fingerprint() != with_yente


@pytest.mark.parametrize("url", ["", "yente", "ftp://host/", "http://user:key@host/", "http://host/?a=b"])
def test_addresses_that_are_refused(url):
	settings = frappe.get_doc("CQS Settings")
	settings.update({"screening_provider": "yente", "screening_url": url})
	with pytest.raises(frappe.ValidationError, match="The address of yente"):
		settings.save()


@pytest.fixture
def refreshed(server):
	found = make_list(refresh_urls=f"{server.url}/lists/targets.simple.csv\n")
	yield found.name
	frappe.db.rollback()
	frappe.db.set_value("Screening List", found.name, {"enabled": 0, "refresh_urls": ""})
	frappe.db.commit()


def state(name):
	fields = ["version", "entries", "refreshed_on", "refresh_problem", "file_hashes", "last_import"]
	return frappe.db.get_value("Screening List", name, fields, as_dict=True)


@pytest.mark.committed
def test_a_list_is_refreshed_from_its_address(server, refreshed, as_user):
	body = companies("Alpha")["targets.simple.csv"].encode()
	server.answers = [(200, body, {})]
	made = list_refresh.refresh(refreshed)
	first = state(refreshed)
	assert (first.version, first.entries, first.last_import) == (1, 1, made)
	assert list_refresh.refresh(refreshed) is None, "the same bytes are not read again"
	assert state(refreshed).refreshed_on > first.refreshed_on
	with as_user(ANALYST):
		row = frappe.get_doc("Screening List Import", made).files[0]
		file = frappe.get_doc("File", {"file_url": row.file})
		assert file.has_permission("read") and file.get_content().encode() == body
	server.answers = [(200, companies("Alpha", "Beta")["targets.simple.csv"].encode(), {})]
	list_refresh.refresh(refreshed)
	assert (state(refreshed).version, state(refreshed).entries) == (2, 2)


@pytest.mark.committed
@pytest.mark.parametrize(
	("answer", "reason"),
	[
		((503, {}, {}), "targets.simple.csv: it answered 503"),
		((302, {}, {"Location": "http://127.0.0.2/list.csv"}), "redirects to another host"),
		((200, b"x" * 900, {}), "it is larger than"),
		((200, b"id,schema", {"Content-Length": "20"}), "it ended before all of it had come"),
		((200, published.SIMPLE[:-40].encode(), {}), "targets.simple.csv, line 3"),
	],
	ids=["status", "redirect", "size", "cut", "malformed"],
)
def test_a_refresh_that_fails_leaves_the_list_as_it_is(server, refreshed, monkeypatch, answer, reason):
	import_list(refreshed, companies("Alpha"))
	monkeypatch.setattr(downloads, "LARGEST_BYTES", 850)
	server.answers = [answer]
	for _day in range(2):
		list_refresh.refresh(refreshed)
	after = state(refreshed)
	assert (after.version, after.entries) == (1, 1)
	assert reason in after.refresh_problem
	assert "in force" in after.refresh_problem
	told = {"document_name": refreshed, "for_user": OFFICER}
	assert frappe.db.count("Notification Log", told) == 1, "once for each reason"


def test_who_may_ask_for_a_refresh(as_user):
	name = make_list().name
	with as_user(ANALYST), pytest.raises(frappe.PermissionError):
		api.refresh_screening_list(name)
	with as_user(OFFICER), pytest.raises(frappe.ValidationError, match="has no addresses"):
		api.refresh_screening_list(name)

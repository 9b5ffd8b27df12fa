"""Sanctions lists: whole or not at all, in versions, by whom, and what is asked of them."""

import csv
import json
from collections import Counter
from xml.etree import ElementTree

import frappe
import pytest

from benchmarks.kit.calls import NO_NAMES
from cqs_app import api
from cqs_app.engine.compliance.lists.entry_json import content_hash, from_json
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import subject
from cqs_app.erp.compliance import (
	entries,
	list_imports,
	list_index,
	list_progress,
	lists,
	provider,
	rescreening,
)
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from tests.engine import published
from tests.engine.test_lists_real import OFAC_2019, OFAC_2022, SANCTIONS, files_of
from tests.erp import factories as make
from tests.erp.screening_lists import (
	ANALYST,
	AUDITOR,
	OFFICER,
	SALES,
	attach,
	companies,
	give,
	import_list,
	make_list,
)

pytestmark = pytest.mark.committed
ENTRY, CHANGE = "Screening Entry", "Screening Entry Change"
real = pytest.mark.skipif(not SANCTIONS.exists(), reason="the shared data is not here")


@pytest.fixture(autouse=True)
def started(monkeypatch):
	"""Jobs are run by the tests themselves, and the base is not screened: what would have been started, by name."""
	found: list[str] = []
	monkeypatch.setattr(list_imports, "start", found.append)
	monkeypatch.setattr(rescreening, "start", found.append)
	return found


@pytest.fixture
def screening_list():
	found = make_list(source="A publisher")
	yield found.name
	# Lists of other tests are not to answer.
	frappe.db.rollback()
	frappe.db.set_value("Screening List", found.name, "enabled", 0)
	frappe.db.commit()


def state(name):
	fields = ["version", "entries", "published_on", "format", "refresh_problem"]
	return frappe.db.get_value("Screening List", name, fields, as_dict=True)


def in_force(name):
	return frappe.db.count(ENTRY, {"screening_list": name, "upto_version": 0})


def changes(name, version):
	rows = frappe.get_all(
		CHANGE,
		filters={"screening_list": name, "version": version},
		fields=["kind", "primary_name", "words", "entry"],
		order_by="kind, entry_id",
	)
	return rows


def ask(name, threshold=0.7):
	return provider.ask(subject("me", Schema.ORGANISATION, name), threshold)


def test_a_list_is_imported_changed_and_its_versions_stay_readable(screening_list, started):
	first = import_list(screening_list, published.OFAC, published_on="2022-01-14")
	assert (first.status, first.version, first.entries, first.added) == ("In Force", 1, 3, 3)
	assert [row.sha256 for row in first.files] and all(len(row.sha256) == 64 for row in first.files)
	assert state(screening_list).entries == in_force(screening_list) == 3
	again = import_list(screening_list, published.OFAC)
	assert (again.status, again.version, again.added) == ("Unchanged", 0, 0)
	assert state(screening_list).version == 1
	assert started[1:] == [f"{screening_list} v1", again.name], (
		"the base is screened after a new version only"
	)
	newer = {**published.OFAC, "alt.csv": published.ALT.replace("MORSKOY LEV", "MORSKOI LEV")}
	newer["sdn.csv"] = newer["sdn.csv"].replace("101,", "104,", 1)
	for name in ("alt.csv", "add.csv"):
		newer[name] = newer[name].replace("101,", "104,", 1)
	second = import_list(screening_list, newer)
	assert (second.status, second.version) == ("In Force", 2)
	assert (second.added, second.changed, second.removed) == (1, 1, 1)
	assert state(screening_list).published_on is None, "the day of the old files is not that of the new ones"
	found = changes(screening_list, 2)
	assert [row.kind for row in found] == ["Added", "Changed", "Removed"]
	assert "name added: MORSKOI LEV" in found[1].words
	assert changes(screening_list, 1) == []
	before = {entry.entry_id: digest for _row, digest, entry in entries.of_version(screening_list, 1)}
	assert before == {entry.entry_id: content_hash(entry) for entry in published.reader(published.OFAC)}
	assert {entry.entry_id for *_row, entry in entries.of_version(screening_list, 2)} == {"102", "103", "104"}
	old = frappe.get_doc(ENTRY, found[2].entry)
	assert (old.from_version, old.upto_version) == (1, 1)
	assert content_hash(from_json(json.loads(old.content))) == old.content_hash


CUT = {**published.OFAC, "sdn.csv": published.SDN[: len(published.SDN) // 2]}


@pytest.mark.parametrize(
	("files", "reason"),
	[
		(CUT, "sdn.csv, line 2"),
		({"consolidated.xml": published.UN[:-40]}, "consolidated.xml, line"),
		({"a.csv": "<html><body>Not found</body></html>"}, "is a web page"),
		({"sdn.csv": published.SDN}, "give all three"),
		(
			{"targets.simple.csv": published.SIMPLE, "index.json": published.STATISTICS.replace("2,", "3,")},
			"announces 3",
		),
	],
	ids=["cut", "xml", "page", "alone", "announced"],
)
def test_a_bad_file_is_refused_whole_and_the_old_version_stays(screening_list, files, reason):
	import_list(screening_list, companies("Alpha"))
	refused = import_list(screening_list, files)
	assert refused.status == "Refused"
	assert reason in refused.message
	assert "Nothing was imported. Version 1 stays in force." in refused.message
	assert (state(screening_list).version, in_force(screening_list)) == (1, 1)
	assert frappe.db.count(ENTRY, {"screening_list": screening_list}) == 1
	assert ask("Alpha").found[0].screening_list == screening_list


def test_a_list_that_shrinks_waits_until_an_officer_has_looked(screening_list, as_user):
	import_list(screening_list, companies("Alpha", "Beta", "Gamma"))
	asks = import_list(screening_list, companies("Alpha", "Beta"))
	assert asks.status == "Needs Confirmation"
	assert "2 entries, 1 fewer than the 3 in force" in asks.message
	assert (asks.entries, asks.removed, state(screening_list).version, in_force(screening_list)) == (
		2,
		1,
		1,
		3,
	)
	for user in (ANALYST, AUDITOR):
		with as_user(user), pytest.raises(frappe.PermissionError, match="Compliance Officer"):
			api.confirm_screening_import(asks.name)
	with as_user(OFFICER):
		api.dismiss_screening_import(asks.name)
		with pytest.raises(WrongState, match="waits for no confirmation"):
			api.confirm_screening_import(asks.name)
	assert frappe.db.get_value("Screening List Import", asks.name, "status") == "Refused"
	second = import_list(screening_list, companies("Alpha", "Beta"))
	with as_user(OFFICER):
		api.confirm_screening_import(second.name)
	# Meanwhile the list became another one: what he saw is not what would happen.
	import_list(screening_list, companies("Alpha", "Beta", "Gamma", "Delta"))
	second.reload()
	assert (second.status, in_force(screening_list)) == ("Needs Confirmation", 4)
	assert "2 fewer than the 4 in force" in second.message
	with as_user(OFFICER):
		api.confirm_screening_import(second.name)
	list_imports.run(second.name)
	second.reload()
	assert (second.status, second.confirmed_by, second.version) == ("In Force", OFFICER, 3)
	assert in_force(screening_list) == 2


def test_a_job_that_died_is_started_over(screening_list, monkeypatch, started):
	name = give(screening_list, companies("Alpha"))
	frappe.db.commit()

	def die(*_args):
		raise SystemExit

	with monkeypatch.context() as patched:
		patched.setattr(list_index, "make", die)
		with pytest.raises(SystemExit):
			list_imports.run(name)
	frappe.db.rollback()
	assert frappe.db.get_value("Screening List Import", name, "status") == "Reading"
	assert (state(screening_list).version, in_force(screening_list)) == (0, 0)
	started.clear()
	list_imports.resume_dead()
	assert name not in started, "it was heard of a moment ago"
	frappe.cache.delete_value(list_progress.key(name))
	frappe.db.set_value("Screening List Import", name, "heartbeat", "2025-01-01 00:00:00")
	list_imports.resume_dead()
	assert name in started
	list_imports.run(name)
	assert frappe.db.get_value("Screening List Import", name, ["status", "tries"]) == ("In Force", 2)
	assert in_force(screening_list) == 1


def test_a_job_that_always_dies_is_given_up(screening_list):
	name = give(screening_list, companies("Alpha"))
	frappe.db.set_value("Screening List Import", name, "tries", list_imports.MOST_TRIES)
	list_imports.run(name)
	assert frappe.db.get_value("Screening List Import", name, "status") == "Failed"


def test_two_imports_of_a_list_wait_for_each_other(screening_list):
	first, second = (give(screening_list, companies(*names)) for names in (("Alpha",), ("Alpha", "Beta")))
	frappe.db.commit()
	with list_imports._alone(screening_list):
		# As another process: a connection of its own.
		held = frappe.local.db
		frappe.connect()
		list_imports.run(second)
		assert frappe.db.get_value("Screening List Import", second, "status") == "Queued"
		frappe.db.close()
		frappe.local.db = held
	list_imports.run(first)
	statuses = [frappe.db.get_value("Screening List Import", name, "status") for name in (first, second)]
	assert statuses == ["In Force", "In Force"]
	assert (state(screening_list).version, in_force(screening_list)) == (2, 2)


def test_who_may(screening_list, as_user):
	names = attach(screening_list, companies("Alpha"))
	for user in (ANALYST, AUDITOR, SALES):
		with as_user(user), pytest.raises(frappe.PermissionError):
			api.import_screening_list(screening_list, names)
	with as_user(OFFICER):
		told = api.import_screening_list(screening_list, names)
		assert told["status"] == "Queued"
	list_imports.run(told["name"])
	for user, may in ((OFFICER, True), (ANALYST, True), (AUDITOR, True), (SALES, False)):
		with as_user(user):
			for doctype in ("Screening List", "Screening List Import", ENTRY, CHANGE):
				assert bool(frappe.has_permission(doctype, "read")) is may
				assert not frappe.has_permission(doctype, "write") or doctype == "Screening List"
			file = frappe.get_doc("File", names[0])
			assert file.has_permission("read") is may
			assert not file.has_permission("delete")
	for doctype in ("Screening List Import", ENTRY):
		doc = frappe.get_last_doc(doctype, {"screening_list": screening_list})
		for act in (doc.save, doc.delete):
			with pytest.raises(NotEditable):
				act()
	with pytest.raises(NotEditable):
		frappe.get_doc("Screening List", screening_list).delete()


def test_what_the_app_knows_of_a_list_is_not_set_by_a_form(screening_list, as_user):
	import_list(screening_list, companies("Alpha"))
	with as_user(OFFICER):
		doc = frappe.get_doc("Screening List", screening_list)
		doc.update({"version": 9, "entries": 0, "stale_after_days": 3, "format": "x"})
		doc.save()
	assert (doc.version, doc.entries, doc.format, doc.stale_after_days) == (1, 1, "OpenSanctions CSV", 3)
	doc.refresh_urls = "ftp://example.org/list.xml"
	with pytest.raises(frappe.ValidationError, match="is no address"):
		doc.save()


def test_a_stale_list_is_told_once(screening_list):
	import_list(screening_list, companies("Alpha"))
	frappe.db.set_value("Screening List", screening_list, "refreshed_on", "2025-01-01 00:00:00")
	for _day in range(2):
		lists.tell_stale()
	told = frappe.get_all(
		"Notification Log", filters={"document_name": screening_list, "for_user": OFFICER}, pluck="subject"
	)
	assert len(told) == 1
	assert "was not refreshed for more than 7 days" in told[0]
	assert frappe.db.get_value("Screening List", screening_list, "is_stale")


def test_the_lists_answer_with_version_and_row(screening_list):
	import_list(screening_list, published.OFAC, published_on="2022-01-14")
	seen = provider.fingerprint()
	answer = ask("Orbit Trading L.L.C.")
	found = next(one for one in answer.found if one.screening_list == screening_list)
	row = frappe.get_doc(ENTRY, found.entry)
	assert (row.entry_id, row.content_hash, row.upto_version) == ("101", found.entry_hash, 0)
	assert (found.entry_name, found.schema, found.programs) == (
		"ORBIT TRADING LLC",
		"LegalEntity",
		"IRAN, SDGT",
	)
	assert found.match.score >= 0.95
	assert f"{screening_list} v1 (2022-01-14)" in answer.lists
	assert (answer.provider, answer.algorithm) == ("Local Lists", found.match.algorithm)
	assert provider.fingerprint() == seen
	frappe.db.set_value("Screening List", screening_list, "enabled", 0)
	assert provider.fingerprint() != seen


def test_an_index_that_is_lost_or_damaged_is_made_anew(screening_list):
	import_list(screening_list, companies("Alpha"))
	path = list_index.path_of(screening_list, 1)
	stored = path.read_bytes()
	for left in (None, b"", stored[:-5], stored[:50] + b"x" + stored[51:]):
		path.write_bytes(left) if left is not None else path.unlink()
		list_index.forget()
		assert ask("Alpha").found[0].screening_list == screening_list
		assert path.read_bytes() == stored
	import_list(screening_list, companies("Alpha", "Beta"))
	import_list(screening_list, companies("Alpha", "Beta", "Gamma"))
	assert not path.exists()
	assert ask("Gamma").found[0].screening_list == screening_list


def test_without_a_list_nobody_is_screened(monkeypatch):
	monkeypatch.setattr(lists, "in_force", lambda: [])
	with pytest.raises(provider.CannotAnswer, match="No sanctions list is in force"):
		ask("Alpha")


def own_count(pattern):
	"""The file's own count, read without the importer: elements, lines, or rows that begin with a number."""
	main = ("sdn.", "cons_prim", "consol", "targets")
	path = next(path for path in sorted(SANCTIONS.glob(pattern)) if path.name.startswith(main))
	if path.suffix == ".xml":
		tags = Counter(element.tag for element in ElementTree.parse(path).iter())
		return tags["INDIVIDUAL"] + tags["ENTITY"]
	with path.open(encoding="utf-8", errors="replace", newline="") as file:
		if path.suffix == ".json":
			return sum(1 for line in file if json.loads(line)["target"])
		if path.name.startswith("targets"):
			return sum(1 for _row in csv.DictReader(file))
		return sum(1 for row in csv.reader(file) if len(row) == 12 and row[0].isdigit())


@real
@pytest.mark.parametrize(
	"pattern",
	[
		"ofac-consolidated-nonsdn/*.csv",
		"un-2018-10/*.xml",
		"opensanctions-sample/targets.simple.csv",
		"opensanctions-sample/targets.nested.json",
	],
)
def test_published_lists_are_complete_and_twice_without_a_change(screening_list, pattern):
	first, again = (import_list(screening_list, files_of(pattern)) for _time in range(2))
	assert first.entries == first.added == in_force(screening_list) == own_count(pattern)
	assert (first.status, again.status) == ("In Force", "Unchanged")
	assert (again.entries, again.added, again.changed, again.removed) == (first.entries, 0, 0, 0)


@real
def test_three_years_of_updates_and_a_cut_in_the_middle(screening_list, monkeypatch):
	"""The large list, without its index, which takes ten seconds."""
	monkeypatch.setattr(list_index, "make", lambda *_args: None)
	old, new = files_of(OFAC_2019), files_of(OFAC_2022)
	first = import_list(screening_list, old, published_on="2019-01-01")
	assert first.entries == in_force(screening_list) == own_count(OFAC_2019)
	cut = {**new, "sdn.csv": new["sdn.csv"][: len(new["sdn.csv"]) // 2]}
	refused = import_list(screening_list, cut)
	assert refused.status == "Refused"
	assert (state(screening_list).version, in_force(screening_list)) == (1, first.entries)
	second = import_list(screening_list, new, published_on="2022-01-14")
	assert second.status == "In Force", second.message
	assert second.entries == in_force(screening_list) == own_count(OFAC_2022)
	assert second.entries == first.entries + second.added - second.removed
	counted = Counter(row.kind for row in changes(screening_list, 2))
	assert counted == {"Added": second.added, "Changed": second.changed, "Removed": second.removed}
	assert all(row.words for row in changes(screening_list, 2) if row.kind == "Changed")
	ids = "select entry_id from `tabScreening Entry` where screening_list = %s and upto_version = 0"
	with (SANCTIONS / "ofac-2022-01" / "sdn.csv").open(
		encoding="utf-8", errors="replace", newline=""
	) as file:
		wanted = {row[0].strip() for row in csv.reader(file) if len(row) == 12}
	# One number stands twice in these files; its second entry is kept as 2677-2.
	assert {found for (found,) in frappe.db.sql(ids, screening_list)} - {"2677-2"} == wanted


def test_the_form_of_a_new_list_has_no_state_of_its_own():
	name = make.unique("List")
	doc = frappe.get_doc(doctype="Screening List", list_name=name, version=7, entries=9).insert().reload()
	assert (doc.version, doc.entries, doc.enabled) == (0, 0, 1)


def test_arguments_that_are_none(screening_list, as_user):
	names = attach(screening_list, companies("Alpha"))
	with as_user(OFFICER):
		for wrong in NO_NAMES:
			for call, args in (
				(api.screening_import, {"name": wrong}),
				(api.confirm_screening_import, {"name": wrong}),
				(api.dismiss_screening_import, {"name": wrong}),
				(api.refresh_screening_list, {"screening_list": wrong}),
				(api.import_screening_list, {"screening_list": wrong, "files": names}),
				(api.import_screening_list, {"screening_list": screening_list, "files": wrong}),
				(api.import_screening_list, {"screening_list": screening_list, "files": [wrong]}),
			):
				# What Frappe answers with 403, 404 and 417.
				with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
					call(**args)
		with pytest.raises(frappe.ValidationError, match="no day of a publication"):
			api.import_screening_list(screening_list, names, "tomorrow-ish")
	assert not frappe.db.exists("Screening List Import", {"screening_list": screening_list})

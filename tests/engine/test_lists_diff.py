"""What a new version changes: by content, whatever the order; the same file twice changes nothing."""

import json
from dataclasses import replace

import pytest

from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.diff import ChangeKind, diff, shrinkage, what_changed
from cqs_app.engine.compliance.lists.entry import (
	Address,
	Entry,
	Identifier,
	IdentifierKind,
	Name,
	NameKind,
	Schema,
)
from cqs_app.engine.compliance.lists.entry_json import SEVERAL, content_hash, from_json, to_json
from tests.engine import published

ENTRY = Entry(
	entry_id="101",
	schema=Schema.PERSON,
	names=(Name("DOE, John"), Name("DOE, Jack", NameKind.FORMER), Name("Johnny", NameKind.WEAK_ALIAS, "en")),
	countries=("IQ", "RU"),
	nationalities=("IQ", "KP"),
	birth_dates=(BirthDate("1955-01-15"), BirthDate("1956", "1958", True)),
	birth_places=("Basra", "Mosul"),
	identifiers=(
		Identifier(IdentifierKind.PASSPORT, "A1", "IQ", "Passport"),
		Identifier(IdentifierKind.TAX, "2"),
	),
	addresses=(Address("Main Street 1", "Basra", "IQ"), Address("", "", "RU")),
	programs=("SDGT", "IRAN"),
	remarks="Gender Male; Linked To: ORBIT.",
	source_url="https://example.org",
	position="sdn.csv, line 1",
)


def hashes(entries):
	return {entry.entry_id: content_hash(entry) for entry in entries}


def test_the_hash_does_not_know_order_or_place():
	turned = replace(
		ENTRY,
		position="other.csv, line 9",
		source_url="",
		**{key: getattr(ENTRY, key)[::-1] for key in SEVERAL},
	)
	assert content_hash(turned) == content_hash(ENTRY)


@pytest.mark.parametrize(
	"change",
	[
		{"schema": Schema.COMPANY},
		{"names": (Name("DOE, John"),)},
		{"names": (*ENTRY.names[:2], Name("Johnny", NameKind.ALIAS, "en"))},
		{"birth_dates": (BirthDate("1955-01-15"), BirthDate("1956", "1958"))},
		{"identifiers": ENTRY.identifiers[:1]},
		{"remarks": "Gender Male."},
	],
)
def test_the_hash_knows_every_fact(change):
	assert content_hash(replace(ENTRY, **change)) != content_hash(ENTRY)


def test_stored_and_loaded_it_is_the_same():
	loaded = from_json(json.loads(json.dumps(to_json(ENTRY))))
	assert loaded == ENTRY
	assert (loaded.position, loaded.source_url) == (ENTRY.position, ENTRY.source_url)
	assert content_hash(loaded) == content_hash(ENTRY)


def test_the_same_again_changes_nothing():
	before = hashes(published.reader(published.OFAC))
	assert list(diff(before, published.reader(published.OFAC))) == []


def test_added_changed_removed():
	old = {entry.entry_id: entry for entry in published.reader(published.OFAC)}
	changed = replace(old["102"], birth_dates=(BirthDate("1957"),), nationalities=("IQ",))
	new = replace(old["103"], entry_id="104")
	found = list(diff(hashes(old.values()), [old["101"], changed, new], old.get))
	assert [(change.kind, change.entry_id) for change in found] == [
		(ChangeKind.CHANGED, "102"),
		(ChangeKind.ADDED, "104"),
		(ChangeKind.REMOVED, "103"),
	]
	assert found[0].words == (
		"nationality removed: KP",
		"birth date removed: 1955-01-15",
		"birth date removed: circa 1956",
		"birth date added: 1957",
	)
	after = {"101": content_hash(old["101"]), "102": found[0].hash, "104": found[1].hash}
	assert list(diff(after, [old["101"], changed, new])) == []


@pytest.mark.parametrize(
	("change", "words"),
	[
		({"schema": Schema.COMPANY}, ["type: Person is now Company"]),
		(
			{
				"names": (
					Name("DOE, John"),
					Name("DOE, Jim", NameKind.ALIAS),
					Name("Johnny", NameKind.ALIAS, "en"),
				)
			},
			[
				"name removed: DOE, Jack (Former)",
				"name added: DOE, Jim (Alias)",
				"name Johnny: Weak Alias is now Alias",
			],
		),
		({"identifiers": ENTRY.identifiers[1:]}, ["identifier removed: Passport, A1, IQ, Passport"]),
		({"addresses": ENTRY.addresses[:1]}, ["address removed: RU"]),
		(
			{"remarks": "Gender Male; Linked To: COMET."},
			["remarks, no longer: Linked To: ORBIT, new: Linked To: COMET"],
		),
		({"programs": ("IRAN", "SDGT")}, []),
	],
)
def test_what_changed_in_words(change, words):
	assert what_changed(ENTRY, replace(ENTRY, **change)) == words


@pytest.mark.parametrize(
	("before", "after", "asks"), [(100, 90, False), (100, 89, True), (100, 200, False), (0, 0, False)]
)
def test_a_list_that_lost_much_is_asked_about(before, after, asks):
	assert bool(shrinkage(before, after)) is asks

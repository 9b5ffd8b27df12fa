"""Duplicates: names, addresses and identifiers made comparable, scores that rank, keys that find, and real records."""

import os
from pathlib import Path

import pytest

from benchmarks import duplicates as benchmark
from cqs_app.engine.qualification.addresses import PartyAddress, address_similarity, normal_address
from cqs_app.engine.qualification.duplicate_model import LIKELY, POSSIBLE, Feature
from cqs_app.engine.qualification.duplicates import candidate_pairs, compare, ranked, tax_id_similarity
from cqs_app.engine.qualification.party_keys import KeyType, keys_of, worth_following
from cqs_app.engine.qualification.party_names import name_similarity, name_tokens
from cqs_app.engine.qualification.party_records import PartyRecord, domain, email, normalised, phone

SHARED = Path(os.environ.get("CQS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
SITES = SHARED / "dedupe" / "sites_with_true_ids.csv"


def party(name="Acme Trading", *, id="A", tax=(), bank=(), street=(), mail=(), phones=(), web=()):
	return normalised(
		PartyRecord(
			id=id,
			names=(name,) if name else (),
			tax_ids=tuple(tax),
			bank_accounts=tuple(bank),
			addresses=tuple(PartyAddress(*parts) for parts in street),
			emails=tuple(mail),
			phones=tuple(phones),
			websites=tuple(web),
		)
	)


@pytest.mark.parametrize(
	("name", "tokens"),
	[
		("Müller & Co. Int'l GmbH", ("muller", "international")),
		("MULLER INTERNATIONAL", ("muller", "international")),
		("Société Générale S.A.", ("societe", "generale")),
		("Łódź Mfg. Sp. z o.o.", ("lodz", "manufacturing")),
		("The A.B.C. Company Ltd", ("abc",)),
		("OOO Ромашка", ("ромашка",)),
		("Co. Ltd.", ("co", "ltd")),
		("株式会社トヨタ", ("トヨタ",)),
		("!!!", ()),
	],
)
def test_name_tokens(name, tokens):
	assert name_tokens(name) == tokens


@pytest.mark.parametrize(
	("name", "better", "worse"),
	[
		("Acme Trading Ltd", "Trading Acme", "Acme Shipping"),
		("Acme Trading", "Acme Tradnig Inc", "Apex Trading"),
		("Data Soft GmbH", "DataSoft", "Data Systems"),
		("Hull House Parkway", "Hull House Association - Parkway Community Center", "Hull Yachts"),
	],
)
def test_the_better_name_wins(name, better, worse):
	one = name_tokens(name)
	assert name_similarity(one, name_tokens(better)) > name_similarity(one, name_tokens(worse))


@pytest.mark.parametrize(
	("one", "other", "least", "most"),
	[
		(("12 Main Street", "60601"), ("12 Main St.", "60601"), 1, 1),
		(("27 E 113th Street", ""), ("27 East 113th St", "60628"), 1, 1),
		(("Hauptstraße 5", "10115"), ("Hauptstr. 5", "10115"), 1, 1),
		(("12 Main St", "60601"), ("12 Main St", "73301"), 0.5, 0.7),
		(("12 Main St", "60601"), ("14 Main St", "60601"), 0.5, 0.7),
		(("12 N Main St", ""), ("12 S Main St", ""), 0.4, 0.6),
		(("12 Main St", ""), ("12 Oak St", ""), 0, 0),
	],
)
def test_addresses(one, other, least, most):
	similarity = address_similarity(normal_address(PartyAddress(*one)), normal_address(PartyAddress(*other)))
	assert least <= similarity <= most


def test_an_address_without_a_street_says_nothing():
	city = normal_address(PartyAddress(city="Berlin", country="Germany"))
	assert address_similarity(city, city) is None


def test_identifiers():
	assert phone("+49 (0)30 123-4567 ext. 12") == "490301234567"
	assert phone("000 0000") == phone("12 34") == ""
	assert email("Jane+offers@Acme.COM ") == "jane@acme.com"
	assert email("nobody") == email("@acme.com") == ""
	assert domain("https://www.Acme.com/about?x=1") == "acme.com"
	assert domain("not a site") == ""
	assert party(mail=["a@gmail.com"], web=["http://shop.acme.co.uk"]).domains == {"acme.co.uk"}
	assert party(tax=["0000000", "12"]).tax_ids == frozenset()


@pytest.mark.parametrize(
	("one", "other", "similarity"),
	[
		("DE123456789", "DE123456789", 1),
		("DE123456789", "123456789", 0.95),
		("DE123456789", "FR123456789", 0),
		("DE123456789", "DE123456788", 0.8),
		("DE123456789", "DE987654321", 0),
	],
)
def test_tax_ids(one, other, similarity):
	assert tax_id_similarity(one, other) == similarity


def test_exact_identifiers_dominate_and_contradicting_ones_weigh_against():
	same_tax = compare(party("Acme", tax=["DE 123456789"]), party("Zenith Holding", tax=["de123456789"]))
	assert same_tax.score > LIKELY
	assert same_tax.reasons[0].feature is Feature.TAX_ID
	assert (
		compare(party("Acme", bank=["DE89 3704 0044"]), party("Zeta", bank=["DE8937040044"])).score > LIKELY
	)
	here = {"street": [("12 Main St", "60601")], "phones": ["312 555 0100"]}
	alike = compare(party("Acme Trading", **here), party("Acme Trading Inc", **here))
	other_tax = compare(
		party("Acme Trading", tax=["DE123456789"], street=here["street"]),
		party("Acme Trading Inc", tax=["DE987654321"], street=here["street"]),
	)
	assert alike.score > 0.99 > LIKELY > other_tax.score
	assert other_tax.reasons[0].weight < 0


def test_the_ranking_is_explained():
	mine = party(id="me", mail=["info@acme.com"], phones=["+1 312 555 0100"])
	found = ranked(
		mine,
		[
			mine,
			party("Acme Trading Corp", id="name only"),
			party("Acme Trading", id="all", mail=["INFO@acme.com"], phones=["3125550100"]),
			party("Nothing Alike", id="none"),
		],
	)
	assert [match.id for match in found] == ["all", "name only"]
	assert [reason.feature for reason in found[0].reasons] == [Feature.EMAIL, Feature.NAME, Feature.PHONE]
	assert found[0].reasons[2].theirs == "3125550100"
	assert POSSIBLE < found[1].score < found[0].score <= 1
	assert compare(party(""), party("")).reasons == ()


def test_keys_meet_and_common_ones_are_not_followed():
	mine, theirs = (
		party("Mueller Maschinenbau", street=[("5 Hauptstr", "10115")], phones=["030 1234567"]),
		party("Müller GmbH", street=[("Hauptstrasse 5", "10115")], phones=["+49 30 1234567"]),
	)
	common = keys_of(mine) & keys_of(theirs)
	assert {kind for kind, _value in common} == {KeyType.WORD, KeyType.HOUSE, KeyType.PHONE}
	holders = {key: 2 for key in common} | {(KeyType.WORD, "mlr"): 5000}
	assert (KeyType.WORD, "mlr") not in worth_following(common, holders, 100)
	exact = (KeyType.TAX_ID, "123456789")
	assert worth_following([exact], {exact: 5000}, 100) == [exact]


def test_not_every_pair_is_compared():
	parties = [party(f"Company{index:03} Unique{index:03}", id=str(index)) for index in range(300)]
	assert len(candidate_pairs(parties)) == 0
	parties += [party("Company007 Unique007 Ltd", id="again")]
	assert candidate_pairs(parties) == {(7, 300)}


@pytest.mark.skipif(not SITES.exists(), reason="the records with true ids are not here")
def test_real_records(capsys):
	"""The half of the true ids that the model was not adjusted on."""
	part = benchmark.score(
		[record for record in benchmark.read(SITES) if benchmark.half_of(record[0]) == "held out"]
	)
	with capsys.disabled():
		print("\n" + benchmark.describe("duplicates, held out", part))
	precision, recall, f1 = part.at(LIKELY)
	assert precision >= 0.97 and recall >= 0.92 and f1 >= 0.95
	assert part.blocking_recall() >= 0.98
	assert len(part.scores) < 0.04 * part.records**2 / 2

"""Who stands behind a customer, through the dossier: what is worked out, told, and kept from being cleared."""

import json

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.compliance import ownership
from cqs_app.erp.qualification.exceptions import Incomplete
from tests.erp import factories as make

SALES, ANALYST, COMPLIANCE, AUDITOR = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "compliance", "auditor")
)
CLEAR = "Clear Compliance"


def owner(name, percent=0.0, of="", *, company=False, **flags):
	return {
		"owner_name": name,
		"owner_type": "Company" if company else "Person",
		"owned_entity": of,
		"ownership_percent": percent,
		**flags,
	}


# 60 % of the customer, of it 50 % of it 90 %: 27 %, three layers away.
THREE_LAYERS = (
	owner("Alpha GmbH", 60, company=True),
	owner("Beta BV", 50, "Alpha GmbH", company=True),
	owner("Cid Clark", 90, "Beta BV"),
	owner("Dora Dean", 10, "Beta BV"),
	owner("Eve Eden", 50, "Alpha GmbH"),
	owner("Fay Ford", 40),
)
# 15 % by himself and 12 % through Alpha: only together they pass 25 %.
SPLIT = (
	owner("Gus Grey", 15),
	owner("Alpha GmbH", 40, company=True),
	owner("Gus Grey", 30, "Alpha GmbH"),
	owner("Hal Hunt", 70, "Alpha GmbH"),
	owner("Ida Ives", 45),
)
# The company holds 20 % of Alpha, which holds 20 % of the company: Ann 60 and Bob 20 % are 75 and 25 %.
CYCLE = (
	owner("Ann Abel", 60),
	owner("Bob Bell", 20),
	owner("Alpha GmbH", 20, company=True),
	owner("THE PARTY", 100, "Alpha GmbH", company=True),
)
CLOSED = (
	owner("Alpha GmbH", 60, company=True),
	owner("Beta BV", 100, "Alpha GmbH", company=True),
	owner("Alpha GmbH", 100, "Beta BV", company=True),
	owner("Ann Abel", 40),
)


@pytest.fixture
def in_review(as_user):
	def start(owners, **values):
		customer = make.make_customer()
		named = [
			{**row, "owner_name": row["owner_name"].replace("THE PARTY", customer.customer_name)}
			for row in owners
		]
		dossier = make.make_qualification(by=SALES, party=customer, owners=named, **values)
		with as_user(SALES):
			api.act_on_qualification(dossier.name, "Start Review")
		return dossier.reload()

	return start


@pytest.fixture
def edit(as_user):
	def save(dossier, user=COMPLIANCE, **values):
		with as_user(user):
			document = frappe.get_doc(dossier.doctype, dossier.name)
			document.update(values)
			document.save()
		return dossier.reload()

	return save


@pytest.fixture
def clear(as_user):
	def take(dossier):
		with as_user(COMPLIANCE):
			api.act_on_qualification(dossier.name, CLEAR)
		return dossier.reload()

	return take


def stored(dossier) -> dict:
	return json.loads(dossier.ownership)


def shares(dossier) -> dict:
	"""Beneficial owners with their effective share."""
	return {one["name"]: one["percent"] for one in stored(dossier)["owners"] if one["reasons"]}


@pytest.mark.parametrize(
	("owners", "expected"),
	[
		(THREE_LAYERS, {"Fay Ford": "40", "Eve Eden": "30", "Cid Clark": "27"}),
		(SPLIT, {"Ida Ives": "45", "Hal Hunt": "28", "Gus Grey": "27"}),
		(CYCLE, {"Ann Abel": "75", "Bob Bell": "25"}),
	],
	ids=["three layers", "a split that only together passes 25 %", "a cycle"],
)
def test_effective_shares_through_every_path(in_review, clear, owners, expected):
	dossier = in_review(owners)
	assert shares(dossier) == expected
	assert clear(dossier).compliance_status == "Cleared"


def test_each_owner_tells_his_paths(in_review):
	dossier = in_review(THREE_LAYERS)
	cid = next(one for one in stored(dossier)["owners"] if one["name"] == "Cid Clark")
	party = dossier.party_name
	assert cid["paths"] == [f"Cid Clark 90 % of Beta BV 50 % of Alpha GmbH 60 % of {party} = 27 %"]
	assert "Cid Clark: 27 % (Ownership)" in dossier.ownership_summary
	(alpha,) = (node for node in stored(dossier)["tree"]["owners"] if node["name"] == "Alpha GmbH")
	assert [node["name"] for node in alpha["owners"]] == ["Beta BV", "Eve Eden"]


def test_the_threshold_is_the_policys():
	policy = frappe.get_doc("Credit Policy", "Balanced")
	version = policy.version
	policy.ownership_threshold = 10
	policy.save()
	assert policy.version == version + 1
	dossier = make.make_qualification(owners=[owner("Ann Abel", 85), owner("Bob Bell", 15)])
	dossier.save()
	assert shares(dossier) == {"Ann Abel": "85", "Bob Bell": "15"}
	assert ownership.threshold_of(dossier) == 10
	policy.ownership_threshold = 0
	with pytest.raises(frappe.ValidationError, match="ownership_threshold"):
		policy.save()


@pytest.mark.parametrize(
	("owners", "said"),
	[
		((), "no owner and no director is named"),
		([owner("Ann Abel", 80), owner("Bob Bell", 70)], "add up to 150 %"),
		(CLOSED, "nobody stands behind 60 %"),
		([owner("Ann Abel", 70)], "no person is known behind 30 %"),
		([owner("Ann Abel", 150)], "150 % of .* is no share"),
		([owner(f"Owner {at}", 10) for at in range(10)], "nobody is a beneficial owner"),
		([owner("Nora Nom", 100, is_nominee=1)], "nobody is named behind"),
	],
	ids=["nobody", "150 %", "closed cycle", "30 % unknown", "wrong share", "nobody from 25 % on", "nominee"],
)
def test_what_keeps_compliance_from_being_cleared(in_review, clear, edit, owners, said):
	"""Until it is mended or explained; an explanation holds for the findings that it was written for."""
	dossier = in_review(owners)
	with pytest.raises(Incomplete, match=said):
		clear(dossier)
	edit(dossier, ownership_explanation="The register was seen", no_owner_reason="Listed Company")
	assert (dossier.ownership_explanation_by, bool(dossier.ownership_explanation_on)) == (COMPLIANCE, True)
	assert clear(dossier).compliance_status == "Cleared"


def test_an_explanation_does_not_hold_for_other_findings(in_review, clear, edit):
	dossier = in_review([owner("Ann Abel", 70)])
	edit(dossier, ownership_explanation="The other 30 % are traded on an exchange")
	edit(dossier, beneficial_owners=[owner("Ann Abel", 40)])
	with pytest.raises(Incomplete, match="written for other findings"):
		clear(dossier)
	edit(dossier, ownership_explanation="The other 60 % are traded on an exchange")
	clear(dossier)


def test_mended_needs_no_explanation(in_review, clear, edit):
	dossier = in_review([owner("Ann Abel", 80), owner("Bob Bell", 70)])
	frappe.clear_messages()
	edit(dossier, beneficial_owners=[owner("Ann Abel", 80), owner("Bob Bell", 30)])
	assert "add up to 110 %" in str(frappe.get_message_log()), "whoever saves it reads it"
	edit(dossier, beneficial_owners=[owner("Ann Abel", 80), owner("Bob Bell", 20)])
	clear(dossier)


def test_withdrawing_the_explanation_looks_again(in_review, clear, edit):
	dossier = in_review(())
	edit(dossier, no_owner_reason="State Owned", ownership_explanation="The Land of Hesse owns it, by law")
	clear(dossier)
	edit(dossier, ownership_explanation="")
	assert (dossier.compliance_status, dossier.ownership_explanation_by) == ("In Review", None)


def test_only_compliance_explains_and_sales_see_nothing(in_review, edit, as_user):
	dossier = in_review([owner("Ann Abel", 70)])
	edit(dossier, SALES, ownership_explanation="All is well", no_owner_reason="Other", ownership="{}")
	assert not dossier.ownership_explanation and stored(dossier)["owners"]
	for user, sees in ((SALES, False), (ANALYST, True), (AUDITOR, True)):
		with as_user(user):
			shown = frappe.get_doc(dossier.doctype, dossier.name)
			shown.apply_fieldlevel_read_permissions()
			assert [bool(shown.get(field)) for field in ("ownership", "ownership_summary")] == [sees, sees]
	with as_user(SALES):
		assert "Ann" not in json.dumps(api.qualification_rights(dossier.name))

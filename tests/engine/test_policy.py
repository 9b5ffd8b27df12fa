"""Policies that cannot be evaluated are refused with the row and what is wrong with it."""

import json
from pathlib import Path

import pytest

from cqs_app.engine.credit.default_policy import DEFAULT_POLICY, default_policy
from cqs_app.engine.credit.policy import BrokenPolicy, policy_from_dict, policy_to_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.sample import prove
from tests.engine.make import make_policy

GOOD = {"policy_name": "P", "rules": [{"rule": "Credit Limit", "action": "Hold"}]}


@pytest.mark.parametrize(
	("changes", "said"),
	[
		({"policy_name": ""}, "policy_name"),
		({"rules": []}, "at least one rule"),
		({"rules": "Credit Limit"}, "list of rows"),
		({"rules": [{"rule": "Astrology", "action": "Hold"}]}, "row 1: 'Astrology'"),
		({"rules": [{"rule": "Credit Limit", "action": "Shout"}]}, "row 1, action"),
		({"rules": [{"rule": "Credit Limit", "action": "Pass"}]}, "row 1, action"),
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "checkpoint": "Till"}]}, "checkpoint"),
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "threshold": "ten"}]}, "threshold"),
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "threshold": "NaN"}]}, "threshold"),
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "threshold": -1}]}, "negative"),
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "grace_days": 1.5}]}, "whole number"),
		({"components": [{"component": "stock"}]}, "components, row 1"),
		({"components": [{"component": "receivable"}] * 2}, "twice"),
		({"approval_levels": [{"up_to_amount": 5}]}, "role is missing"),
		({"shipped_action": "Maybe"}, "shipped_action"),
		({"horizon_days": -3}, "negative"),
	],
)
def test_broken(changes, said):
	with pytest.raises(BrokenPolicy, match=said):
		policy_from_dict({**GOOD, **changes}, list(RULES))


def test_what_reads_well_may_still_fail_the_sample():
	with pytest.raises(BrokenPolicy, match="needs a threshold"):
		prove(make_policy({"rule": "Maximum Document Value", "action": "Hold"}))
	with pytest.raises(BrokenPolicy, match="shipped_action"):
		prove(make_policy(shipped_action="Pass"))


def test_the_seeded_policy_is_sound_and_survives_a_round_trip():
	policy = default_policy()
	prove(policy)
	assert policy_from_dict(policy_to_dict(policy), list(RULES)) == policy
	assert policy.name == DEFAULT_POLICY["policy_name"]


def test_approvers_by_amount():
	roles = default_policy().approver_roles
	assert roles(10_000)[0] == "Credit Analyst"
	assert roles(10_001) == ["Credit Manager", "Credit Director"]
	assert roles(10**9) == ["Credit Director"]


def test_the_example_in_the_docs_is_the_seeded_policy():
	example = Path(__file__).parents[2] / "docs" / "policy-example.json"
	assert policy_from_dict(json.loads(example.read_text()), list(RULES)) == default_policy()

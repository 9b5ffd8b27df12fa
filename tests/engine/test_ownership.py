"""Who stands behind a customer: shares through every path, cycles, nominees, control, and what is not known."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest

from cqs_app.engine.compliance.entity_keys import company_key, loose_key, person_key
from cqs_app.engine.compliance.ownership import Reason, analyse
from cqs_app.engine.compliance.ownership_graph import Holding, IssueKind, percent_of
from cqs_app.engine.compliance.ownership_paths import MOST_TREE_NODES

CUSTOMER = "Zenith Trading Ltd"


def person(owner, owned="", percent=0, **flags):
	return Holding(owner, owned, Decimal(str(percent)), **flags)


def company(owner, owned="", percent=0, **flags):
	return Holding(owner, owned, Decimal(str(percent)), is_person=False, **flags)


def shares(result):
	return {owner.name: owner.share for owner in result.owners}


def kinds(result):
	return [issue.kind for issue in result.issues]


def beneficial(result):
	return {owner.name: list(owner.reasons) for owner in result.beneficial_owners}


def test_three_layers():
	result = analyse(
		CUSTOMER,
		[
			company("Alpha GmbH", percent=60),
			person("Ann", percent=40),
			company("Beta BV", "Alpha GmbH", 50),
			person("Bob", "Alpha GmbH", 50),
			person("Cid", "Beta BV", 90),
			person("Dan", "Beta BV", 10),
		],
	)
	assert shares(result) == {
		"Ann": Fraction(40, 100),
		"Bob": Fraction(30, 100),
		"Cid": Fraction(27, 100),
		"Dan": Fraction(3, 100),
	}
	assert beneficial(result) == {name: [Reason.OWNERSHIP] for name in ("Ann", "Bob", "Cid")}
	assert result.unknown == 0
	assert not result.issues
	(path,) = result.owners[2].paths
	assert str(path) == "Cid 90 % of Beta BV 50 % of Alpha GmbH 60 % of Zenith Trading Ltd = 27 %"


def test_a_split_that_passes_only_together():
	rows = [
		person("Ann", percent="10"),
		company("Alpha GmbH", percent=50),
		company("Beta BV", percent=40),
		person("Ann", "Alpha GmbH", 20),
		person("ANN", "Beta B.V.", "12.5"),
		person("Bob", "Alpha GmbH", 80),
		person("Cid", "Beta BV", "87.5"),
	]
	result = analyse(CUSTOMER, rows)
	ann = next(owner for owner in result.owners if owner.name == "Ann")
	assert ann.percent == 25
	assert ann.is_beneficial_owner
	assert [path.share for path in ann.paths] == [Fraction(1, 10), Fraction(1, 10), Fraction(1, 20)]
	less = analyse(CUSTOMER, [person("Ann", percent="9.99"), *rows[1:]])
	assert "Ann" not in beneficial(less)


@pytest.mark.parametrize(("percent", "counts"), [("24.99", False), ("25", True), ("25.01", True)])
def test_the_threshold_is_reached_at_the_threshold(percent, counts):
	result = analyse(CUSTOMER, [person("Ann", percent=percent), person("Bob", percent=50)])
	assert ("Ann" in beneficial(result)) is counts


def test_a_lower_threshold():
	rows = [person("Ann", percent=10), person("Bob", percent=90)]
	assert set(beneficial(analyse(CUSTOMER, rows, Decimal(10)))) == {"Ann", "Bob"}
	with pytest.raises(ValueError, match="threshold"):
		analyse(CUSTOMER, rows, Decimal(0))


def test_a_cycle_is_reported_and_solved_exactly():
	result = analyse(
		CUSTOMER,
		[
			company("Alpha", percent=100),
			company("Beta", "Alpha", 50),
			person("Ann", "Alpha", 50),
			company("Alpha", "Beta", 50),
			person("Bob", "Beta", 50),
		],
	)
	# 1/2 + 1/8 + 1/32 + ... = 2/3, and the rest.
	assert shares(result) == {"Ann": Fraction(2, 3), "Bob": Fraction(1, 3)}
	assert kinds(result) == [IssueKind.CYCLE]
	assert result.unknown == 0
	branch = result.tree.owners[0].owners[0]
	assert (branch.name, branch.owners[0].is_repeated, branch.owners[0].owners) == ("Beta", True, [])


def test_cross_holdings_with_the_customer_itself():
	result = analyse(
		CUSTOMER,
		[
			company("Alpha", percent=40),
			person("Ann", percent=60),
			company(CUSTOMER, "Alpha", 25),
			person("Bob", "Alpha", 75),
		],
	)
	assert shares(result) == {"Ann": Fraction(2, 3), "Bob": Fraction(1, 3)}
	assert IssueKind.CYCLE in kinds(result)


def test_self_ownership_falls_to_the_others():
	result = analyse(
		CUSTOMER, [company(CUSTOMER, percent=20), person("Ann", percent=60), person("Bob", percent=20)]
	)
	assert shares(result) == {"Ann": Fraction(3, 4), "Bob": Fraction(1, 4)}
	assert kinds(result) == [IssueKind.SELF_OWNERSHIP]
	assert set(beneficial(result)) == {"Ann", "Bob"}


def test_a_cycle_that_nobody_stands_behind():
	result = analyse(
		CUSTOMER,
		[
			company("Alpha", percent=30),
			person("Ann", percent=70),
			company("Beta", "Alpha", 100),
			company("Alpha", "Beta", 100),
		],
	)
	assert shares(result) == {"Ann": Fraction(7, 10)}
	assert result.unknown == 30
	assert IssueKind.CLOSED_CYCLE in kinds(result)


def test_a_large_cycle_is_summed():
	ring = [company(f"C{n}", f"C{n + 1}", 50) for n in range(60)]
	ring += [person(f"P{n}", f"C{n}", 50) for n in range(61)] + [
		company("C60", "C0", 50),
		company("C60", percent=100),
	]
	result = analyse(CUSTOMER, ring)
	assert IssueKind.APPROXIMATE in kinds(result)
	assert abs(sum(shares(result).values()) - 1) < Fraction(1, 10**10)


def test_over_100_percent_is_reported_and_not_scaled_down():
	result = analyse(CUSTOMER, [person("Ann", percent=80), person("Bob", percent=30)])
	issue = result.issues[0]
	assert (issue.kind, issue.percent) == (IssueKind.OVER_100, 110)
	assert shares(result) == {"Ann": Fraction(4, 5), "Bob": Fraction(3, 10)}
	assert set(beneficial(result)) == {"Ann", "Bob"}


def test_over_100_percent_in_a_cycle_does_not_run_away():
	rows = [company("Alpha", percent=100), company("Beta", "Alpha", 90), person("Ann", "Alpha", 90)]
	rows += [company("Alpha", "Beta", 90), person("Bob", "Beta", 90)]
	result = analyse(CUSTOMER, rows)
	assert sum(shares(result).values()) == 1


def test_what_is_unknown():
	result = analyse(
		CUSTOMER, [company("Alpha", percent=50), person("Ann", percent=30), person("Bob", "Alpha", 60)]
	)
	assert result.unknown == 40
	assert kinds(result) == [IssueKind.UNKNOWN_SHARE] * 3
	assert "account for 80 %" in result.issues[0].message
	assert "account for 60 % of Alpha" in result.issues[1].message
	assert "behind 40 %" in result.issues[2].message


def test_a_company_without_owners_is_no_beneficial_owner():
	result = analyse(CUSTOMER, [company("Alpha", percent=70), person("Ann", percent=30)])
	assert set(beneficial(result)) == {"Ann"}
	assert result.owners[0].name == "Alpha"
	assert result.unknown == 70
	assert any("own owners are not listed" in issue.message for issue in result.issues)


@pytest.mark.parametrize("named_by", ["row", "field"])
def test_a_nominee_is_looked_through(named_by):
	rows = [person("Nora", percent=40, is_nominee=True), person("Bob", percent=60)]
	if named_by == "row":
		rows.append(person("Ann", "Nora"))
	else:
		rows[0] = person("Nora", percent=40, is_nominee=True, nominator="Ann")
	result = analyse(CUSTOMER, rows)
	assert shares(result) == {"Bob": Fraction(3, 5), "Ann": Fraction(2, 5)}
	assert set(beneficial(result)) == {"Ann", "Bob"}
	assert result.issues[0].message == "Nora is a nominee for Ann"
	assert result.tree.owners[1].is_nominee
	assert result.tree.owners[1].owners[0].name == "Ann"


def test_a_nominee_without_a_nominator_stays_and_is_flagged():
	result = analyse(CUSTOMER, [person("Nora", percent=100, is_nominee=True)])
	assert result.owners[0].is_nominee
	assert "nobody is named behind" in result.issues[0].message


def test_a_person_who_is_no_nominee_is_not_looked_through():
	result = analyse(CUSTOMER, [person("Ann", percent=100), person("Bob", "Ann", 100)])
	assert set(beneficial(result)) == {"Ann"}
	assert kinds(result) == [IssueKind.OWNED_PERSON]


def test_control_without_ownership():
	rows = [person("Ann", percent=100), person("Con", has_control=True)]
	assert beneficial(analyse(CUSTOMER, rows)) == {"Ann": [Reason.OWNERSHIP], "Con": [Reason.CONTROL]}


def test_control_of_a_company_that_controls():
	rows = [company("Alpha", percent=51), person("Ann", percent=49), person("Con", "Alpha", has_control=True)]
	rows += [person("Bob", "Alpha", 100)]
	found = beneficial(analyse(CUSTOMER, rows))
	assert found["Con"] == [Reason.MAJORITY]
	assert found["Bob"] == [Reason.OWNERSHIP]


def test_a_chain_of_majorities_with_a_small_effective_share():
	rows = [
		person("Bob", "Alpha", 51),
		person("Eve", "Alpha", 49),
		company("Alpha", percent=30),
		person("Ann", percent=70),
	]
	result = analyse(CUSTOMER, rows)
	assert beneficial(result) == {"Ann": [Reason.OWNERSHIP], "Bob": [Reason.MAJORITY]}


def test_directors_when_nobody_is_an_owner():
	rows = [person(f"P{n}", percent=10) for n in range(10)] + [person("Dir", is_director=True)]
	assert beneficial(analyse(CUSTOMER, rows)) == {"Dir": [Reason.DIRECTOR]}
	assert "Dir" not in beneficial(analyse(CUSTOMER, [*rows[:9], person("Big", percent=30), rows[-1]]))


def test_rows_that_lead_nowhere_and_bad_shares():
	rows = [
		person("Ann", percent=100),
		person("Bob", "Elsewhere", 50),
		person("Cid", percent=120),
		person("Dan", percent=-1),
	]
	result = analyse(CUSTOMER, rows)
	assert kinds(result).count(IssueKind.BAD_PERCENT) == 2
	assert any(issue.kind is IssueKind.NOT_CONNECTED and "Bob" in issue.message for issue in result.issues)
	assert shares(result) == {"Ann": Fraction(1)}


def test_two_rows_of_the_same_owner_add_up():
	assert shares(analyse(CUSTOMER, [person("Ann", percent=20), person("Ann", percent=5)]))[
		"Ann"
	] == Fraction(1, 4)


def test_nobody_is_listed():
	result = analyse(CUSTOMER, [])
	assert (result.owners, result.unknown) == ((), 100)


@pytest.mark.parametrize(
	("one", "other"),
	[
		("Alpha Trading, Ltd.", "ALPHA TRADING LIMITED"),
		("Müller & Co. GmbH", "Muller Co GmbH"),
		("Beta B.V.", "beta bv"),
		("Acme Aktiengesellschaft", "ACME AG"),
	],
)
def test_the_same_company(one, other):
	assert company_key(one) == company_key(other)


def test_the_legal_form_tells_companies_apart_but_a_loose_reference_finds_the_only_one():
	assert company_key("Alpha Holding GmbH") != company_key("Alpha GmbH")
	assert company_key("Alpha Ltd") != company_key("Alpha GmbH")
	assert loose_key("Alpha Ltd") == loose_key("Alpha GmbH")
	assert person_key("Doe, John") == person_key("John DOE")
	result = analyse(
		CUSTOMER, [company("Alpha Holding GmbH", percent=100), person("Ann", "Alpha Holding", 100)]
	)
	assert shares(result) == {"Ann": Fraction(1)}


def test_a_chain_of_100():
	rows = [company("C1", percent="99.5")] + [company(f"C{n + 1}", f"C{n}", "99.5") for n in range(1, 100)]
	result = analyse(CUSTOMER, [*rows, person("Ann", "C100", "99.5")])
	ann = next(owner for owner in result.owners if owner.is_person)
	assert ann.share == Fraction(995, 1000) ** 101
	assert len(ann.paths[0].names) == 102
	node, depth = result.tree, 0
	while node.owners:
		node, depth = node.owners[0], depth + 1
	assert (node.name, depth) == ("Ann", 101)
	assert result.tree.as_dict()["owners"][0]["percent"] == "99.5"


def _wide():
	rows = []
	for n in range(50):
		rows.append(company(f"C{n}", percent=2))
		rows += [person(f"P{n}-{m}", f"C{n}", "2") for m in range(49)]
	return rows


def _deep():
	"""More layers than Python nests calls."""
	return [company("C0", percent="99.99")] + [company(f"C{n + 1}", f"C{n}", "99.99") for n in range(2_999)]


def _ladder():
	"""10,000 rows, each company by the two of the next layer: 2 ** 2500 paths."""
	rows = [company("A0", percent=50), company("B0", percent=50)]
	for n in range(2_499):
		for owned in ("A", "B"):
			rows += [company(f"A{n + 1}", f"{owned}{n}", 50), company(f"B{n + 1}", f"{owned}{n}", 50)]
	return [*rows, person("Ann", "A2499", 100), person("Bob", "B2499", 100)]


@pytest.mark.parametrize("rows", [_wide(), _deep(), _ladder()], ids=["wide", "deep", "ladder"])
def test_thousands_of_rows(rows):
	began = time.process_time()
	result = analyse(CUSTOMER, rows)
	assert time.process_time() - began < 6
	assert 0 < sum(shares(result).values()) <= 1
	if rows[0].owner == "A0":
		assert shares(result) == {"Ann": Fraction(1, 2), "Bob": Fraction(1, 2)}
	result.tree.as_dict()
	if rows[0].owner == "C0" and len(result.tree.owners) > 1:
		assert _count(result.tree) == MOST_TREE_NODES
		assert any(node.is_cut for node in result.tree.owners)


def _count(node):
	return 1 + sum(_count(owner) for owner in node.owners)


@pytest.mark.parametrize(
	("share", "percent"),
	[(Fraction(1, 3), "33.3333"), (Fraction(2, 3), "66.6667"), (Fraction(1, 4), "25"), (Fraction(1), "100")],
)
def test_percentages_are_rounded_for_reading(share, percent):
	assert str(percent_of(share)) == percent

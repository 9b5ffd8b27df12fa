"""Who stands behind a customer: beneficial owners over several layers, by ownership and by control.

A person is a beneficial owner
- by ownership, when his effective share through all paths together is `threshold` or more (>=, as Regulation (EU)
  2024/1624, Article 52 says; Directive (EU) 2015/849 said more than 25 %);
- by control, when a row says that he controls the customer without owning it, or a company that does;
- by majority, when companies that he controls (more than half of the shares, or a row says so) hold together with him
  `threshold` or more of the customer directly, although his effective share is lower.
If nobody is one, the directors take their place (FATF Recommendation 10, interpretive note, 5 (b) (i.iii)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from cqs_app.engine.compliance.ownership_graph import (
	ROOT,
	Graph,
	Holding,
	Issue,
	IssueKind,
	Node,
	build_graph,
	percent_of,
)
from cqs_app.engine.compliance.ownership_paths import Path, TreeNode, largest_paths, tree_of
from cqs_app.engine.compliance.ownership_shares import Shares, effective_shares

THRESHOLD = Decimal(25)
HALF = Fraction(1, 2)


class Reason(str, Enum):
	OWNERSHIP = "Ownership"
	CONTROL = "Control"
	MAJORITY = "Majority"
	DIRECTOR = "Director"


@dataclass(frozen=True)
class UltimateOwner:
	"""A person, or a company whose owners are not listed. `share`: exact, 0..1 of the customer."""

	name: str
	is_person: bool
	share: Fraction
	reasons: tuple[Reason, ...] = ()
	is_nominee: bool = False
	paths: tuple[Path, ...] = ()

	@property
	def percent(self) -> Decimal:
		return percent_of(self.share)

	@property
	def is_beneficial_owner(self) -> bool:
		return bool(self.reasons)


@dataclass(frozen=True)
class Ownership:
	"""`owners`: by share, the largest first. `unknown`: percent of the customer behind which no person is known."""

	owners: tuple[UltimateOwner, ...]
	unknown: Decimal
	issues: tuple[Issue, ...]
	tree: TreeNode
	threshold: Decimal

	@property
	def beneficial_owners(self) -> tuple[UltimateOwner, ...]:
		return tuple(owner for owner in self.owners if owner.is_beneficial_owner)


def analyse(customer: str, rows: Sequence[Holding], threshold: Decimal = THRESHOLD) -> Ownership:
	"""`threshold` in percent, more than 0 and up to 100; ValueError for another."""
	if not 0 < threshold <= 100:
		raise ValueError(f"a threshold of {threshold} % is not between 0 and 100 %")
	graph = build_graph(customer, rows)
	shares = effective_shares(graph)
	limit = Fraction(threshold) / 100
	reasons = _reasons(graph, shares, limit)
	paths, is_complete = largest_paths(graph)
	owners = [
		UltimateOwner(
			name=node.name,
			is_person=node.is_person,
			share=shares.effective.get(node.key, Fraction(0)),
			reasons=tuple(reasons.get(node.key, ())),
			is_nominee=node.is_nominee,
			paths=tuple(paths.get(node.key, ())),
		)
		for node in graph.nodes.values()
		if node.key != ROOT and (node.key in reasons or (node.is_ultimate and node.key in shares.effective))
	]
	owners.sort(key=lambda owner: (-owner.share, not owner.is_person, owner.name))
	unknown = _unknown(graph, shares)
	issues = [*graph.issues, *shares.issues, *_about_unknown(graph, shares, unknown, limit)]
	if not is_complete:
		message = "there are more paths than are listed; the shares count all of them"
		issues.append(Issue(IssueKind.APPROXIMATE, graph.root.name, message))
	return Ownership(tuple(owners), percent_of(unknown), tuple(issues), tree_of(graph, reasons), threshold)


def _reasons(graph: Graph, shares: Shares, limit: Fraction) -> dict[str, list[Reason]]:
	reasons: dict[str, list[Reason]] = {}
	holds: dict[str, set[str]] = {}
	for node in graph.nodes.values():
		for owner in {*node.holders, *node.controllers}:
			holds.setdefault(owner, set()).add(node.key)
	for node in graph.nodes.values():
		if not node.is_person or (node.is_nominee and node.holders):
			continue
		found = []
		if shares.effective.get(node.key, Fraction(0)) >= limit:
			found.append(Reason.OWNERSHIP)
		controlled = _controlled(graph, node, holds)
		if ROOT in controlled and _is_without_majority(graph, node, controlled):
			found.append(Reason.CONTROL)
		elif Reason.OWNERSHIP not in found and _held_by(graph.root, {node.key, *controlled}) >= limit:
			found.append(Reason.MAJORITY)
		if found:
			reasons[node.key] = found
	if not reasons:
		reasons = {
			node.key: [Reason.DIRECTOR]
			for node in graph.nodes.values()
			if node.is_director and node.is_person
		}
	return reasons


def _controlled(graph: Graph, person: Node, holds: dict[str, set[str]]) -> set[str]:
	"""What he controls, directly or through what he controls: by a row that says so, or by more than half."""
	together = {person.key}
	waiting = [person.key]
	while waiting:
		for key in holds.get(waiting.pop(), ()):
			if key in together:
				continue
			node = graph.nodes[key]
			if node.is_person and not node.is_nominee:
				continue
			if node.controllers & together or _held_by(node, together) > HALF:
				together.add(key)
				waiting.append(key)
	return together - {person.key}


def _is_without_majority(graph: Graph, person: Node, controlled: set[str]) -> bool:
	together = {person.key, *(controlled - {ROOT})}
	return bool(graph.root.controllers & together)


def _held_by(node: Node, owners: set[str]) -> Fraction:
	smaller, larger = sorted((owners, node.holders.keys()), key=len)
	return sum((node.holders[key] for key in smaller if key in larger), Fraction(0))


def _unknown(graph: Graph, shares: Shares) -> Fraction:
	"""What no row accounts for, what goes round in a closed cycle, and what ends with a company."""
	companies = (
		share
		for key, share in shares.effective.items()
		if key != ROOT and graph.nodes[key].is_ultimate and not graph.nodes[key].is_person
	)
	return shares.unknown + shares.trapped + sum(companies, Fraction(0))


def _about_unknown(graph: Graph, shares: Shares, unknown: Fraction, limit: Fraction) -> list[Issue]:
	issues = []
	for node in graph.nodes.values():
		owners = graph.owners_of(node.key)
		total = sum(owners.values(), Fraction(0))
		if owners and total < 1:
			message = f"the rows account for {percent_of(total)} % of {node.name}, {percent_of(1 - total)} % are unknown"
			issues.append(Issue(IssueKind.UNKNOWN_SHARE, node.name, message, percent_of(1 - total)))
		if node.key != ROOT and node.is_ultimate and not node.is_person and shares.effective.get(node.key):
			percent = percent_of(shares.effective[node.key])
			message = f"{node.name} holds {percent} % of {graph.root.name}, and its own owners are not listed"
			issues.append(Issue(IssueKind.UNKNOWN_SHARE, node.name, message, percent))
	if unknown >= limit:
		message = (
			f"no person is known behind {percent_of(unknown)} % of {graph.root.name}: an owner may be missing"
		)
		issues.append(Issue(IssueKind.UNKNOWN_SHARE, graph.root.name, message, percent_of(unknown)))
	return issues

"""How the owners reach the customer: the largest paths of each, and a tree for a screen."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from cqs_app.engine.compliance.ownership_graph import ROOT, Graph, Node, percent_of
from cqs_app.engine.compliance.ownership_shares import shortened

PATHS_PER_OWNER = 10
MOST_STEPS = 20_000
LONGEST_PATH = 500
MOST_TREE_NODES = 2_000
DEEPEST_TREE = 150


@dataclass(frozen=True)
class Path:
	"""From the owner to the customer. `percents[i]`: what `names[i]` holds of `names[i + 1]`; `share` their product."""

	names: tuple[str, ...]
	percents: tuple[Decimal, ...]
	share: Fraction

	def __str__(self) -> str:
		steps = [f"{name} {percent} %" for name, percent in zip(self.names[:-1], self.percents, strict=True)]
		return (
			" of ".join(["", *steps, self.names[-1]]).removeprefix(" of ") + f" = {percent_of(self.share)} %"
		)


@dataclass
class TreeNode:
	"""`percent` of the node above; `effective` of the customer along this branch. `is_repeated`: the branch ends here
	because it comes back to a company above; `is_cut`: because the tree is large."""

	name: str
	percent: Decimal
	effective: Decimal
	is_person: bool = False
	is_nominee: bool = False
	is_beneficial_owner: bool = False
	has_control: bool = False
	is_director: bool = False
	is_repeated: bool = False
	is_cut: bool = False
	unknown_percent: Decimal = Decimal(0)
	owners: list[TreeNode] = field(default_factory=list)

	def as_dict(self) -> dict[str, Any]:
		"""Nested plain values for a screen; percentages as text, so that nothing is rounded again."""
		plain = {
			key: str(value) if isinstance(value, Decimal) else value for key, value in vars(self).items()
		}
		return {**plain, "owners": [owner.as_dict() for owner in self.owners]}


def largest_paths(graph: Graph) -> tuple[dict[str, list[Path]], bool]:
	"""By ultimate owner the largest paths without a repetition, best first; and whether all were looked at."""
	found: dict[str, list[Path]] = {}
	heap: list[tuple[Fraction, int, tuple[str, ...]]] = [(Fraction(-1), 0, (ROOT,))]
	steps, is_complete = 0, True
	while heap and steps < MOST_STEPS:
		negative, _order, keys = heapq.heappop(heap)
		owners = graph.owners_of(keys[-1])
		if not owners and len(keys) > 1:
			paths = found.setdefault(keys[-1], [])
			if len(paths) < PATHS_PER_OWNER:
				paths.append(_path(graph, keys, -negative))
			continue
		is_complete = is_complete and len(keys) < LONGEST_PATH
		for owner, share in owners.items():
			if owner not in keys and len(keys) < LONGEST_PATH:
				steps += 1
				heapq.heappush(heap, (shortened(negative * share), steps, (*keys, owner)))
	return found, is_complete and not heap


def _path(graph: Graph, keys: tuple[str, ...], share: Fraction) -> Path:
	upwards = [graph.nodes[key] for key in reversed(keys)]
	percents = tuple(percent_of(owned.holders[owner.key]) for owner, owned in pairwise(upwards))
	return Path(tuple(node.name for node in upwards), percents, share)


def tree_of(graph: Graph, beneficial: Collection[str]) -> TreeNode:
	"""Nearest layers first, so that a large tree is cut at its ends. Controllers without a share stand beside owners."""
	root = _tree_node(graph, graph.root, Fraction(1), Fraction(1), beneficial)
	layer: list[tuple[TreeNode, Node, Fraction, frozenset[str]]] = [
		(root, graph.root, Fraction(1), frozenset({ROOT}))
	]
	count = 1
	while layer:
		following = []
		for shown, node, effective, above in layer:
			owners = dict(graph.owners_of(node.key))
			owners.update({key: Fraction(0) for key in sorted(node.controllers) if key not in owners})
			for key, share in sorted(owners.items(), key=lambda item: (-item[1], item[0])):
				if count >= MOST_TREE_NODES or len(above) > DEEPEST_TREE:
					shown.is_cut = True
					break
				owner = graph.nodes[key]
				reached = shortened(effective * share)
				child = _tree_node(graph, owner, share, reached, beneficial)
				child.has_control = key in node.controllers
				child.is_repeated = key in above
				shown.owners.append(child)
				count += 1
				if not child.is_repeated and share:
					following.append((child, owner, reached, above | {key}))
		layer = following
	return root


def _tree_node(
	graph: Graph, node: Node, share: Fraction, effective: Fraction, beneficial: Collection[str]
) -> TreeNode:
	owners = graph.owners_of(node.key)
	missing = (
		max(Fraction(0), 1 - sum(owners.values(), Fraction(0))) if owners or node.key == ROOT else Fraction(0)
	)
	if not owners and not node.is_person:
		missing = Fraction(1)
	return TreeNode(
		name=node.name,
		percent=percent_of(share),
		effective=percent_of(effective),
		is_person=node.is_person,
		is_nominee=node.is_nominee,
		is_beneficial_owner=node.key in beneficial,
		is_director=node.is_director,
		unknown_percent=percent_of(missing),
	)

"""The effective share of everyone behind a company, through every path at once.

Walk from the customer to its owners, each with the probability of its share: the effective share of an ultimate owner
is the probability of ending with him. Without cycles that is the sum over all paths of the products along them. With
cycles it is the same sum continued without end, whose limit is the solution of linear equations, one per company in
the cycle: shares that companies hold in each other, or in themselves, fall to the owners outside in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cqs_app.engine.compliance.ownership_graph import ROOT, Graph, Issue, IssueKind, percent_of

# Cycles of more companies are summed until less than this is left; smaller ones are solved exactly.
LARGEST_EXACT = 40
NEGLIGIBLE = Fraction(1, 10**12)
# Beyond so many bits a share is rounded: after hundreds of layers its exact form is longer than anybody reads.
LONGEST = 2048
Matrix = dict[str, dict[str, Fraction]]


@dataclass
class Shares:
	"""`effective`: share 0..1 in the customer by key, of everyone on a path (companies in a cycle: counted once per
	round). `unknown`: what no row accounts for. `trapped`: what goes round in a closed cycle."""

	effective: dict[str, Fraction]
	unknown: Fraction = Fraction(0)
	trapped: Fraction = Fraction(0)
	issues: list[Issue] = field(default_factory=list)


def effective_shares(graph: Graph) -> Shares:
	arriving: dict[str, Fraction] = {ROOT: Fraction(1)}
	shares = Shares({})
	for group in reversed(strong_groups({key: graph.owners_of(key) for key in graph.nodes})):
		if not any(arriving.get(key) for key in group):
			continue
		is_cycle = len(group) > 1 or group[0] in graph.owners_of(group[0])
		visits = _in_cycle(graph, group, arriving, shares) if is_cycle else {group[0]: arriving[group[0]]}
		for key, visited in visits.items():
			shares.effective[key] = visited
			_pass_on(graph, key, visited, set(group) if is_cycle else set(), arriving, shares)
	return shares


def _pass_on(
	graph: Graph, key: str, visited: Fraction, within: set[str], arriving: dict[str, Fraction], shares: Shares
) -> None:
	owners = _scaled(graph, key) if within else graph.owners_of(key)
	for owner, share in owners.items():
		if owner not in within:
			arriving[owner] = shortened(arriving.get(owner, Fraction(0)) + visited * share)
	if owners or key == ROOT:
		shares.unknown += shortened(visited * max(Fraction(0), 1 - sum(owners.values(), Fraction(0))))


def shortened(share: Fraction) -> Fraction:
	"""The share itself, or to 300 digits if it is longer than that."""
	if share.denominator.bit_length() <= LONGEST:
		return share
	scale = 1 << (LONGEST // 2)
	return Fraction(share.numerator * scale // share.denominator, scale)


def _scaled(graph: Graph, key: str) -> Mapping[str, Fraction]:
	"""In a cycle, shares that add up to more than 100 % would grow without end: they are scaled to it."""
	owners = graph.owners_of(key)
	total = sum(owners.values(), Fraction(0))
	return {owner: share / total for owner, share in owners.items()} if total > 1 else owners


def _in_cycle(
	graph: Graph, group: list[str], arriving: dict[str, Fraction], shares: Shares
) -> dict[str, Fraction]:
	names = ", ".join(graph.nodes[key].name for key in sorted(group)[:10])
	inside = set(group)
	steps = {key: {o: s for o, s in _scaled(graph, key).items() if o in inside} for key in group}
	if len(group) > 1:
		message = (
			f"{names} own each other; what they hold in each other falls to the owners outside in proportion"
		)
		shares.issues.append(Issue(IssueKind.CYCLE, graph.nodes[group[0]].name, message))
	entering = {key: arriving.get(key, Fraction(0)) for key in group}
	if all(sum(owners.values(), Fraction(0)) == 1 for owners in steps.values()):
		lost = sum(entering.values(), Fraction(0))
		shares.trapped += lost
		message = (
			f"{names} own each other entirely: nobody stands behind {percent_of(lost)} % of the customer"
		)
		shares.issues.append(
			Issue(IssueKind.CLOSED_CYCLE, graph.nodes[group[0]].name, message, percent_of(lost))
		)
		return entering
	if len(group) <= LARGEST_EXACT:
		return _solved(steps, entering)
	message = f"the cycle of {len(group):,} companies is summed to within {float(NEGLIGIBLE):.0e}, not solved exactly"
	shares.issues.append(Issue(IssueKind.APPROXIMATE, graph.nodes[group[0]].name, message))
	return _summed(steps, entering)


def _solved(steps: Matrix, entering: Mapping[str, Fraction]) -> dict[str, Fraction]:
	"""visits[x] = entering[x] + sum over y of visits[y] * steps[y][x], by elimination in fractions."""
	keys = list(steps)
	rows: list[dict[str, Fraction]] = []
	for key in keys:
		row = {other: -steps[other][key] for other in keys if key in steps[other]}
		row[key] = row.get(key, Fraction(0)) + 1
		rows.append(row)
	right = [entering[key] for key in keys]
	for place, key in enumerate(keys):
		pivot = rows[place][key]
		for below in range(place + 1, len(keys)):
			factor = rows[below].pop(key, Fraction(0)) / pivot
			if factor:
				right[below] -= factor * right[place]
				for other, value in rows[place].items():
					if other != key:
						rows[below][other] = rows[below].get(other, Fraction(0)) - factor * value
	visits: dict[str, Fraction] = {}
	for place in range(len(keys) - 1, -1, -1):
		key = keys[place]
		known = sum(
			(value * visits[other] for other, value in rows[place].items() if other in visits), Fraction(0)
		)
		visits[key] = (right[place] - known) / rows[place][key]
	return visits


def _summed(steps: Matrix, entering: Mapping[str, Fraction]) -> dict[str, Fraction]:
	"""Round after round until what is still on its way is negligible; with 40 digits, not exact."""
	scale = 10**40
	current = {key: int(share * scale) for key, share in entering.items()}
	parts = {
		key: {other: int(share * scale) for other, share in owners.items()} for key, owners in steps.items()
	}
	visits = dict.fromkeys(steps, 0)
	limit = int(NEGLIGIBLE * scale)
	for _round in range(100_000):
		if sum(current.values()) <= limit:
			break
		following = dict.fromkeys(steps, 0)
		for key, share in current.items():
			visits[key] += share
			for other, part in parts[key].items():
				following[other] += share * part // scale
		current = following
	return {key: Fraction(share, scale) for key, share in visits.items()}


def strong_groups(edges: Mapping[str, Mapping[str, Fraction]]) -> list[list[str]]:
	"""Strongly connected components (Tarjan 1972, without recursion): those that are pointed at come first."""
	index: dict[str, int] = {}
	low: dict[str, int] = {}
	stack: list[str] = []
	on_stack: set[str] = set()
	groups: list[list[str]] = []
	for start in edges:
		if start in index:
			continue
		work = [(start, iter(edges[start]))]
		index[start] = low[start] = len(index)
		stack.append(start)
		on_stack.add(start)
		while work:
			key, rest = work[-1]
			following = next(rest, None)
			if following is None:
				work.pop()
				if work:
					low[work[-1][0]] = min(low[work[-1][0]], low[key])
				if low[key] == index[key]:
					groups.append(_popped(stack, on_stack, key))
			elif following not in index:
				index[following] = low[following] = len(index)
				stack.append(following)
				on_stack.add(following)
				work.append((following, iter(edges[following])))
			elif following in on_stack:
				low[key] = min(low[key], index[following])
	return groups


def _popped(stack: list[str], on_stack: set[str], key: str) -> list[str]:
	group: list[str] = []
	while not group or group[-1] != key:
		group.append(stack.pop())
		on_stack.discard(group[-1])
	return group

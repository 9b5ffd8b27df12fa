"""Rows `who holds how much of whom` -> a graph whose nodes are companies and persons, with what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from cqs_app.engine.compliance.entity_keys import company_key, loose_key, person_key

ROOT = ""
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Holding:
	"""A row. `owned` empty: the customer. `percent` 0..100, 0 = none (control, or a director). `nominator`: whom a
	nominee holds for, when the row names him; a row whose `owned` is the nominee says the same."""

	owner: str
	owned: str = ""
	percent: Decimal = Decimal(0)
	is_person: bool = True
	has_control: bool = False
	is_nominee: bool = False
	is_director: bool = False
	nominator: str = ""


class IssueKind(str, Enum):
	OVER_100 = "Over 100 %"
	UNKNOWN_SHARE = "Unknown Share"
	CYCLE = "Cycle"
	CLOSED_CYCLE = "Closed Cycle"
	SELF_OWNERSHIP = "Self-Ownership"
	NOMINEE = "Nominee"
	OWNED_PERSON = "Owned Person"
	NOT_CONNECTED = "Not Connected"
	BAD_PERCENT = "Bad Percent"
	APPROXIMATE = "Approximate"


@dataclass(frozen=True)
class Issue:
	kind: IssueKind
	entity: str
	message: str
	percent: Decimal | None = None


@dataclass
class Node:
	"""`holders`: key of each owner -> share 0..1 of this node. `controllers`: who controls it without owning."""

	key: str
	name: str
	is_person: bool = False
	is_nominee: bool = False
	is_director: bool = False
	holders: dict[str, Fraction] = field(default_factory=dict)
	controllers: set[str] = field(default_factory=set)

	def total(self) -> Fraction:
		return sum(self.holders.values(), Fraction(0))

	@property
	def is_ultimate(self) -> bool:
		"""Nobody is looked for behind it: a person who holds for himself, or a company whose owners are not listed."""
		return not self.holders or (self.is_person and not self.is_nominee)


@dataclass
class Graph:
	nodes: dict[str, Node]
	issues: list[Issue]

	@property
	def root(self) -> Node:
		return self.nodes[ROOT]

	def owners_of(self, key: str) -> dict[str, Fraction]:
		"""Empty where nobody is looked for behind it."""
		node = self.nodes[key]
		return {} if node.is_ultimate and key != ROOT else node.holders


def percent_of(share: Fraction, digits: int = 4) -> Decimal:
	"""0..1 -> percent, rounded half up to so many digits, without trailing zeros."""
	scaled = share * 100 * 10**digits
	rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
	value = Decimal(rounded).scaleb(-digits)
	return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def build_graph(customer: str, rows: Sequence[Holding]) -> Graph:
	builder = _Builder(customer)
	rows = [row for row in rows if row.owner.strip()]
	for row in rows:
		builder.add_owner(row)
	for row in rows:
		builder.add_holding(row)
	builder.report()
	return Graph(builder.nodes, builder.issues)


class _Builder:
	def __init__(self, customer: str) -> None:
		self.nodes: dict[str, Node] = {ROOT: Node(ROOT, customer or "the customer")}
		self.issues: list[Issue] = []
		self._customer = company_key(customer)
		self._loose: dict[str, set[str]] = {}
		self._note_loose(ROOT, customer)

	def add_owner(self, row: Holding) -> None:
		node = self._node(row.owner, row.is_person)
		node.is_nominee |= row.is_nominee
		node.is_director |= row.is_director

	def _node(self, name: str, is_person: bool) -> Node:
		key = self._key(name, is_person)
		if key not in self.nodes:
			self.nodes[key] = Node(key, name.strip(), is_person)
			if not is_person:
				self._note_loose(key, name)
		return self.nodes[key]

	def _note_loose(self, key: str, name: str) -> None:
		if name.strip():
			self._loose.setdefault(loose_key(name), set()).add(key)

	def _key(self, name: str, is_person: bool) -> str:
		if is_person:
			return f"person {person_key(name)}"
		key = company_key(name)
		return ROOT if key == self._customer else f"company {key}"

	def _owned(self, name: str) -> Node:
		"""The company of that name, or the nominee; else the one company called so but for its legal form."""
		if not name.strip():
			return self.nodes[ROOT]
		for is_person in (False, True):
			if (key := self._key(name, is_person)) in self.nodes:
				return self.nodes[key]
		alike = self._loose.get(loose_key(name), set())
		return self.nodes[next(iter(alike))] if len(alike) == 1 else self._node(name, is_person=False)

	def add_holding(self, row: Holding) -> None:
		owned, owner = self._owned(row.owned), self._node(row.owner, row.is_person)
		share = self._share(row, owned)
		if row.has_control:
			owned.controllers.add(owner.key)
		if share:
			owned.holders[owner.key] = owned.holders.get(owner.key, Fraction(0)) + share
		if row.is_nominee and row.nominator.strip():
			nominator = self._nominator(row.nominator)
			owner.holders.setdefault(nominator.key, WHOLE)

	def _nominator(self, name: str) -> Node:
		company = self._key(name, is_person=False)
		return self.nodes[company] if company in self.nodes else self._node(name, is_person=True)

	def _share(self, row: Holding, owned: Node) -> Fraction:
		"""Who stands behind a nominee stands behind all of him, unless the row says how much."""
		if not row.percent.is_finite() or not 0 <= row.percent <= 100:
			message = f"{row.owner}: {row.percent} % of {owned.name} is no share between 0 and 100 %; it is left out"
			self.issues.append(Issue(IssueKind.BAD_PERCENT, row.owner, message))
			return Fraction(0)
		if owned.is_nominee and not row.percent:
			return WHOLE
		return Fraction(row.percent) / 100

	def report(self) -> None:
		reached = self._reached()
		for node in self.nodes.values():
			if node.key in reached:
				self._report_node(node)
		loose = [
			node.name for node in self.nodes.values() if node.key not in reached and not node.is_director
		]
		if loose:
			shown = ", ".join(loose[:10]) + (f" and {len(loose) - 10:,} more" if len(loose) > 10 else "")
			message = f"no row leads from these to {self.nodes[ROOT].name}: {shown}"
			self.issues.append(Issue(IssueKind.NOT_CONNECTED, loose[0], message))

	def _reached(self) -> set[str]:
		reached, waiting = {ROOT}, [ROOT]
		while waiting:
			node = self.nodes[waiting.pop()]
			for key in {*node.holders, *node.controllers}:
				if key not in reached:
					reached.add(key)
					waiting.append(key)
		return reached

	def _report_node(self, node: Node) -> None:
		total = node.total()
		if total > 1:
			message = f"the shares in {node.name} add up to {percent_of(total)} %"
			self.issues.append(Issue(IssueKind.OVER_100, node.name, message, percent_of(total)))
		if node.key in node.holders:
			own = percent_of(node.holders[node.key])
			message = f"{node.name} holds {own} % of itself; the others' shares are counted without these"
			self.issues.append(Issue(IssueKind.SELF_OWNERSHIP, node.name, message, own))
		if node.is_nominee:
			behind = ", ".join(self.nodes[key].name for key in node.holders)
			message = f"{node.name} is a nominee " + (
				f"for {behind}" if behind else "and nobody is named behind"
			)
			self.issues.append(Issue(IssueKind.NOMINEE, node.name, message))
		if node.is_person and node.holders and not node.is_nominee:
			message = f"{node.name} is a person and no nominee, yet has owners; they are not followed"
			self.issues.append(Issue(IssueKind.OWNED_PERSON, node.name, message))

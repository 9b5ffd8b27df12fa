"""Which documents a case needs: rules over what is known of it, with the reason in words.

A requirement without conditions always applies. Conditions of one group are joined by AND, groups by OR. A fact that
is not known counts as met: it is better to ask for a document too many than to miss one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import NotANumber, decimal


class Fact(str, Enum):
	REQUESTED_LIMIT = "Requested Limit"
	ENTITY_TYPE = "Entity Type"
	COUNTRY = "Country"
	INDUSTRY = "Industry"
	YEARS_IN_BUSINESS = "Years in Business"
	LARGEST_OWNER_SHARE = "Largest Owner Share"
	PARTY_TYPE = "Party Type"


class Operator(str, Enum):
	EQUAL = "="
	NOT_EQUAL = "!="
	MORE = ">"
	AT_LEAST = ">="
	LESS = "<"
	AT_MOST = "<="
	IN = "in"
	NOT_IN = "not in"


class Category(str, Enum):
	LEGAL = "Legal"
	FINANCIAL = "Financial"
	COMPLIANCE = "Compliance"
	IDENTITY = "Identity"
	CONTRACT = "Contract"
	OTHER = "Other"


NUMBERS = frozenset({Fact.REQUESTED_LIMIT, Fact.YEARS_IN_BUSINESS, Fact.LARGEST_OWNER_SHARE})
ORDERING = frozenset({Operator.MORE, Operator.AT_LEAST, Operator.LESS, Operator.AT_MOST})
LISTS = frozenset({Operator.IN, Operator.NOT_IN})
# Whole sentences, so that they can be translated; {fact} is the name of the fact in lower case.
TEXTS = {
	Operator.EQUAL: "the {fact} is {value}",
	Operator.NOT_EQUAL: "the {fact} {observed} is not {value}",
	Operator.MORE: "the {fact} {observed} is more than {value}",
	Operator.AT_LEAST: "the {fact} {observed} is at least {value}",
	Operator.LESS: "the {fact} {observed} is less than {value}",
	Operator.AT_MOST: "the {fact} {observed} is at most {value}",
	Operator.IN: "the {fact} {observed} is one of {value}",
	Operator.NOT_IN: "the {fact} {observed} is none of {value}",
}
UNKNOWN = "the {fact} is not known"
ALWAYS = "it is asked of everybody"
MOST_VALUES = 100


class Malformed(ValueError):
	"""A condition that nobody could evaluate; `template` with `values` says what is wrong."""

	def __init__(self, template: str, **values: str) -> None:
		super().__init__(template.format(**values))
		self.template, self.values = template, values


@dataclass(frozen=True, slots=True)
class CaseFacts:
	"""What is known of a case, None = not known. The limit is in the currency of the company that gives it, years
	are counted to the day of the question, the share is a percentage (0 to 100)."""

	requested_limit: Decimal | None = None
	entity_type: str | None = None
	country: str | None = None
	industry: str | None = None
	years_in_business: Decimal | None = None
	largest_owner_share: Decimal | None = None
	party_type: str | None = None

	def of(self, fact: Fact) -> Decimal | str | None:
		value: Decimal | str | None = getattr(self, fact.name.lower())
		return None if value == "" else value


@dataclass(frozen=True, slots=True)
class Condition:
	fact: Fact
	operator: Operator
	value: str
	group: int = 0


@dataclass(frozen=True, slots=True)
class Requirement:
	name: str
	mandatory: bool = False
	conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
	"""One part of why; `text` is a template whose {names} stand in `values`. `fact` is empty for "always"."""

	text: str
	values: Mapping[str, str] = field(default_factory=dict)
	known: bool = True

	def sentence(self) -> str:
		return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Needed:
	requirement: Requirement
	reasons: tuple[Reason, ...]

	def sentence(self) -> str:
		"""In English; a shell that translates puts the reasons together itself."""
		return "because " + " and ".join(reason.sentence() for reason in self.reasons)


def condition_from(fact: str, operator: str, value: str, group: int = 0) -> Condition:
	"""A condition that can be evaluated; raises Malformed."""
	try:
		condition = Condition(Fact(fact), Operator(operator), (value or "").strip(), group)
	except ValueError as error:
		raise Malformed(
			"{fact} {operator} is no condition", fact=str(fact), operator=str(operator)
		) from error
	values = _values(condition)
	if not values or not all(values):
		raise Malformed("{fact}: a value is missing", fact=fact)
	if len(values) > MOST_VALUES:
		raise Malformed("{fact}: at most {most} values can be listed", fact=fact, most=str(MOST_VALUES))
	if condition.fact in NUMBERS:
		_check_numbers(condition, values)
	elif condition.operator in ORDERING:
		raise Malformed("{fact} is a word: compare it with =, !=, in or not in", fact=fact)
	return condition


def required(requirements: Iterable[Requirement], facts: CaseFacts) -> list[Needed]:
	"""The requirements that apply, in their order, each with the reasons of the first group that is met. A group all of
	whose facts are known goes before one that is only taken for met."""
	found = []
	for requirement in requirements:
		reasons = _why(requirement, facts)
		if reasons is not None:
			found.append(Needed(requirement, reasons))
	return found


def _why(requirement: Requirement, facts: CaseFacts) -> tuple[Reason, ...] | None:
	if not requirement.conditions:
		return (Reason(ALWAYS),)
	groups: dict[int, list[Condition]] = {}
	for condition in requirement.conditions:
		groups.setdefault(condition.group, []).append(condition)
	met = []
	for group in sorted(groups):
		reasons = [_met(condition, facts) for condition in groups[group]]
		if all(reasons):
			met.append(tuple(reason for reason in reasons if reason))
	certain = [reasons for reasons in met if all(reason.known for reason in reasons)]
	return next(iter(certain or met), None)


def _met(condition: Condition, facts: CaseFacts) -> Reason | None:
	observed = facts.of(condition.fact)
	shown = {"fact": condition.fact.value.lower()}
	if observed is None:
		return Reason(UNKNOWN, shown, known=False)
	if not _holds(condition, observed):
		return None
	numbers = condition.fact in NUMBERS
	value = ", ".join(_shown(decimal(one)) if numbers else one for one in _values(condition))
	shown |= {"observed": _shown(observed), "value": value}
	return Reason(TEXTS[condition.operator], shown)


def _holds(condition: Condition, observed: Decimal | str) -> bool:
	operator = condition.operator
	if condition.fact in NUMBERS:
		amount, limits = decimal(observed), [decimal(one) for one in _values(condition)]
		if operator in ORDERING:
			return _ordered(operator, amount, limits[0])
		listed = amount in limits
	else:
		wanted = {one.casefold() for one in _values(condition)}
		listed = str(observed).strip().casefold() in wanted
	return listed if operator in (Operator.EQUAL, Operator.IN) else not listed


def _ordered(operator: Operator, amount: Decimal, limit: Decimal) -> bool:
	return {
		Operator.MORE: amount > limit,
		Operator.AT_LEAST: amount >= limit,
		Operator.LESS: amount < limit,
		Operator.AT_MOST: amount <= limit,
	}[operator]


def _values(condition: Condition) -> list[str]:
	if condition.operator not in LISTS:
		return [condition.value]
	return [part.strip() for part in condition.value.split(",")]


def _check_numbers(condition: Condition, values: list[str]) -> None:
	fact = condition.fact.value
	for one in values:
		try:
			number = decimal(one)
		except NotANumber as error:
			raise Malformed(
				"{fact}: {value} is no number; write 50000 for fifty thousand", fact=fact, value=one
			) from error
		if number < 0:
			raise Malformed("{fact}: {value} is less than 0", fact=fact, value=one)
		if condition.fact is Fact.LARGEST_OWNER_SHARE and number > 100:
			raise Malformed("{fact}: {value} is more than 100 percent", fact=fact, value=one)


def _shown(value: Decimal | str) -> str:
	if isinstance(value, str):
		return value
	text = f"{value:,f}"
	return text.rstrip("0").rstrip(".") if "." in text else text

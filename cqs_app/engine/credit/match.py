"""Which policy applies to an account: the most specific match wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
	"""What a policy applies to; an empty field matches everything."""

	policy: str
	company: str = ""
	customer_group: str = ""
	territory: str = ""
	risk_class: str = ""
	priority: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
	"""An account. The two paths run from the customer's own group or territory up to the root."""

	company: str
	customer_groups: Sequence[str] = ()
	territories: Sequence[str] = ()
	risk_class: str = ""


def best_match(scopes: Sequence[Scope], subject: Subject) -> str | None:
	"""Name of the matching policy with the most fields set, then the nearest group and territory, then the
	highest priority, then the first by name. None when nothing matches."""
	ranked = [
		(rank, scope.policy)
		for scope in sorted(scopes, key=lambda scope: scope.policy)
		if (rank := _rank(scope, subject)) is not None
	]
	return max(ranked, key=lambda pair: pair[0], default=(None, None))[1]


def _rank(scope: Scope, subject: Subject) -> tuple[int, int, int] | None:
	paths: Mapping[str, Sequence[str]] = {
		"company": [subject.company],
		"customer_group": subject.customer_groups,
		"territory": subject.territories,
		"risk_class": [subject.risk_class],
	}
	fields = distance = 0
	for field, path in paths.items():
		wanted = getattr(scope, field)
		if not wanted:
			continue
		if wanted not in path:
			return None
		fields += 1
		distance += list(path).index(wanted)
	return fields, -distance, scope.priority

"""Exposure: the sum of the components that the policy includes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO

SUBTRACTED = frozenset({Component.DISPUTED})


@dataclass(frozen=True, slots=True)
class ComponentAmount:
	component: Component
	amount: Decimal
	included: bool
	sub_limit: Decimal | None

	@property
	def signed(self) -> Decimal:
		"""What this component adds to the exposure."""
		if not self.included:
			return ZERO
		return -self.amount if self.component in SUBTRACTED else self.amount


@dataclass(frozen=True, slots=True)
class Exposure:
	"""Total exposure and its parts, in company currency. Disputed amounts are taken off when included."""

	parts: tuple[ComponentAmount, ...]

	@property
	def total(self) -> Decimal:
		return sum((part.signed for part in self.parts), ZERO)


def exposure_of(components: Mapping[Component, Decimal], policy: Policy) -> Exposure:
	"""Apply the policy's switches and own limits to raw component amounts."""
	return Exposure(
		tuple(
			ComponentAmount(
				component,
				components.get(component, ZERO),
				policy.includes(component),
				policy.sub_limit(component),
			)
			for component in Component
		)
	)


def utilisation(exposure: Decimal, limit: Decimal | None) -> Decimal | None:
	"""Exposure in percent of the limit; None when there is no limit to divide by."""
	if limit is None or limit <= 0:
		return None
	return (exposure / limit * 100).quantize(Decimal("0.01"))

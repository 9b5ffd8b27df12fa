"""What suppliers and banks answer about a customer, as one figure from 0 to 100.

One answer: 70 % how he pays and 30 % whether credit is recommended; where only one of them is answered, that one.
How he pays is the lower of what the word says (Early 100, Prompt 85, Slow 45, Very Slow 15, Written Off 0) and
100 - 2 x days beyond terms, then less half the share of today's balance that is past due. Recommended is Yes 100,
With Caution 50, No 0.

All answers: the mean of their average and of the lowest one, because an applicant names his referees himself and a
bad answer must not disappear behind good ones. Rounded half up to one decimal. Who declined or did not answer does
not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.money import HUNDRED, ZERO

PAYS = {
	"Early": Decimal(100),
	"Prompt": Decimal(85),
	"Slow": Decimal(45),
	"Very Slow": Decimal(15),
	"Written Off": ZERO,
}
RECOMMENDS = {"Yes": HUNDRED, "With Caution": Decimal(50), "No": ZERO}
PAYMENT_SHARE = Decimal("0.7")
POINTS_A_DAY = Decimal(2)
PAST_DUE_SHARE = Decimal("0.5")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Answer:
	"""`pays` and `recommends` "" = not answered. Amounts in the currency of the referee."""

	pays: str = ""
	recommends: str = ""
	days_beyond_terms: int = 0
	balance: Decimal = ZERO
	past_due: Decimal = ZERO


def combined(answers: Sequence[Answer]) -> Decimal | None:
	"""None = nobody answered anything that can be counted."""
	figures = [figure for answer in answers if (figure := figure_of(answer)) is not None]
	if not figures:
		return None
	average = sum(figures, ZERO) / len(figures)
	return ((average + min(figures)) / 2).quantize(TENTH, rounding=ROUND_HALF_UP)


def figure_of(answer: Answer) -> Decimal | None:
	"""Unrounded; None for an answer that says neither."""
	pays, recommended = _payment(answer), RECOMMENDS.get(answer.recommends)
	if pays is None:
		return recommended
	if recommended is None:
		return pays
	return PAYMENT_SHARE * pays + (1 - PAYMENT_SHARE) * recommended


def _payment(answer: Answer) -> Decimal | None:
	by_days = max(HUNDRED - POINTS_A_DAY * max(answer.days_beyond_terms, 0), ZERO)
	word = PAYS.get(answer.pays)
	if word is None and answer.days_beyond_terms <= 0:
		return None
	points = by_days if word is None else min(word, by_days)
	return points * (1 - PAST_DUE_SHARE * _past_due(answer))


def _past_due(answer: Answer) -> Decimal:
	"""Share of the balance, 0 to 1. Past due without a balance is all of it."""
	if answer.past_due <= 0:
		return ZERO
	return min(answer.past_due / answer.balance, Decimal(1)) if answer.balance > 0 else Decimal(1)

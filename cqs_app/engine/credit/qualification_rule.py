"""What a customer's qualification says about selling to him on credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TEXTS = {
	"Rejected": "Qualification {name} was rejected: {note}",
	"Expired": "Qualification {name} has expired: nothing is sold on credit until it is renewed. {note}",
	"Contract and Onboarding": "Qualification {name} is approved, but its contract is not complete. {note}",
	"Compliance Review": "Compliance has to look at qualification {name} again. {note}",
}
EXPIRED = "Qualification {name} ended on {threshold}: nothing is sold on credit until it is renewed"


@dataclass(frozen=True, slots=True)
class Qualified:
	"""What the last qualification that was decided says: its stage, its last day, and what happened or is missing."""

	name: str
	stage: str
	valid_upto: date | None = None
	note: str = ""

	def is_expired(self, as_of: date, grace_days: int = 0) -> bool:
		"""By date, so that it ends at midnight and not when a job notices."""
		return self.valid_upto is not None and (as_of - self.valid_upto).days > grace_days


@dataclass(frozen=True, slots=True)
class Found:
	observed: str
	threshold: str
	text: str
	values: Mapping[str, str] = field(default_factory=dict)


def found(qualified: Qualified | None, as_of: date, grace_days: int) -> list[Found]:
	"""Nothing where there is no qualification, or where it is in force."""
	if qualified is None:
		return []
	last = qualified.valid_upto.isoformat() if qualified.valid_upto else ""
	values = {"name": qualified.name, "note": qualified.note, "threshold": last}
	if text := TEXTS.get(qualified.stage):
		return [Found(qualified.stage, "Active", text, values)]
	if qualified.is_expired(as_of, grace_days):
		return [Found(as_of.isoformat(), last, EXPIRED, values)]
	return []

"""What a rule reports, and how severe it is. Shared by every room of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Outcome(str, Enum):
	"""Pass < Warn < Hold < Block. Hold can be released by an approver; Block ends only with its cause."""

	PASS = "Pass"
	WARN = "Warn"
	HOLD = "Hold"
	BLOCK = "Block"

	@property
	def rank(self) -> int:
		return _RANK[self]

	@property
	def refuses(self) -> bool:
		return self.rank >= _RANK[Outcome.HOLD]


_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Finding:
	"""One rule's result.

	`observed` and `threshold` are plain text figures, `text` is a template whose {names} stand in `values`, so
	that the shell can translate it. `subject` is what was looked at, for example "Sales Order SO-1".
	"""

	rule: str
	outcome: Outcome
	observed: str
	threshold: str
	subject: str
	text: str
	values: Mapping[str, str] = field(default_factory=dict)
	softened: str = ""

	def message(self) -> str:
		return self.text.format(**self.values)

	def as_dict(self) -> dict[str, object]:
		return {
			"rule": self.rule,
			"outcome": self.outcome.value,
			"observed": self.observed,
			"threshold": self.threshold,
			"subject": self.subject,
			"text": self.text,
			"values": dict(self.values),
			"softened": self.softened,
			"message": self.message(),
		}


def combined(findings: Iterable[Finding]) -> Outcome:
	"""The severest outcome of all findings; Pass when there is none."""
	return max((finding.outcome for finding in findings), key=lambda o: o.rank, default=Outcome.PASS)

"""What is wrong with the user's input, said once, with line numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 10


class BadInput(ValueError):
	"""The input cannot be used. The message is for the user; nothing was written."""


@dataclass
class Problems:
	"""Collects bad rows of one file, so that the user sees them together."""

	file: str
	rows: list[tuple[int, str]] = field(default_factory=list)

	def add(self, line: int, what: str) -> None:
		self.rows.append((line, what))

	def raise_any(self) -> None:
		if not self.rows:
			return
		self.rows.sort()
		count = len(self.rows)
		lines = [f"{self.file}: {count} {'problem' if count == 1 else 'problems'}; nothing was written."]
		lines += [f"  line {line}: {what}" for line, what in self.rows[:SHOWN]]
		if count > SHOWN:
			lines.append(f"  and {count - SHOWN} more")
		raise BadInput("\n".join(lines))

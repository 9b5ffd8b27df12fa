"""Why a published file is not taken."""

from __future__ import annotations


class ListRefused(Exception):
	"""A file is cut, malformed or not a list: nothing of it may be used, whatever was read before.

	`file`: its name; `line`: 1-based, 0 = the file as a whole; `reason`: a sentence for the user.
	"""

	def __init__(self, reason: str, file: str = "", line: int = 0) -> None:
		self.reason = reason
		self.file = file
		self.line = line
		super().__init__(str(self))

	def __str__(self) -> str:
		where = f"{self.file}, line {self.line}" if self.line else self.file
		return f"{where}: {self.reason}" if where else self.reason

"""A bar on a terminal, otherwise a line at every quarter."""

from __future__ import annotations

from typing import TextIO

WIDTH = 30


class Progress:
	"""Call it once per step; `total` steps make 100 %. Further steps are not shown."""

	def __init__(self, title: str, total: int, stream: TextIO) -> None:
		self.title, self.total, self.stream = title, max(total, 1), stream
		self.done, self.shown = 0, 0
		self.bar = stream.isatty()

	def __call__(self) -> None:
		self.done = min(self.done + 1, self.total)
		percent = self.done * 100 // self.total
		step = 1 if self.bar else 25
		if percent // step == self.shown // step:
			return
		self.shown = percent
		if self.bar:
			full = percent * WIDTH // 100
			self.stream.write(f"\r{self.title} [{'#' * full}{'.' * (WIDTH - full)}] {percent:3d} %")
			self.stream.flush()
		else:
			self.stream.write(f"{self.title}: {percent // 25 * 25} % ({self.done} of {self.total})\n")

	def finish(self) -> None:
		if self.bar:
			self.stream.write("\n")
			self.stream.flush()

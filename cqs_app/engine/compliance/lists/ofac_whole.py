"""Whether the files of an OFAC publication belong together and none ends early.

A file cut between two lines looks whole by itself; held against the others it does not:
- every entry has a row in the address file, if need be an empty one;
- aliases and addresses belong to entries of the main file;
- a remark of 1,000 characters goes on in the comments;
- when all files but one end with OFAC's mark, that one is cut;
- aliases follow the order of the entries, so an alias file that ends early leaves the last entries without any.
"""

from __future__ import annotations

from collections.abc import Collection

from cqs_app.engine.compliance.lists.draft import Notes
from cqs_app.engine.compliance.lists.refusal import ListRefused

# Real publications hold a stray row now and then; a cut leaves more.
STRAYS = 3
# Files of which one without a mark says nothing about that one.
MOST_UNMARKED = 2
# Entries in a row without an alias at the end, as a multiple of the longest such run before, and at least so many.
LONG_RUN = 2
SHORTEST_RUN = 20


class Coverage:
	def __init__(self, primary: str) -> None:
		self.primary = primary
		self._times: dict[str, int] = {}
		self._run = 0
		self._longest = 0

	def entry(self, listed_id: str, has_alias: bool, notes: Notes) -> str:
		"""The id to use: a number that stands twice gets `-2`, both entries stay."""
		times = self._times[listed_id] = self._times.get(listed_id, 0) + 1
		if times > 1:
			again = f"{listed_id}-{times}"
			notes.warnings.append(
				f"entry number {listed_id} stands {times} times in {self.primary}: kept as {again}"
			)
			return again
		if has_alias:
			self._longest, self._run = max(self._longest, self._run), 0
		else:
			self._run += 1
		return listed_id

	def check_addresses(self, file: str, listed: Collection[str], notes: Notes) -> None:
		self._check_known(file, listed, notes)
		without = [entry_id for entry_id in self._times if entry_id not in listed]
		if len(without) > STRAYS:
			raise ListRefused(
				f"no row for {len(without):,} of {len(self._times):,} entries of {self.primary}, the first of them "
				f"{without[0]}: the file is cut or of another publication",
				file,
			)
		if without:
			notes.warnings.append(f"{file} has no row for the entries {', '.join(without)}")

	def check_aliases(self, file: str, listed: Collection[str], notes: Notes) -> None:
		self._check_known(file, listed, notes)
		if len(self._times) > SHORTEST_RUN and self._run > max(SHORTEST_RUN, LONG_RUN * self._longest):
			raise ListRefused(
				f"none of the last {self._run:,} entries of {self.primary} has an alias, while at most {self._longest:,} "
				"in a row had none before: the file is cut or of another publication",
				file,
			)
		if self._run > max(SHORTEST_RUN, self._longest // 4):
			notes.warnings.append(
				f"none of the last {self._run:,} entries of {self.primary} has an alias in {file}"
			)

	def _check_known(self, file: str, listed: Collection[str], notes: Notes) -> None:
		strays = [entry_id for entry_id in listed if entry_id not in self._times]
		if len(strays) > STRAYS:
			raise ListRefused(
				f"{len(strays):,} entry numbers that are in {file} are missing here, the first of them {strays[0]}: "
				"the file is cut or of another publication",
				self.primary,
			)
		if strays:
			notes.warnings.append(
				f"{file} has rows for entries that are not in {self.primary}: {', '.join(strays)}"
			)

	def note_unknown(self, file: str, listed: Collection[str], notes: Notes) -> None:
		"""Comments are published for themselves and may be of another day: no reason to refuse."""
		strays = [entry_id for entry_id in listed if entry_id not in self._times]
		if strays:
			notes.warnings.append(
				f"{file} has comments on entries that are not in {self.primary}: {', '.join(strays)}"
			)

	def check_marks(self, unmarked: list[str], files: int, notes: Notes) -> None:
		"""Each published file ends with the mark 0x1A; copies often lost it, then all the other rules decide."""
		if len(unmarked) == 1 and files > MOST_UNMARKED:
			raise ListRefused(
				"ends without OFAC's end of file mark (0x1A), which the others have: it is cut", unmarked[0]
			)
		if unmarked:
			notes.warnings.append(f"without OFAC's end of file mark (0x1A): {', '.join(unmarked)}")

"""Rows of a comma or semicolon separated file, and whether it ends where its publisher ended it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile, decoded

# DOS end of file, which OFAC writes at the end of each of its files.
END_MARK = b"\x1a"


class Table:
	"""Streams `(line number, fields)`. Afterwards `has_end_mark` tells whether the file ended with 0x1A.

	`is_closed` judges a last line without a line end: whether its last field is whole.
	"""

	def __init__(
		self,
		file: SourceFile,
		delimiter: str = ",",
		strict_utf8: bool = True,
		is_closed: Callable[[str], bool] | None = None,
	) -> None:
		self.file = file
		self.has_end_mark = False
		self._delimiter = delimiter
		self._strict_utf8 = strict_utf8
		self._is_closed = is_closed or (lambda line: line.endswith('"'))
		self._line = 0

	def rows(self, columns: int = 0) -> Iterator[tuple[int, list[str]]]:
		"""Rows of another length than `columns` are refused; 0: the first row tells how many."""
		reader = csv.reader(self._text(), delimiter=self._delimiter, strict=True)
		while True:
			began = self._line + 1
			try:
				row = next(reader)
			except StopIteration:
				return
			except csv.Error as error:
				raise ListRefused(_reason(error), self.file.name, began) from None
			if not row:
				continue
			columns = columns or len(row)
			if len(row) != columns:
				raise ListRefused(
					f"{len(row)} columns instead of {columns}: the file is cut or damaged here",
					self.file.name,
					began,
				)
			yield began, row

	def _text(self) -> Iterator[str]:
		for line in self.file.lines():
			if self.has_end_mark:
				raise ListRefused("text after the end of file mark", self.file.name, self._line + 1)
			self._line += 1
			if line.endswith(END_MARK) or line.rstrip(b"\r\n") == END_MARK:
				self.has_end_mark = True
				line = line.rstrip(b"\r\n").removesuffix(END_MARK)
				if not line:
					continue
				line += b"\n"
			text = decoded(line, self.file.name, self._line, self._strict_utf8)
			if not text.endswith("\n") and not self._is_closed(text):
				raise ListRefused(
					"the last line has no end: the file is cut here", self.file.name, self._line
				)
			yield text.removeprefix("\ufeff") if self._line == 1 else text


def _reason(error: csv.Error) -> str:
	if "unexpected end" in str(error):
		return "a quotation mark is never closed: the file is cut"
	return f"damaged ({error})"

"""XML read record by record: no document type, so no entities at all; memory for one record; nothing after a cut.

The standard library's expat is used directly. Its `ElementTree` front end would expand entities that a file declares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile

DEEPEST = 50
LARGEST_RECORD = 8 * 1024 * 1024


class Records:
	"""Streams `(line, element)` for every element of `tags`, which do not nest. Names are without namespace.

	`head` holds the attributes of the root and of the elements outside of records, `root.attribute` -> value, and
	the text of those elements, `element` -> text: publication dates and counts.
	"""

	def __init__(self, file: SourceFile, root: str, tags: frozenset[str]) -> None:
		self.file = file
		self.head: dict[str, str] = {}
		self._root = root
		self._tags = tags
		self._path: list[str] = []
		self._builder: TreeBuilder | None = None
		self._began = 0
		self._size = 0
		self._ready: list[tuple[int, Element]] = []
		self._parser = self._make_parser()

	def _make_parser(self) -> expat.XMLParserType:
		parser = expat.ParserCreate(namespace_separator="}")
		parser.buffer_text = True
		parser.StartElementHandler = self._start
		parser.EndElementHandler = self._end
		parser.CharacterDataHandler = self._text
		parser.StartDoctypeDeclHandler = self._refuse("declares a document type")
		parser.EntityDeclHandler = self._refuse("declares an entity")
		parser.ExternalEntityRefHandler = self._refuse("refers to an outside entity")
		return parser

	def __iter__(self) -> Iterator[tuple[int, Element]]:
		try:
			for chunk in self.file.chunks():
				self._parser.Parse(chunk, False)
				yield from self._ready
				self._ready.clear()
			self._parser.Parse(b"", True)
		except expat.ExpatError as error:
			raise ListRefused(self._explained(error), self.file.name, error.lineno) from None

	def _explained(self, error: expat.ExpatError) -> str:
		reason = expat.ErrorString(error.code)
		if self._path:
			return f"<{self._path[-1]}> is never closed: the file is cut or damaged ({reason}, column {error.offset + 1})"
		return f"no well-formed XML ({reason}, column {error.offset + 1})"

	def _refuse(self, what: str) -> Callable[..., int]:
		def refuse(*_declared: object) -> int:
			raise ListRefused(
				f"{what}, as no published list does", self.file.name, self._parser.CurrentLineNumber
			)

		return refuse

	def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
		name = tag.rpartition("}")[2]
		plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
		if not self._path and name != self._root:
			raise ListRefused(f"begins with <{name}> instead of <{self._root}>", self.file.name, self._line())
		self._path.append(name)
		if len(self._path) > DEEPEST:
			raise ListRefused(f"elements nested more than {DEEPEST} deep", self.file.name, self._line())
		if self._builder is None and name in self._tags:
			self._builder, self._began, self._size = TreeBuilder(), self._line(), 0
		if self._builder is not None:
			self._grow(len(name) + sum(map(len, plain.values())))
			self._builder.start(name, plain)
		else:
			self.head.update({f"{name}.{key}": value for key, value in plain.items()})

	def _end(self, _tag: str) -> None:
		name = self._path.pop()
		if self._builder is None:
			return
		self._builder.end(name)
		if name in self._tags and not self._tags & set(self._path):
			self._ready.append((self._began, self._builder.close()))
			self._builder = None

	def _text(self, text: str) -> None:
		if self._builder is not None:
			self._grow(len(text))
			self._builder.data(text)
		elif text.strip() and len(self.head) < 1000:
			self.head[self._path[-1]] = self.head.get(self._path[-1], "") + text.strip()

	def _grow(self, size: int) -> None:
		self._size += size
		if self._size > LARGEST_RECORD:
			raise ListRefused(
				f"an entry of more than {LARGEST_RECORD >> 20} MiB", self.file.name, self._began
			)

	def _line(self) -> int:
		return self._parser.CurrentLineNumber


def text_of(element: Element, path: str) -> str:
	"""Trimmed, blanks as one; empty if it is not there."""
	return " ".join((element.findtext(path) or "").split())


def texts_of(element: Element, path: str) -> list[str]:
	found = (" ".join((one.text or "").split()) for one in element.iterfind(path))
	return [text for text in found if text]

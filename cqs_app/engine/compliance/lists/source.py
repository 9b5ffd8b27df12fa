"""A file as it is read: its bytes are counted and hashed, its beginning can be looked at, its lines have a limit."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Protocol

from cqs_app.engine.compliance.lists.refusal import ListRefused

HEAD = 64 * 1024
LONGEST_LINE = 16 * 1024 * 1024


class Stream(Protocol):
	"""What is needed of an opened binary file."""

	def read(self, size: int, /) -> bytes: ...


class SourceFile:
	"""`name` for messages; `stream` from its beginning; `size` in bytes if known, for the progress."""

	def __init__(self, name: str, stream: Stream, size: int = 0) -> None:
		self.name = name
		self.size = size
		self.bytes_read = 0
		self._stream = stream
		self._hash = sha256()
		self._head: bytes | None = None

	@property
	def sha256(self) -> str:
		"""Of what was read so far."""
		return self._hash.hexdigest()

	def head(self) -> bytes:
		"""The first 64 KiB; reading starts at the beginning all the same."""
		if self._head is None:
			self._head = self._stream.read(HEAD)
		return self._head

	def chunks(self) -> Iterator[bytes]:
		chunk = self.head()
		while chunk:
			self._hash.update(chunk)
			self.bytes_read += len(chunk)
			yield chunk
			chunk = self._stream.read(HEAD)

	def lines(self) -> Iterator[bytes]:
		"""With their line ends, so that a last line without one shows."""
		rest = b""
		number = 1
		for chunk in self.chunks():
			*whole, rest = (rest + chunk).split(b"\n") if b"\n" in chunk else [rest + chunk]
			for line in whole:
				yield line + b"\n"
			number += len(whole)
			if len(rest) > LONGEST_LINE:
				raise ListRefused(f"a line of more than {LONGEST_LINE >> 20} MiB", self.name, number)
		if rest:
			yield rest


def decoded(line: bytes, file: str, number: int, strict: bool = True) -> str:
	"""UTF-8. Not strict: Windows-1252 for a line that is not, as older publications are."""
	try:
		text = line.decode("utf-8")
	except UnicodeDecodeError as error:
		if strict:
			raise ListRefused(f"byte {error.start + 1} is not UTF-8", file, number) from None
		text = line.decode("cp1252", "replace")
	if "\0" in text:
		raise ListRefused("holds a zero byte: it is no text, or damaged", file, number)
	return text

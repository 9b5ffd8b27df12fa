"""Files of a run: written beside their place, then moved into it. A run that fails or is stopped leaves nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cqs_app.sandbox.problems import BadInput


@contextmanager
def staged(out: Path) -> Iterator[Path]:
	"""A directory to write into. On success its files move to `out`; other files that stand there stay."""
	if out.exists() and not out.is_dir():
		raise BadInput(f"{out}: is a file. Give --out a directory.")
	try:
		out.parent.mkdir(parents=True, exist_ok=True)
		stage = Path(tempfile.mkdtemp(prefix=".cqs-", dir=out.parent))
	except OSError as error:
		raise BadInput(f"{out}: cannot be written ({error.strerror or error}).") from None
	try:
		yield stage
		_move(stage, out)
	finally:
		shutil.rmtree(stage, ignore_errors=True)


def _move(stage: Path, out: Path) -> None:
	stage.chmod(0o777 & ~_umask())
	if not out.exists():
		stage.replace(out)
		return
	for file in sorted(stage.iterdir()):
		os.replace(file, out / file.name)


def _umask() -> int:
	mask = os.umask(0)
	os.umask(mask)
	return mask

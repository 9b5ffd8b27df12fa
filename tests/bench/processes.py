"""Child processes that never outlive us, whatever ends the run."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


class StackError(RuntimeError):
	"""The stack cannot be built or does not answer; the message is meant to be read by a person."""


def _prctl(option: int, value: int) -> None:
	with contextlib.suppress(OSError, AttributeError):
		ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
	"""On Linux, make us the parent of whatever our children leave behind, so that the sweep finds it."""
	_prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
	"""For `preexec_fn`: on Linux, not even a SIGKILL that hits us leaves the child behind."""
	_prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Processes:
	"""Servers in process groups of their own, stopped in reverse order of their start."""

	def __init__(self, log_dir: Path) -> None:
		self.log_dir = log_dir
		self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

	def start(self, name: str, argv: list[str], *, cwd: Path, env: dict[str, str], fds: tuple[int, ...] = ()):
		with open(self.log_dir / f"{name}.log", "ab") as log:
			process = subprocess.Popen(
				argv,
				cwd=cwd,
				env=env,
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=subprocess.STDOUT,
				start_new_session=True,
				preexec_fn=die_with_parent,
				pass_fds=fds,
			)
		self._running.append((name, process))
		return process

	def await_ready(self, name: str, is_ready: Callable[[], bool], seconds: float = 60) -> bool:
		"""True when it answers, False when it died; a server that neither answers nor dies is an error."""
		process = next(process for label, process in reversed(self._running) if label == name)
		deadline = time.monotonic() + seconds
		while time.monotonic() < deadline:
			if process.poll() is not None:
				return False
			if is_ready():
				return True
			time.sleep(0.1)
		raise StackError(
			f"{name} did not answer within {seconds:.0f} s\n{tail(self.log_dir / f'{name}.log')}"
		)

	def stop(self, name: str, *, gently: bool = True) -> None:
		for label, process in [entry for entry in self._running if entry[0] == name]:
			_end_group(process, gently)
			self._running.remove((label, process))

	def stop_all(self, *, gently: bool) -> None:
		for name, _process in reversed(list(self._running)):
			self.stop(name, gently=gently)


def _end_group(process: "subprocess.Popen[bytes]", gently: bool) -> None:
	steps = [(signal.SIGTERM, 60.0), (signal.SIGKILL, 10.0)] if gently else [(signal.SIGKILL, 10.0)]
	for number, patience in steps:
		with contextlib.suppress(ProcessLookupError, PermissionError):
			os.killpg(process.pid, number)
		with contextlib.suppress(subprocess.TimeoutExpired):
			process.wait(patience)
			break
	with contextlib.suppress(ProcessLookupError, PermissionError):
		os.killpg(process.pid, signal.SIGKILL)


def sweep_descendants() -> None:
	"""Kill what is still below us: grandchildren of a killed pytest, a browser's helpers."""
	for _round in range(3):
		found = list(_descendants(os.getpid()))
		for pid in found:
			with contextlib.suppress(ProcessLookupError, PermissionError):
				os.kill(pid, signal.SIGKILL)
		with contextlib.suppress(ChildProcessError):
			while os.waitpid(-1, os.WNOHANG)[0]:
				pass
		if not found:
			return
		time.sleep(0.05)


def _descendants(root: int) -> Iterator[int]:
	children: dict[int, list[int]] = {}
	for stat in Path("/proc").glob("[0-9]*/stat"):
		with contextlib.suppress(OSError, ValueError, IndexError):
			pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
			children.setdefault(int(rest[1]), []).append(int(pid))
	queue = list(children.get(root, []))
	while queue:
		pid = queue.pop()
		yield pid
		queue.extend(children.get(pid, []))


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])


def answers(port: int, send: bytes, expect: bytes) -> bool:
	"""True if the server on the port says the expected bytes (after `send`, which may be empty)."""
	with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as peer:
		peer.sendall(send)
		return expect in peer.recv(4096)
	return False


def tail(log: Path, lines: int = 40) -> str:
	if not log.exists():
		return ""
	text = log.read_text(errors="replace").replace("\r", "\n")
	return "\n".join(line for line in text.splitlines()[-lines:] if line.strip())

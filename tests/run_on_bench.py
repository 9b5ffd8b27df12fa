"""Run the tests that need a real ERPNext in a private, throw-away stack. Standard library only.

	python tests/run_on_bench.py                      all of tests/erp, and tests/browser where Chromium is
	python tests/run_on_bench.py -- -k door           arguments after -- go to pytest; paths replace the default
	python tests/run_on_bench.py --keep DIR           keep database and site in DIR; the next run starts in seconds
	python tests/run_on_bench.py --keep DIR --reinstall      as before the app, then install the app anew
	python tests/run_on_bench.py --parallel 2         in two stacks side by side that share the test files
	python tests/run_on_bench.py --worker             with a background worker (queues short, default, long)
	python tests/run_on_bench.py --run CMD ...        any command instead of pytest, in the sites directory

The command finds CQS_SITES, CQS_SITE, CQS_URL, CQS_DB_HOST, CQS_DB_PORT, CQS_DB_SOCKET, CQS_DB_ROOT_USER,
CQS_DB_ROOT_PASSWORD and CQS_ROOT in its environment, and the bench's Python as `python`.
Input: BENCH_PATH (default ~/frappe-bench), CQS_TEST_SITE (default cqs-test.localhost), and, to use servers that
run already, CQS_EXTERNAL_DB=mysql://root:password@host:port and CQS_EXTERNAL_REDIS=redis://host:port.
Without a bench it says so in one line and exits with 0.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.bench.locate import ROOT, external_database, why_not
from tests.bench.processes import StackError, adopt_orphans, die_with_parent, sweep_descendants
from tests.bench.site import ensure_site
from tests.bench.stack import Options, Stack
from tests.bench.suite import absolute, pytest_command

TEMP_PATH_LIMIT = 70
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def parse(argv: list[str]) -> tuple[argparse.Namespace, list[str], list[str]]:
	"""Our own options, pytest's arguments and the command of --run."""
	command: list[str] = []
	passed: list[str] = []
	first = next((index for index, word in enumerate(argv) if word in ("--", "--run")), len(argv))
	if argv[first : first + 1] == ["--run"]:
		command = argv[first + 1 :]
		if not command:
			raise SystemExit("--run needs a command")
	else:
		passed = argv[first + 1 :]
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the stack in DIR and reuse it")
	parser.add_argument("--reinstall", action="store_true", help="install the app anew in a kept stack")
	parser.add_argument("--parallel", type=int, default=1, metavar="N", help="stacks that share the tests")
	parser.add_argument("--worker", action="store_true", help="start one background worker")
	parser.add_argument("--no-web", dest="web", action="store_false", help="start no web server")
	return parser.parse_args(argv[:first]), passed, command


@contextlib.contextmanager
def work_directories(keep: Path | None) -> Iterator[tuple[Path, Path]]:
	"""The stack's home and the directory of this run, whose path must be short enough for a socket's name."""
	parent = tempfile.gettempdir()
	run_dir = Path(tempfile.mkdtemp(prefix="cqs-", dir="/tmp" if len(parent) > TEMP_PATH_LIMIT else parent))
	try:
		home = keep.expanduser().absolute() if keep else run_dir / "home"
		home.mkdir(parents=True, exist_ok=True)
		yield home, run_dir
	finally:
		shutil.rmtree(run_dir, ignore_errors=True)


@contextlib.contextmanager
def running(options: argparse.Namespace) -> Iterator[Stack]:
	"""A stack with everything started; stopped and removed again however the block is left."""
	name = os.environ.get("CQS_TEST_SITE") or "cqs-test.localhost"
	keep = options.keep is not None
	with work_directories(options.keep) as (home, run_dir):
		stack = Stack(home, run_dir, Options(site=name))
		try:
			stack.lay_out()
			stack.start_servers()
			ensure_site(stack, keep=keep, reinstall=options.reinstall)
			if options.web and options.parallel == 1:
				stack.start_web()
			if options.worker:
				stack.start_worker()
			yield stack
		finally:
			for number in ENDINGS:
				signal.signal(number, signal.SIG_IGN)
			stack.close(keep=keep)
			sweep_descendants()


@contextlib.contextmanager
def beside(stack: Stack, number: int) -> Iterator[list[Stack]]:
	"""So many further stacks with a copy of the site; then the web servers of all."""
	with contextlib.ExitStack() as opened:
		others = []
		for _each in range(number):
			home, run_dir = opened.enter_context(work_directories(None))
			other = Stack(home, run_dir, Options(site=stack.options.site))
			opened.callback(other.close, keep=False)
			other.lay_out()
			stack.copy_to(other)
			others.append(other)
		for other in others:
			other.start_servers()
		for each in (stack, *others):
			each.start_web()
		yield others


def run_in_parallel(stack: Stack, passed: list[str], number: int) -> int:
	"""The same pytest in every stack, each taking the files that nobody has taken yet. The first one has our terminal; what
	the others said follows when they are done. Returns the worst exit code."""
	claims = stack.run_dir / "claims"
	claims.mkdir()
	with beside(stack, number - 1) as others:
		started = []
		for other in others:
			log = other.run_dir / "pytest.log"
			with open(log, "wb") as out:
				argv, env = pytest_command(other, passed), environment(other, claims)
				process = subprocess.Popen(
					argv, cwd=ROOT, env=env, stdout=out, stderr=out, preexec_fn=die_with_parent
				)
			started.append((process, log))
		codes = [run(stack, pytest_command(stack, passed), cwd=ROOT, claims=claims)]
		for process, log in started:
			codes.append(process.wait())
			print(log.read_text(errors="replace"), flush=True)
	# 5 = no test: the others were quicker.
	return max((code for code in codes if code != 5), default=5)


def environment(stack: Stack, claims: Path | None) -> dict[str, str]:
	env = stack.env() | {"CQS_EXTRA_PACKAGES": str(stack.home / "packages")}
	return env | {"CQS_CLAIMS": str(claims)} if claims else env


def run(stack: Stack, argv: list[str], *, cwd: Path, claims: Path | None = None) -> int:
	"""The command in the foreground, with our terminal; Ctrl-C reaches it too, so let it finish by itself."""
	env = environment(stack, claims)
	with subprocess.Popen(argv, cwd=cwd, env=env, preexec_fn=die_with_parent) as process:
		try:
			return process.wait()
		except KeyboardInterrupt:
			with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
				process.wait(15)
			raise
		finally:
			process.kill()


def leave(number: int, _frame: object) -> None:
	raise SystemExit(128 + number)


def main(argv: list[str]) -> int:
	options, passed, command = parse(argv)
	if reason := why_not():
		print(f"SKIPPED: tests on a real ERPNext did not run, because {reason}", flush=True)
		return 0
	if external_database() or command:
		options.parallel = 1
	adopt_orphans()
	for number in ENDINGS[1:]:
		signal.signal(number, leave)
	try:
		with running(options) as stack:
			if command:
				return run(stack, absolute(command), cwd=stack.sites)
			if options.parallel > 1:
				return run_in_parallel(stack, passed, options.parallel)
			return run(stack, pytest_command(stack, passed), cwd=ROOT)
	except StackError as error:
		print(f"\nFAILED: {error}", flush=True)
		return 1
	except KeyboardInterrupt:
		print("\ninterrupted", flush=True)
		return 128 + signal.SIGINT


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

"""Which tests run in the stack, with which packages, as one pytest command."""

import subprocess

from tests.bench.locate import ROOT, why_no_browser
from tests.bench.processes import StackError
from tests.bench.stack import Stack

ERP = ROOT / "tests" / "erp"
BROWSER = ROOT / "tests" / "browser"
# Repeats a failed test of a screen once, and says so: a browser on a busy machine is late now and then.
RERUNS = "pytest_rerunfailures"


def absolute(args: list[str]) -> list[str]:
	"""Paths below the repository made absolute; a pytest node id keeps its `::` part."""
	found = []
	for arg in args:
		path, separator, rest = arg.partition("::")
		exists = not arg.startswith("-") and "/" in path and (ROOT / path).exists()
		found.append(f"{ROOT / path}{separator}{rest}" if exists else arg)
	return found


def pytest_command(stack: Stack, passed: list[str]) -> list[str]:
	"""Paths among the passed arguments replace the default of everything that needs ERPNext."""
	if not _available(stack, "pytest"):
		raise StackError("the bench's Python has no pytest, and pip could not install it beside")
	args = absolute(passed)
	paths = [arg for arg in args if arg.startswith(str(ROOT))]
	if not paths:
		args.append(str(ERP))
		if any(BROWSER.glob("test_*.py")):
			if reason := why_no_browser() or _why_no_selenium(stack):
				print(f"SKIPPED: browser tests, because {reason}", flush=True)
			else:
				args.append(str(BROWSER))
	elif any(path.startswith(str(BROWSER)) for path in paths):
		_available(stack, "selenium")
	_available(stack, RERUNS)
	options = ["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), "--tb=short"]
	options += ["-W", "ignore::DeprecationWarning", "-o", "faulthandler_timeout=300"]
	return [str(stack.python), "-m", "tests.bench.pytest_main", *options, *args]


def _why_no_selenium(stack: Stack) -> str | None:
	return None if _available(stack, "selenium") else "selenium is not there and pip could not install it"


def _available(stack: Stack, module: str) -> bool:
	"""The bench's own package, or one put beside the stack: the bench's environment stays as it is."""
	target = stack.home / "packages"
	probe = f"import sys; sys.path.append({str(target)!r}); import {module}"
	if _quiet(stack, "-c", probe):
		return True
	_quiet(stack, "-m", "pip", "install", "--quiet", "--target", str(target), module.replace("_", "-"))
	return _quiet(stack, "-c", probe)


def _quiet(stack: Stack, *args: str) -> bool:
	with open(stack.logs / "packages.log", "ab") as log:
		argv = [str(stack.python), *args]
		code = subprocess.call(argv, env=stack.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
	return code == 0

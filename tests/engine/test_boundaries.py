"""What may import what: the engine and the ledger know no host, the sandbox knows no Frappe."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "cqs_app"
HOST = {"frappe", "erpnext"}
MAY_USE = {
	"engine": {"engine"},
	"ledger": {"engine", "ledger"},
	"sandbox": {"engine", "ledger", "sandbox"},
	"erp": {"engine", "ledger", "erp"},
}
STANDARD = set(sys.stdlib_module_names)
LIBRARIES = {"engine": {"anyascii", "rapidfuzz", "stdnum"}}
ROOMS = ("credit", "qualification", "compliance", "monitoring", "customer_request", "insight")


def imports_of(file: Path) -> set[str]:
	found = set()
	for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
		if isinstance(node, ast.Import):
			found |= {alias.name for alias in node.names}
		elif isinstance(node, ast.ImportFrom):
			assert node.level == 0, f"{file}: relative import"
			found.add(node.module or "")
	return found


@pytest.mark.parametrize("package", MAY_USE)
def test_imports_run_one_way(package):
	for file in (APP / package).rglob("*.py"):
		for name in imports_of(file):
			if name.startswith("cqs_app."):
				assert name.split(".")[1] in MAY_USE[package], f"{file.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("package", ["engine", "ledger", "sandbox"])
def test_nothing_but_the_standard_library(package):
	"""And the libraries that are named for it."""
	for file in (APP / package).rglob("*.py"):
		foreign = {name.split(".")[0] for name in imports_of(file)} - STANDARD - {"cqs_app"}
		foreign -= LIBRARIES.get(package, set())
		assert not foreign, f"{file.relative_to(ROOT)} imports {foreign}"


@pytest.mark.parametrize("package", ["engine", "erp"])
def test_credit_uses_no_other_room(package):
	for file in (APP / package / "credit").rglob("*.py"):
		for name in imports_of(file):
			others = [room for room in ROOMS[1:] if f"cqs_app.{package}.{room}" in name]
			assert not others, f"{file.relative_to(ROOT)} imports {name}"


def test_the_engine_reads_no_clock_and_no_files():
	barred = {"now", "today", "utcnow", "open", "getenv", "time"}
	for file in (APP / "engine").rglob("*.py"):
		for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call):
				name = getattr(node.func, "attr", getattr(node.func, "id", ""))
				assert name not in barred, f"{file.relative_to(ROOT)}:{node.lineno} calls {name}"


def test_everything_imports_where_frappe_is_barred():
	names = [
		".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
		for package in ("engine", "ledger", "sandbox")
		for file in sorted((APP / package).rglob("*.py"))
		if file.name != "__main__.py"
	]
	barred = "".join(f"sys.modules[{name!r}] = None; " for name in sorted(HOST))
	script = f"import sys, importlib; {barred}[importlib.import_module(name) for name in {names!r}]"
	subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_the_sandbox_keeps_files_and_functions_short():
	for file in (APP / "sandbox").rglob("*.py"):
		text = file.read_text(encoding="utf-8")
		assert text.count("\n") < 400, file.name
		for node in ast.walk(ast.parse(text)):
			if isinstance(node, ast.FunctionDef):
				assert (node.end_lineno or 0) - node.lineno < 45, f"{file.name}: {node.name}"

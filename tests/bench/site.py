"""The test site: made once per stack, then reused; what the app would not migrate itself is made anew."""

import hashlib
import json
import shutil
from pathlib import Path

from tests.bench.locate import ROOT, external_database
from tests.bench.stack import Stack

ADMIN_PASSWORD = "cqs-admin"
BASE, INSTALLING, COMPLETE = "base", "installing", "complete"


def ensure_site(stack: Stack, *, keep: bool, reinstall: bool) -> None:
	state = _read(stack)
	if state.get("site") != stack.options.site:
		state = {}
	if state and (reinstall or state["stage"] == INSTALLING):
		state = _restore_base(stack)
	if not state:
		_create(stack, keep=keep)
		state = {"site": stack.options.site, "stage": BASE}
		_write(stack, state)
	stamp = app_stamp()
	if state["stage"] == BASE:
		_write(stack, state | {"stage": INSTALLING})
		stack.frappe("installing cqs_app", "install-app", "cqs_app")
	elif state.get("app") != stamp:
		stack.frappe("migrating", "migrate", "--skip-search-index")
	if state.get("app") != stamp or state.get("factories") != _factories_stamp():
		stack.module("making users", "tests.bench.prepare", "users")
	_write(stack, state | {"stage": COMPLETE, "app": stamp, "factories": _factories_stamp()})


def _create(stack: Stack, *, keep: bool) -> None:
	server = stack.database
	args = ["new-site", stack.options.site, "--force", f"--admin-password={ADMIN_PASSWORD}"]
	args += [f"--db-root-username={server.user}", f"--db-root-password={server.password}"]
	if external_database() and server.host not in ("127.0.0.1", "localhost"):
		args.append("--mariadb-user-host-login-scope=%")
	shutil.rmtree(stack.sites / stack.options.site, ignore_errors=True)
	stack.frappe("creating site", *args)
	stack.frappe("installing erpnext", "install-app", "erpnext")
	stack.module("making base data", "tests.bench.prepare", "base")
	if keep and not external_database():
		_save_base(stack)


def _save_base(stack: Stack) -> None:
	"""Copy the database as it is before the app, for `--reinstall`."""
	stack.processes.stop("mariadb")
	shutil.rmtree(_base(stack), ignore_errors=True)
	shutil.copytree(stack.datadir, _base(stack) / "mysql")
	shutil.copytree(stack.sites / stack.options.site, _base(stack) / "site", symlinks=True)
	stack.start_database()
	stack.write_config()


def _restore_base(stack: Stack) -> dict[str, str]:
	"""Back to the site without the app; an empty state, thus a new site, when there is no copy."""
	if not _base(stack).exists():
		return {}
	stack.processes.stop("mariadb", gently=False)
	site = stack.sites / stack.options.site
	for target, source in ((stack.datadir, "mysql"), (site, "site")):
		shutil.rmtree(target, ignore_errors=True)
		shutil.copytree(_base(stack) / source, target, symlinks=True)
	stack.start_database()
	stack.write_config()
	return {"site": stack.options.site, "stage": BASE}


def app_stamp() -> str:
	"""Changes with whatever `migrate` would read: schema, fixtures, hooks, patches, set-up; not plain code."""
	app = ROOT / "cqs_app"
	code = [app / "hooks.py", *app.glob("patches/**/*.py"), *app.glob("erp/setup/*.py")]
	data = [path for path in app.rglob("*") if path.suffix in (".json", ".txt", ".html", ".csv")]
	return _digest(sorted({*code, *data}))


def _factories_stamp() -> str:
	return _digest([ROOT / "tests" / "erp" / "factories.py"])


def _digest(paths: list[Path]) -> str:
	digest = hashlib.sha256()
	for path in paths:
		if path.is_file():
			digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
	return digest.hexdigest()


def _base(stack: Stack) -> Path:
	return stack.home / "base"


def _read(stack: Stack) -> dict[str, str]:
	path = stack.home / "state.json"
	return json.loads(path.read_text()) if path.exists() else {}


def _write(stack: Stack, state: dict[str, str]) -> None:
	(stack.home / "state.json").write_text(json.dumps(state, indent=1))

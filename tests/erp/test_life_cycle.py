"""Install, migrate twice, uninstall and re-install, with the bench's own commands on a copy of the test site."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import frappe
import pytest

from cqs_app.erp.setup.install import INDEXES
from cqs_app.erp.setup.permissions import ROLES

pytestmark = pytest.mark.committed
COPY = "cqs-life-cycle.localhost"
DATABASE = "_cqs_life_cycle"
PASSWORD = "life-cycle"
DUMP = shutil.which("mariadb-dump") or shutil.which("mysqldump")
CLIENT = shutil.which("mariadb") or shutil.which("mysql")
BENCH = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", COPY]
ORDER = """
import frappe
from tests.erp import factories as make
from tests.erp.credit import customer_with, refused
customer = customer_with(limit=1000)
make.make_sales_order(customer=customer, amount=1000)
with refused():
	make.make_sales_order(customer=customer, amount=1)
print("GATE WORKS")
"""
NATIVE = """
import frappe
from tests.erp import factories as make
customer = make.make_customer(name="Native Limit Customer", credit_limit=4321)
frappe.db.set_single_value("Accounts Settings", "credit_controller", "Sales Manager")
frappe.db.commit()
"""
TAKEN_OVER = """
import frappe
print("TAKEN", frappe.db.get_value("Credit Account", {"customer": "Native Limit Customer"}, "credit_limit"))
print("ROWS", frappe.db.count("Customer Credit Limit"))
"""
GIVEN_BACK = """
import frappe
row = frappe.db.get_value("Customer Credit Limit", {"parent": "Native Limit Customer"}, "credit_limit")
print("BACK", row, frappe.db.get_single_value("Accounts Settings", "credit_controller"))
"""


@pytest.fixture
def copied_site(root_sql):
	"""A site of its own with the test site's data, removed afterwards."""
	sites = Path(os.environ["CQS_SITES"])
	config = json.loads((sites / os.environ["CQS_SITE"] / "site_config.json").read_text())
	root_sql(f"create or replace database `{DATABASE}` character set utf8mb4 collate utf8mb4_unicode_ci")
	root_sql(f"create or replace user '{DATABASE}'@'%' identified by '{PASSWORD}'")
	root_sql(f"create or replace user '{DATABASE}'@'localhost' identified by '{PASSWORD}'")
	for host in ("%", "localhost"):
		root_sql(f"grant all on `{DATABASE}`.* to '{DATABASE}'@'{host}'")
	_copy_database(config["db_name"])
	shutil.copytree(sites / os.environ["CQS_SITE"], sites / COPY, symlinks=True)
	config |= {"db_name": DATABASE, "db_user": DATABASE, "db_password": PASSWORD}
	(sites / COPY / "site_config.json").write_text(json.dumps(config))
	try:
		yield COPY
	finally:
		shutil.rmtree(sites / COPY, ignore_errors=True)
		root_sql(f"drop database `{DATABASE}`")
		for host in ("%", "localhost"):
			root_sql(f"drop user '{DATABASE}'@'{host}'")


def test_install_migrate_uninstall_reinstall(copied_site, root_sql):
	broken = broken_chains()
	bench("migrate", "--skip-search-index")
	bench("migrate", "--skip-search-index")
	assert "GATE WORKS" in script(ORDER)
	assert broken_chains() == broken
	assert "compared" in bench("cqs", "reconcile")
	bench("uninstall-app", "cqs_app", "--yes", "--no-backup")
	assert left_behind(root_sql) == []
	script(NATIVE)
	bench("install-app", "cqs_app")
	taken = script(TAKEN_OVER)
	assert "TAKEN 4321" in taken and "ROWS 0" in taken
	assert "GATE WORKS" in script(ORDER)
	assert broken_chains() == []
	bench("uninstall-app", "cqs_app", "--yes", "--no-backup")
	assert "BACK 4321.0 Sales Manager" in script(GIVEN_BACK)


def left_behind(root_sql) -> list[str]:
	"""Tables, metadata, permissions, roles and indexes of the app that survived."""
	queries = {
		"table": "select table_name from information_schema.tables where table_schema = '{db}' and "
		"(table_name like 'tabCredit %' or table_name like 'tabCQS %')",
		"custom field": "select name from `{db}`.`tabCustom Field` where fieldname like 'cqs%'",
		"property setter": "select name from `{db}`.`tabProperty Setter` where module = 'CQS App'",
		"module": "select name from `{db}`.`tabModule Def` where app_name = 'cqs_app'",
		"role": f"select name from `{{db}}`.`tabRole` where name in {ROLES}",
		"assigned role": f"select name from `{{db}}`.`tabHas Role` where role in {ROLES}",
		"permission": f"select name from `{{db}}`.`tabCustom DocPerm` where role in {ROLES}",
		"index": "select distinct index_name from information_schema.statistics where table_schema = '{db}' "
		"and index_name in ('" + "','".join(name for _columns, name in INDEXES.values()) + "')",
		"DocType": "select name from `{db}`.`tabDocType` where module = 'CQS App'",
	}
	return [
		f"{what} {row[0]}"
		for what, query in queries.items()
		for row in root_sql(query.format(db=DATABASE)) or []
	]


def bench(*args: str) -> str:
	return _run([*BENCH, *args])


def broken_chains() -> list[str]:
	"""What the audit finds; other tests forge limits on purpose, or set them without a decision."""
	output = _run([*BENCH, "cqs", "verify-audit"], codes=(0, 1))
	assert " verified, " in output
	return [line for line in output.splitlines() if line.startswith("BROKEN")]


def script(text: str) -> str:
	"""Run Python as Administrator on the copy and commit."""
	frame = f"import frappe\nfrappe.init(site={COPY!r}, sites_path='.')\nfrappe.connect()\n{text}\nfrappe.db.commit()\n"
	return _run([sys.executable, "-c", frame])


def _run(argv: list[str], codes: tuple[int, ...] = (0,)) -> str:
	# The scripts use our factories, and those pytest, which may have been put beside the bench's packages.
	paths = [os.environ.get(name) for name in ("PYTHONPATH", "CQS_EXTRA_PACKAGES")]
	env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
	done = subprocess.run(
		argv, cwd=os.environ["CQS_SITES"], env=env, capture_output=True, text=True, timeout=600
	)
	output = (done.stdout + done.stderr).replace("\r", "\n")
	assert done.returncode in codes, "\n".join(output.splitlines()[-30:])
	return output


def _copy_database(source: str) -> None:
	frappe.db.commit()
	login = [
		f"--host={os.environ['CQS_DB_HOST']}",
		f"--port={os.environ['CQS_DB_PORT']}",
		f"--user={os.environ['CQS_DB_ROOT_USER']}",
		f"--password={os.environ['CQS_DB_ROOT_PASSWORD']}",
	]
	dump = subprocess.Popen([DUMP, *login, "--single-transaction", source], stdout=subprocess.PIPE)
	subprocess.run([CLIENT, *login, DATABASE], stdin=dump.stdout, check=True, timeout=300)
	assert dump.wait() == 0

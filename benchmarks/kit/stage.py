"""One process's connection to the bench, settings put back afterwards, and a table for the terminal."""

import contextlib
import os
import platform
from collections.abc import Iterator, Sequence

import frappe
import pymysql

ISOLATION = "innodb_snapshot_isolation"


def open_site() -> None:
	"""As at the start of a web request: fresh flags, caches and connection, the site's Administrator."""
	frappe.init(site=os.environ["CQS_SITE"], sites_path=os.environ["CQS_SITES"], force=True)
	frappe.connect()
	frappe.set_user("Administrator")


@contextlib.contextmanager
def opened() -> Iterator[None]:
	open_site()
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.destroy()


def new_transaction() -> None:
	"""Make our writes visible to others, and theirs to us."""
	frappe.db.commit()


def root_sql(statement: str) -> tuple:
	"""Run one statement as the database's root, on a connection of its own."""
	connection = pymysql.connect(
		host=os.environ["CQS_DB_HOST"],
		port=int(os.environ["CQS_DB_PORT"]),
		user=os.environ["CQS_DB_ROOT_USER"],
		password=os.environ["CQS_DB_ROOT_PASSWORD"],
		autocommit=True,
	)
	with contextlib.closing(connection), connection.cursor() as cursor:
		cursor.execute(statement)
		return cursor.fetchall()


@contextlib.contextmanager
def snapshot_isolation(on: bool) -> Iterator[bool]:
	"""Switch InnoDB's snapshot isolation for every connection made from now on; False when it is not known."""
	known = root_sql(f"SHOW GLOBAL VARIABLES LIKE '{ISOLATION}'")
	if not known:
		yield False
		return
	root_sql(f"SET GLOBAL {ISOLATION} = {int(on)}")
	try:
		yield True
	finally:
		root_sql(f"SET GLOBAL {ISOLATION} = {known[0][1]}")


def describe() -> str:
	"""The line that stands above every figure: what it was measured on."""
	import erpnext

	database = root_sql("select version()")[0][0]
	return (
		f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {database}, "
		f"Frappe {frappe.__version__}, ERPNext {erpnext.__version__}"
	)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
	"""Aligned columns: the first to the left, the others to the right."""
	cells = [[str(cell) for cell in row] for row in (head, *rows)]
	widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
	lines = [
		"  ".join(
			cell.rjust(width) if at else cell.ljust(width)
			for at, (cell, width) in enumerate(zip(row, widths, strict=True))
		)
		for row in cells
	]
	return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])

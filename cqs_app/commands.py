"""`bench --site SITE cqs ...`"""

import sys

import click
import frappe
from frappe.commands import get_site, pass_context


@click.group()
def cqs():
	"""Credit control of CQS."""


@cqs.command("verify-audit")
@pass_context
def verify_audit(context):
	"""Prove the chains of Credit Checks, limit changes and screenings; names the first break of each, exits with 1."""
	from cqs_app.erp.compliance import evidence
	from cqs_app.erp.credit.audit import verify

	_connect(context)
	accounts, records, breaks = verify()
	screenings, broken = evidence.verify()
	for found in (*breaks, *broken):
		click.echo(f"BROKEN {found}")
	click.echo(f"{records} checks and limit changes of {accounts} accounts verified, {len(breaks)} broken")
	click.echo(f"{screenings} screenings verified, {len(broken)} broken")
	frappe.destroy()
	sys.exit(1 if breaks or broken else 0)


@cqs.command("reconcile")
@pass_context
def reconcile(context):
	"""Compare every account's running totals with the ledger, and correct them."""
	from cqs_app.erp.credit.reconcile import open_accounts, reconcile_account

	_connect(context)
	opened = open_accounts()
	rows = frappe.get_all("Credit Account", fields=["customer", "company"], order_by="name")
	drifted = 0
	with click.progressbar(rows, label="Accounts") as accounts:
		for row in accounts:
			drifted += bool(reconcile_account(row.customer, row.company))
	click.echo(f"{opened} accounts opened, {len(rows)} compared, {drifted} corrected")
	frappe.destroy()


def _connect(context) -> None:
	frappe.init(site=get_site(context))
	frappe.connect()


commands = [cqs]

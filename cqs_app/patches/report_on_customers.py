"""Sites that were installed before the credit roles could open Master Data Quality."""

from cqs_app.erp.setup import permissions


def execute() -> None:
	permissions.grant()

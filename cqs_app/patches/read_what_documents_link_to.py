"""Sites that were installed before the credit roles could read what their documents let them choose from."""

from cqs_app.erp.setup import permissions


def execute() -> None:
	permissions.grant()

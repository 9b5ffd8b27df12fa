"""Sites from before qualifications: the credit roles read leads, prospects and their addresses."""

from cqs_app.erp.setup import permissions


def execute():
	permissions.grant()

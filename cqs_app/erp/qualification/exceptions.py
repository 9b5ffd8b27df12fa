"""Refusals around a qualification; the shared ones stand in `erp/credit/exceptions.py`."""

import frappe


class Incomplete(frappe.ValidationError):
	"""Something is missing for this step; the message lists it."""


class NotPossibleNow(frappe.ValidationError):
	"""The dossier is in a stage in which this cannot be done."""

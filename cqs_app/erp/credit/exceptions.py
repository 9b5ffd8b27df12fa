"""Every refusal of the credit gate and of the people's decisions around it."""

import frappe


class CreditRefused(frappe.ValidationError):
	"""The document is beyond what the policy allows; a Credit Hold or Credit Check tells why."""


class TryAgain(frappe.ValidationError):
	"""Somebody else changed the same account at the same moment. Nothing was written; the same call may pass."""

	http_status_code = 409


class NotIndependent(frappe.PermissionError):
	"""Who asked may not decide."""


class NotAnApprover(frappe.PermissionError):
	"""The user's roles do not reach this amount."""


class NotEditable(frappe.PermissionError):
	"""A record that only the app writes, or that nobody may change."""


class NativeLimit(frappe.PermissionError):
	"""Credit fields of ERPNext's own masters are kept by CQS."""


class WrongState(frappe.ValidationError):
	"""The record is not in a state that allows this step."""

"""What the Connections of ERPNext's own forms show of credit."""

from frappe import _


def of_customer(data: dict) -> dict:
	"""Customer: limits, guarantees, holds."""
	items = ["Credit Account", "Credit Guarantee", "Credit Hold"]
	data.setdefault("transactions", []).append({"label": _("Credit"), "items": items})
	return data

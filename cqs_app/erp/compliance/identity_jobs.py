"""Every day: tell the Compliance Officers which identity documents expire within 30 days, and which have expired.

One dossier that fails stops no other; its error is logged and its changes are rolled back."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate

from cqs_app.engine.qualification.stages import ENDED
from cqs_app.erp.compliance.identity import CHILD, NEAR_DAYS, days_left
from cqs_app.erp.compliance.notices import OFFICER, officers
from cqs_app.erp.compliance.party_records import DOSSIER
from cqs_app.erp.credit import alerts, clock, notices
from cqs_app.erp.credit.jobs import one_by_one
from cqs_app.ledger.links import Party

EXPIRES, EXPIRED = "Identity Document Expires", "Identity Document Expired"


def every_day() -> None:
	"""Scheduled."""
	one_by_one(due(), remind, lambda name: f"CQS: identity documents of {name}")


def due() -> list[str]:
	"""Dossiers that are neither closed nor renewed by another one, with a document that expires soon somewhere."""
	horizon = add_days(clock.today(), NEAR_DAYS + 1)
	filters = {"parenttype": DOSSIER, "expires_on": ("<=", horizon)}
	parents = frappe.get_all(CHILD, filters=filters, pluck="parent", distinct=True, order_by="parent")
	names = {"name": ("in", parents or [""]), "stage": ("not in", [stage.value for stage in ENDED])}
	open_ones = frappe.get_all(DOSSIER, filters=names, pluck="name", order_by="name")
	renewed = frappe.get_all(DOSSIER, filters={"previous": ("in", open_ones or [""])}, pluck="previous")
	return [name for name in open_ones if name not in set(renewed)]


def remind(name: str) -> int:
	"""Once when a document is about to expire, and once when it has. Returns how many were told of."""
	doc = frappe.get_doc(DOSSIER, name)
	today = clock.today(doc.company)
	rows = [row for row in doc.identity_documents if _is_news(row, today)]
	for row in rows:
		_tell(doc, row, today)
		frappe.db.set_value(CHILD, row.name, "reminded_on", today, update_modified=False)
	return len(rows)


def _is_news(row, today: date) -> bool:
	left = days_left(row, today)
	if left is None or left > NEAR_DAYS:
		return False
	told = getdate(row.reminded_on) if row.reminded_on else None
	return not told or (left < 0 and told <= getdate(row.expires_on))


def _tell(doc, row, today: date) -> None:
	is_over = days_left(row, today) < 0
	text = _("{0} of {1} ({2}) expired on {3}.") if is_over else _("{0} of {1} ({2}) expires on {3}.")
	message = text.format(_(row.document_type), row.holder, doc.party_name, formatdate(row.expires_on))
	notices.send(officers(), DOSSIER, doc.name, message)
	# Alerts belong to customers; of an applicant the notice tells. Who reads alerts need not read whose passport it is.
	if doc.customer:
		alerts.raise_alert(
			Party(doc.customer, doc.company),
			EXPIRED if is_over else EXPIRES,
			"High" if is_over else "Medium",
			_("An identity document of {0} has expired.").format(doc.party_name)
			if is_over
			else _("An identity document of {0} expires on {1}.").format(
				doc.party_name, formatdate(row.expires_on)
			),
			evidence={"row": row.name, "expires_on": str(row.expires_on)},
			reference=(DOSSIER, doc.name),
			role=OFFICER,
		)

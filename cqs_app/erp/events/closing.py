"""Orders and deliveries are closed and opened again by their status alone."""

from cqs_app.erp.credit import gate
from cqs_app.ledger.commitments import CLOSED


def before_change(doc, method=None):
	"""A status is about to be set: opening a closed document commits credit again, so it is checked first."""
	if doc.docstatus == 1 and not doc.flags.cqs_checks and _was_closed(doc) and doc.status not in CLOSED:
		gate.before_update(doc)


def on_change(doc, method=None):
	if doc.docstatus != 1:
		return
	if doc.flags.cqs_checks:
		gate.on_update(doc)
	elif doc.status in CLOSED and not _was_closed(doc):
		gate.recompute(doc)


def _was_closed(doc) -> bool:
	before = doc.get_doc_before_save()
	return bool(before) and before.docstatus == 1 and before.status in CLOSED

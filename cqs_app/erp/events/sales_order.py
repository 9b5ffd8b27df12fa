"""Sales Order: Update Items. Closing and re-opening stand in `closing`, the rest in `gated`."""

from cqs_app.erp.credit import gate


def before_update_after_submit(doc, method=None):
	gate.before_update(doc)


def on_update_after_submit(doc, method=None):
	gate.on_update(doc)

"""POS Invoice: its unpaid part leaves the till when the closing consolidates it, and returns when that is cancelled."""

from cqs_app.erp.credit import gate


def on_update_after_submit(doc, method=None):
	gate.recompute(doc)

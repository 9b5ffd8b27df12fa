"""Sales Order: the schedule that a payment plan requires, and Update Items. Closing and re-opening stand in `closing`, the rest in `gated`."""

from cqs_app.erp.credit import gate, plan_orders


def before_validate(doc, method=None):
	plan_orders.give_schedule(doc)


def validate(doc, method=None):
	plan_orders.note_prepayment(doc)


def before_update_after_submit(doc, method=None):
	gate.before_update(doc)


def on_update_after_submit(doc, method=None):
	gate.on_update(doc)

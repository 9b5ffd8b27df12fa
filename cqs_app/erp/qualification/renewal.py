"""Reviews that fall due, qualifications that end, and the dossier that begins from the last one."""

from dataclasses import replace

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime

from cqs_app.engine.qualification.stages import IN_FORCE, Kind, Stage
from cqs_app.erp.credit import alerts
from cqs_app.erp.credit.clock import today
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import moves, onboarding, settings, steps
from cqs_app.erp.qualification.case import DOCTYPE
from cqs_app.erp.qualification.exceptions import NotPossibleNow
from cqs_app.ledger.links import Party

ALERT = "Qualification Review"
RESET_REFERENCE = ("requested_on", "reminders", "answered_on", "answered_by", "pays", "recommends", "comment")
RENEWABLE = IN_FORCE | {Stage.EXPIRED}


def every_day() -> None:
	"""Scheduled: each dossier in a transaction of its own. One that fails is logged and stops nobody."""
	for name in due():
		frappe.db.commit()
		try:
			look_at(name)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"CQS: the review of {name} did not begin", reference_doctype=DOCTYPE)
		frappe.db.commit()


def due() -> list[str]:
	"""Dossiers in force whose review or end may have come, somewhere on earth."""
	horizon = add_days(today(), settings.renewal_lead_days() + 1)
	return frappe.db.sql_list(
		f"""select name from `tab{DOCTYPE}` where stage in %(stages)s
		and (next_review_date <= %(horizon)s or valid_upto <= %(horizon)s) order by name""",
		{"stages": sorted(stage.value for stage in IN_FORCE), "horizon": horizon},
	)


def look_at(name: str) -> str | None:
	"""Mark the dossier as due or end it, by the day of its company. Returns the new stage, None = nothing to do."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	day = today(doc.company)
	if doc.valid_upto and getdate(doc.valid_upto) < day:
		onboarding.expire(
			doc, _("Valid until {0}").format(frappe.format_value(doc.valid_upto, {"fieldtype": "Date"}))
		)
	elif doc.stage == Stage.ACTIVE.value and _lead_day(doc) <= day:
		fall_due(
			doc,
			_("Review planned for {0}").format(
				frappe.format_value(doc.next_review_date, {"fieldtype": "Date"})
			),
		)
	else:
		return None
	return doc.stage


def fall_due(doc, why: str, kind: Kind = Kind.RENEWAL) -> None:
	"""The review begins: a dossier that is filled already waits for its reviewers, and an alert says so."""
	case = replace(cases.case_of(doc), stage=Stage.REVIEW_DUE)
	moves.set_case(doc, case)
	steps.write(doc, case, _("Review due"), why)
	doc.flags.by_cqs = True
	doc.save(ignore_permissions=True)
	following = under_way(doc) or renew(doc, kind=kind, why=why).name
	alerts.raise_alert(
		Party(doc.customer, doc.company),
		ALERT,
		"Medium",
		_("The qualification of {0} has to be reviewed: {1}. {2} is prepared.").format(
			doc.party_name, why, following
		),
		evidence={"next_review_date": doc.next_review_date, "valid_upto": doc.valid_upto},
		reference=(DOCTYPE, following),
	)


def renew(doc, *, kind: Kind = Kind.RENEWAL, why: str = "", by: str | None = None):
	"""A new dossier from the last one: what is still valid comes along, what has to be asked again does not."""
	if Stage(doc.stage) not in RENEWABLE:
		frappe.throw(_("A qualification in stage {0} is not renewed.").format(_(doc.stage)), NotPossibleNow)
	if known := under_way(doc):
		frappe.throw(_("Its renewal is {0} already.").format(known), NotPossibleNow)
	fresh = frappe.copy_doc(doc, ignore_no_copy=False)
	fresh.update(
		{
			"party_type": "Customer",
			"party": doc.customer,
			"stage": Stage.INQUIRY.value,
			"qualification_type": kind.value,
			"previous": doc.name,
			"opened_by": by,
			"opened_on": now_datetime(),
			"requested_limit": doc.approved_limit or doc.requested_limit,
			"requested_terms": doc.approved_terms or doc.requested_terms,
			"reason": why or doc.reason,
			"approved_limit": 0,
			"cash_only": 0,
			"contract_items": [],
			"steps": [],
		}
	)
	fresh.documents = [row for row in fresh.documents if _is_valid(row, doc.company)]
	for row in fresh.trade_references:
		row.status = "Named"
		row.update(dict.fromkeys(RESET_REFERENCE))
	fresh.flags.by_cqs = True
	return fresh.insert(ignore_permissions=True)


def under_way(doc) -> str | None:
	"""The dossier that follows this one, unless it has ended."""
	ended = [Stage.REJECTED.value, Stage.EXPIRED.value]
	return frappe.db.get_value(DOCTYPE, {"previous": doc.name, "stage": ("not in", ended)})


def on_alert(alert: str) -> None:
	"""A job: an alert that is grave enough makes the qualification due before its time, once."""
	raised = frappe.db.get_value(
		"Credit Alert", alert, ["customer", "company", "alert_type", "severity", "message"], as_dict=True
	)
	if not raised or raised.alert_type == ALERT or not settings.requalifies_on(raised.severity):
		return
	filters = {"customer": raised.customer, "company": raised.company, "stage": Stage.ACTIVE.value}
	if name := frappe.db.get_value(DOCTYPE, filters):
		why = _("{0} alert: {1}").format(_(raised.severity), raised.message)
		fall_due(frappe.get_doc(DOCTYPE, name, for_update=True), why, Kind.REQUALIFICATION)


def _lead_day(doc):
	return add_days(getdate(doc.next_review_date), -settings.renewal_lead_days())


def _is_valid(row, company: str) -> bool:
	return row.status == "Verified" and (not row.valid_upto or getdate(row.valid_upto) >= today(company))

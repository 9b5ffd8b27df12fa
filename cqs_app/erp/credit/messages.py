"""What people read when a document is refused or only just passes: what, why in figures, what to do, who may act."""

import frappe
from frappe import _
from frappe.utils import escape_html, fmt_money, get_link_to_form

from cqs_app.engine.credit.vocabulary import AccountStatus, RuleName
from cqs_app.engine.findings import Finding, Outcome

FORCED = AccountStatus.FORCED_HOLD.value
NOT_CURED_BY_MONEY = frozenset(
	rule.value
	for rule in (RuleName.LETTER_OF_CREDIT, RuleName.PAYMENT_TERMS, RuleName.MAXIMUM_DOCUMENT_VALUE)
)


def text_of(finding: Finding) -> str:
	"""A finding in the user's language, without markup."""
	text = _(finding.text).format(**finding.values)
	return f"{text} ({_(finding.softened)})" if finding.softened else text


def reasons_html(findings: list[Finding]) -> str:
	rows = [
		f"<li><b>{escape_html(_(finding.rule))}</b>: {escape_html(text_of(finding))}</li>"
		for finding in findings
	]
	return f"<ul>{''.join(rows)}</ul>"


def refusal(
	doc, customers: list[str], findings: list[Finding], hold: str | None, approvers: list[str]
) -> str:
	"""The whole message of a refusal."""
	blocked = any(finding.outcome is Outcome.BLOCK for finding in findings)
	what = _("{0} {1} for {2} is not submitted.").format(
		_(doc.doctype),
		frappe.bold(doc.name or _("(new)")),
		frappe.bold(", ".join(map(escape_html, customers))),
	)
	refusing = [finding for finding in findings if finding.outcome.refuses]
	parts = [what, reasons_html(refusing)]
	forced = next((finding for finding in refusing if finding.values.get("observed") == FORCED), None)
	if forced:
		sentence = _("All sales to {0} are on hold: {1}. It ends when a credit manager lifts it.")
		reason = str(forced.values.get("reason") or "").strip().rstrip(".")
		parts.append(sentence.format(", ".join(map(escape_html, customers)), escape_html(reason)))
	if blocked:
		parts.append(_("This cannot be released; it passes once the cause is gone."))
	elif hold:
		parts.append(_waits(refusing, bool(forced)).format(get_link_to_form("Credit Hold", hold)))
	else:
		parts.append(_("Save it as a draft first and submit it then, so that a release can be asked for."))
	if approvers and not blocked:
		parts.append(_("It may be released by: {0}.").format(", ".join(_(role) for role in approvers)))
	return "".join(part if part.startswith("<ul>") else f"<p>{part}</p>" for part in parts)


def _waits(refusing: list[Finding], forced: bool) -> str:
	# Whoever made the document in this very transaction and rolls it back keeps no draft: promise nothing of it.
	if forced:
		return _("Saved as a draft, it waits in credit hold {0}.")
	if all(finding.rule in NOT_CURED_BY_MONEY for finding in refusing):
		return _("Saved as a draft, it waits in credit hold {0}: put it right, or ask there for a release.")
	return _("Saved as a draft, it waits in credit hold {0}: ask there for a release, or wait for a payment.")


def money(amount: object, currency: str) -> str:
	return fmt_money(amount, currency=currency)


def warn(doc, findings: list[Finding]) -> None:
	"""Tell the user what was found although the document passes."""
	frappe.msgprint(
		reasons_html(findings),
		title=_("Credit check of {0} passed with a warning").format(doc.name or _(doc.doctype)),
		indicator="orange",
	)

"""VAT numbers of the EU, asked of VIES: an optional service of the European Commission. Each answer is kept as it came.

A member state that does not answer is unavailable, which says nothing about the number."""

import json
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.utils import escape_html, now_datetime

from cqs_app.engine.compliance.tax_ids import EU_MEMBERS, NORTHERN_IRELAND, Kind, Status, check
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.http_call import Call, CallFailed, fetch

DOCTYPE, DOSSIER = "VAT Check", "Customer Qualification"
VALID, INVALID, UNAVAILABLE = "Valid", "Invalid", "Unavailable"
USUAL_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api"
SILENCE_SECONDS, TOTAL_SECONDS, RETRIES = 10, 20, 1
LARGEST_BYTES = 64 * 1024
# What VIES says where it has not asked, or the member state has not answered.
REASONS = {
	"MS_UNAVAILABLE": "the member state does not answer at the moment",
	"SERVICE_UNAVAILABLE": "VIES does not answer at the moment",
	"TIMEOUT": "the member state did not answer in time",
	"GLOBAL_MAX_CONCURRENT_REQ": "VIES has too many requests at the moment",
	"MS_MAX_CONCURRENT_REQ": "the member state has too many requests at the moment",
	"VAT_BLOCKED": "VIES does not answer the VAT number of the company that asks",
	"IP_BLOCKED": "VIES does not answer this server",
	"INVALID_REQUESTER_INFO": "VIES does not accept the VAT number of the company that asks",
	"INVALID_INPUT": "VIES does not accept the number as a question",
}
NO_NAME = ("", "---")


def is_enabled() -> bool:
	return bool(frappe.db.get_single_value("CQS Settings", "vies_enabled"))


def tell_desk(bootinfo) -> None:
	"""Hook `extend_bootinfo`: whether forms offer the question."""
	bootinfo.cqs_vies = is_enabled()


def number_of(country: str, value: str) -> tuple[str, str] | None:
	"""Letters and number as VIES takes them; None for what is no VAT number of the EU."""
	result = check(country, Kind.TAX, value)
	if result.status is not Status.VALID or result.country not in (*EU_MEMBERS, "GB"):
		return None
	result = check(result.country, Kind.VAT, value)
	letters = result.value[:2]
	if result.status is not Status.VALID or (result.country == "GB" and letters != NORTHERN_IRELAND):
		return None
	return letters, result.value[2:]


def settle(doc) -> None:
	"""Show the last check of the number that the dossier has now."""
	last = last_check(doc)
	doc.vat_check, doc.vat_status = (last.name, in_words(last)) if last else (None, None)


def problems_of(doc) -> list[str]:
	"""Nothing passes silently: where VIES is to be asked, its answer has to be there, and to be yes."""
	number = number_of(doc.get("country") or "", doc.get("tax_id") or "")
	if not number or not is_enabled():
		return []
	last, shown = last_check(doc), "".join(number)
	if not last:
		return [_("VIES was not asked for the VAT number {0} yet: choose Check VAT Number").format(shown)]
	if last.status == UNAVAILABLE:
		text = _("VIES could not say whether the VAT number {0} is valid: {1}")
		return [text.format(shown, last.reason)]
	return [_("VIES does not know the VAT number {0}").format(shown)] if last.status == INVALID else []


def last_check(doc) -> frappe._dict | None:
	"""The last answer on the number, whichever it was; one that said yes or no counts before one that said nothing."""
	number = number_of(doc.get("country") or "", doc.get("tax_id") or "")
	if not number or not doc.name:
		return None
	rows = frappe.get_all(
		DOCTYPE,
		filters={"qualification": doc.name, "vat_number": "".join(number)},
		fields=[
			"name",
			"status",
			"reason",
			"checked_on",
			"consultation_number",
			"trader_name",
			"trader_address",
		],
		order_by="checked_on desc, name desc",
		limit=20,
	)
	answered = [row for row in rows if row.status != UNAVAILABLE]
	return next(iter(answered or rows), None)


def in_words(last: frappe._dict) -> str:
	parts = [_(last.status), _("asked on {0}").format(str(last.checked_on)[:16])]
	if last.consultation_number:
		parts.append(_("consultation number {0}").format(last.consultation_number))
	parts += [last.reason, last.trader_name, " ".join((last.trader_address or "").split())]
	return ", ".join(filter(None, parts))


def ask(doc):
	"""Ask now, keep the answer, and show it on the dossier. Returns the VAT Check. Raises WrongState when there is
	nothing to ask or VIES is not switched on."""
	if not is_enabled():
		frappe.throw(
			_("VIES is not switched on. A Credit Director or System Manager does it in CQS Settings."),
			WrongState,
		)
	number = number_of(doc.get("country") or "", doc.get("tax_id") or "")
	if not number:
		text = _("{0} is no VAT number of the EU that can be right, so VIES is not asked.")
		frappe.throw(text.format(frappe.bold(escape_html(doc.get("tax_id") or _("Empty")))), WrongState)
	kept = _keep(doc, number, *_asked(doc, number))
	shown = last_check(doc)
	doc.db_set({"vat_check": shown.name, "vat_status": in_words(shown)}, update_modified=False)
	doc.add_comment("Info", _("VIES on {0}: {1}").format("".join(number), escape_html(in_words(kept))))
	return kept


def ask_later(doc) -> None:
	"""At the start of the review: asked by a worker, so that nobody waits for another country's server."""
	if is_enabled() and number_of(doc.get("country") or "", doc.get("tax_id") or ""):
		frappe.enqueue(
			"cqs_app.erp.compliance.vies.ask_for",
			queue="short",
			enqueue_after_commit=True,
			qualification=doc.name,
		)


def ask_for(qualification: str) -> None:
	"""A job. An answer that is there already is not asked for again."""
	doc = frappe.get_doc(DOSSIER, qualification)
	last = last_check(doc)
	if not is_enabled() or (last and last.status != UNAVAILABLE):
		return
	if number_of(doc.country or "", doc.tax_id or ""):
		ask(doc)


def requester_of(company: str) -> tuple[str, str] | None:
	"""The VAT number of the company that asks, without which VIES gives no consultation number."""
	row = frappe.get_cached_value("Company", company, ["country", "tax_id"], as_dict=True)
	return number_of(row.country or "", row.tax_id or "") if row else None


def base_url() -> str:
	return (frappe.db.get_single_value("CQS Settings", "vies_url") or USUAL_URL).rstrip("/")


def check_url(url: str) -> None:
	"""Raises ValidationError for an address that is no place of its own."""
	try:
		parts = urlsplit(url)
		wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query
	except ValueError:
		wrong = True
	if wrong:
		frappe.throw(
			_("The address of VIES begins with https:// and has neither a name nor a query: {0}").format(
				USUAL_URL
			)
		)


def _asked(doc, number: tuple[str, str]) -> tuple[str, str, dict]:
	"""Status, reason and VIES' answer."""
	requester = requester_of(doc.company)
	body = {"countryCode": number[0], "vatNumber": number[1]}
	if requester:
		body |= {"requesterMemberStateCode": requester[0], "requesterNumber": requester[1]}
	try:
		answer = fetch(
			Call(
				"POST",
				f"{base_url()}/check-vat-number",
				{"Accept": "application/json"},
				body,
				SILENCE_SECONDS,
				RETRIES,
				total=TOTAL_SECONDS,
				largest=LARGEST_BYTES,
			)
		)
	except CallFailed as error:
		return UNAVAILABLE, _(str(error)), {}
	if not isinstance(answer, dict):
		return UNAVAILABLE, _("its answer is none"), {}
	status, reason = judged(answer)
	return status, _(reason), answer


def judged(answer: dict) -> tuple[str, str]:
	"""Status and reason. Valid and invalid only where VIES says so in so many words."""
	errors = answer.get("errorWrappers")
	errors = errors if isinstance(errors, list) else []
	codes = [str(error.get("error") or "") for error in errors if isinstance(error, dict)]
	codes.append(str(answer.get("userError") or ""))
	code = next((code for code in codes if code and code not in ("VALID", "INVALID")), "")
	verdict = answer.get("valid", answer.get("isValid"))
	if code or answer.get("actionSucceed") is False or not isinstance(verdict, bool):
		return UNAVAILABLE, REASONS.get(
			code, f"VIES answered {code[:60]}" if code else "its answer says neither yes nor no"
		)
	return (VALID, "") if verdict else (INVALID, "")


def _keep(doc, number: tuple[str, str], status: str, reason: str, answer: dict):
	requester = requester_of(doc.company)
	kept = frappe.get_doc(
		doctype=DOCTYPE,
		vat_number="".join(number),
		country_code=number[0],
		status=status,
		reason=reason,
		qualification=doc.name,
		customer=doc.get("customer"),
		company=doc.company,
		consultation_number=_text(answer, "requestIdentifier"),
		trader_name=_text(answer, "name") or _text(answer, "traderName"),
		trader_address=_text(answer, "address") or _text(answer, "traderAddress"),
		checked_on=now_datetime(),
		checked_by=frappe.session.user,
		requester="".join(requester) if requester else None,
		provider_url=base_url(),
		answer=json.dumps(answer, indent=1, ensure_ascii=False)[:LARGEST_BYTES] if answer else None,
	)
	kept.flags.by_cqs = True
	return kept.insert(ignore_permissions=True)


def _text(answer: dict, key: str) -> str:
	"""As VIES gives it; three dashes are its way to say nothing."""
	value = answer.get(key)
	text = value.strip() if isinstance(value, str) else ""
	return "" if text in NO_NAME else text[:1000]

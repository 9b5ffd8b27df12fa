"""The evidence of a party as a file: CSV, which is complete, and PDF, which is read. What was drawn is recorded."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from tempfile import TemporaryFile

import frappe
from frappe import _
from frappe.utils import format_datetime, get_fullname, getdate, now_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined

from cqs_app import __version__
from cqs_app.engine.compliance import known_facts
from cqs_app.erp.compliance import evidence_party
from cqs_app.erp.compliance.evidence_party import Verified
from cqs_app.erp.compliance.evidence_rows import COLUMNS, Scope, rows
from cqs_app.erp.compliance.party_records import Ref

LOG = "Screening Evidence Log"
PDF, CSV = "PDF", "CSV"
OWNER, NUMBER, VERIFICATION = "Owner", "Number", "Verification"
BLOCK = 64 * 1024
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = tuple("=+-@\t\r\n")


def draw(refs: tuple[Ref, ...], from_date: date | None, to_date: date | None, form: str):
	"""(file, its name), made whole before the first byte is sent, so that a file that arrives is complete."""
	file = TemporaryFile()
	chain = (
		_write_csv(file, refs, from_date, to_date)
		if form == CSV
		else _write_pdf(file, refs, from_date, to_date)
	)
	_record(refs[0], from_date, to_date, form, chain, _hash_of(file))
	stem = "".join(letter if letter.isalnum() else "-" for letter in refs[0].party)[:60]
	return file, f"screening-evidence-{stem}-{now_datetime():%Y%m%d-%H%M}.{form.lower()}"


def blocks(file) -> Iterator[bytes]:
	file.seek(0)
	with file:
		while block := file.read(BLOCK):
			yield block


def _hash_of(file) -> str:
	file.seek(0)
	digest = sha256()
	while block := file.read(BLOCK):
		digest.update(block)
	return digest.hexdigest()


def _record(ref: Ref, from_date, to_date, form: str, chain: Verified, file_hash: str) -> None:
	"""Who drew it, when, and what exactly: the file that a regulator shows can be told from a changed one."""
	log = frappe.new_doc(LOG)
	log.update(
		{
			"party_type": ref.party_type,
			"party": ref.party,
			"from_date": from_date,
			"to_date": to_date,
			"format": form,
			"drawn_by": frappe.session.user,
			"drawn_on": now_datetime(),
			"screenings": chain.count,
			"is_intact": not chain.broken,
			"chain": str(chain),
			"file_hash": file_hash,
		}
	)
	log.flags.by_cqs = True
	log.insert(ignore_permissions=True, ignore_links=True)


def _write_csv(file, refs: tuple[Ref, ...], from_date, to_date) -> Verified:
	text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
	text.write(BOM)
	writer = csv.writer(text)
	writer.writerow(_(column[1]) for column in COLUMNS)
	chain = evidence_party.verified(refs)
	count = 0
	for row in _standing(refs):
		writer.writerow(_cells(row))
	for row in rows(Scope(refs, from_date, to_date)):
		writer.writerow(_cells(row))
		count += 1
	writer.writerow(_cells(_closing(chain, count)))
	text.flush()
	text.detach()
	return chain


def _cells(row: dict) -> list[str]:
	return [safe_cell(row.get(column[0])) for column in COLUMNS]


def safe_cell(value: object) -> str:
	text = "" if value is None else str(value)
	return f"'{text}" if text.startswith(FORMULA) else text


def _standing(refs: tuple[Ref, ...]) -> Iterator[dict]:
	"""Owners and numbers, as the dossiers know them today."""
	for dossier in evidence_party.dossiers(refs):
		shared = {"happened_on": now_datetime(), "party_type": dossier.party_type, "party": dossier.party}
		for owner in dossier.owners:
			note = owner_in_words(owner)
			yield {
				**shared,
				"record": OWNER,
				"subject_name": owner.owner_name,
				"note": note,
				"reason": dossier.name,
			}
		for label, value in numbers_of(dossier):
			yield {**shared, "record": NUMBER, "subject_name": label, "note": value, "reason": dossier.name}


def _closing(chain: Verified, count: int) -> dict:
	return {
		"happened_on": now_datetime(),
		"record": VERIFICATION,
		"result": _("Broken") if chain.broken else _("Intact"),
		"officer": frappe.session.user,
		"note": f"{chain} {_('End of the report: {0} rows of screenings and decisions.').format(count)}",
	}


def owner_in_words(owner: frappe._dict) -> str:
	parts = [owner.owner_type, f"{owner.ownership_percent or 0:g} %"]
	parts += [_("of {0}").format(owner.owned_entity)] if owner.get("owned_entity") else []
	parts += [owner.country, str(owner.date_of_birth or ""), owner.registration_number]
	flags = (("has_control", _("control")), ("is_director", _("director")), ("is_nominee", _("nominee")))
	return ", ".join(
		str(part) for part in (*parts, *(word for flag, word in flags if owner.get(flag))) if part
	)


def numbers_of(dossier: frappe._dict) -> list[tuple[str, str]]:
	"""Registration, tax and VAT numbers with what was found about them."""
	pairs = [
		(_("Registration Number"), dossier.get("registration_number"), dossier.get("registration_check")),
		(_("Tax ID"), dossier.get("tax_id"), dossier.get("tax_id_check")),
		(_("VAT Number by VIES"), dossier.get("vat_status"), None),
		(_("Why a Number That Fails Is Accepted"), dossier.get("number_explanation"), None),
	]
	for vat in dossier.vat:
		words = (vat.status, vat.trader_name, vat.consultation_number, format_datetime(vat.checked_on))
		pairs.append((_("VAT Check"), vat.vat_number, ", ".join(word for word in words if word)))
	return [
		(label, ": ".join(part for part in (value, check) if part)) for label, value, check in pairs if value
	]


def _write_pdf(file, refs: tuple[Ref, ...], from_date, to_date) -> Verified:
	found = evidence_party.collect(refs, from_date, to_date)
	file.write(pdf_of(html_of(found, from_date, to_date)))
	return found["chain"]


def html_of(found: dict, from_date, to_date) -> str:
	return _template().render(
		**found,
		_=_,
		fullname=get_fullname,
		moment=lambda value: str(value or "")[:19],
		percent=lambda score: known_facts.percent(float(score or 0)),
		numbers_of=numbers_of,
		owner_in_words=owner_in_words,
		period=_period(from_date, to_date),
		drawn_by=frappe.session.user,
		drawn_on=now_datetime(),
		time_zone=frappe.utils.get_system_timezone(),
		site=frappe.local.site,
		version=__version__,
	)


def _period(from_date, to_date) -> str:
	if from_date and to_date:
		return _("{0} to {1}").format(from_date, to_date)
	if from_date:
		return _("from {0}").format(from_date)
	return _("until {0}").format(to_date) if to_date else _("everything")


@lru_cache(maxsize=1)
def _template():
	"""Everything in it comes from data, so all of it is escaped."""
	environment = Environment(
		loader=PackageLoader("cqs_app", "templates"),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
	)
	return environment.get_template("screening_evidence.html")


def pdf_of(html: str) -> bytes:
	"""WeasyPrint comes with Frappe and needs no other program. It fetches nothing: not from the net, not from the disk."""
	from weasyprint import HTML

	return HTML(string=html, url_fetcher=_refuse).write_pdf()


def _refuse(url: str, *_args, **_kwargs):
	raise ValueError(f"a report fetches nothing: {url[:100]}")


def period_of(from_date: str | None, to_date: str | None) -> tuple[date | None, date | None]:
	days = [_day(from_date), _day(to_date)]
	if all(days) and days[0] > days[1]:
		frappe.throw(_("The first day lies after the last."))
	return days[0], days[1]


def _day(text: str | None) -> date | None:
	if text is None or text == "":
		return None
	try:
		day = getdate(text)
	except (ValueError, TypeError, AttributeError, OverflowError, frappe.ValidationError):
		day = None
	if not day:
		frappe.throw(_("{0} is no date such as 2026-11-24.").format(frappe.utils.escape_html(str(text)[:40])))
	return day

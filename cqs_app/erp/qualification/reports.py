"""External credit reports: bought when none is fresh, from the first provider that has data, and kept as they came."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

import frappe
from frappe import _
from frappe.utils import add_days, escape_html, getdate, now_datetime

from cqs_app.engine.money import decimal
from cqs_app.engine.qualification.stages import UNDER_WAY, Stage
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.exceptions import TryAgain
from cqs_app.erp.credit.http_call import TOTAL_SECONDS, CallFailed
from cqs_app.erp.qualification.report_providers import Query, Report, provider_of

DOCTYPE, PROVIDER = "Credit Report", "Credit Report Provider"
RECEIVED, NO_DATA = "Received", "No Data"
# How long a provider that had nothing is not asked again.
NO_DATA_DAYS = 7
SHOWN = (
	"name provider status fetched_on fresh_upto has_score score raw_score probability_of_default has_recommended_limit "
	"recommended_limit currency days_beyond_terms risk_text report_date reference"
).split()
# What providers are asked by; see `query_of`.
IDENTITY = ("tax_id", "registration_number", "party_name", "country")


class NoReport(frappe.ValidationError):
	"""No provider gave a report; the message tells what each one answered."""


@dataclass
class Fetched:
	"""`report`: the fresh one, None when nobody has data. `bought`: whether it cost a call. `answers`: what each asked
	provider said, in words."""

	report: frappe._dict | None
	bought: bool = False
	answers: list[str] = field(default_factory=list)


def fetch(doc, *, forced_because: str | None = None) -> Fetched:
	"""The fresh report on the dossier's party, bought if there is none. `forced_because`: buy again, and why.

	Raises NoReport when every provider failed, TryAgain when a colleague is buying the same report.
	"""
	if not forced_because and (known := fresh(doc)):
		return Fetched(known)
	with _alone(doc):
		# Somebody else may have bought it while we waited; only a locking read sees beyond our snapshot.
		if not forced_because and (known := fresh(doc, locking=True)):
			return Fetched(known)
		return _ask_providers(doc, forced_because)


def fresh(doc, *, locking: bool = False) -> frappe._dict | None:
	"""The newest report on the party that is still fresh."""
	return next((row for row in _valid(doc, locking=locking) if row.status == RECEIVED), None)


def latest_score(doc) -> Decimal | None:
	"""Score (0-100, higher is better) of the newest fresh report that has one, for the score card."""
	scored = (row for row in _valid(doc) if row.has_score)
	return next((decimal(row.score) for row in scored), None)


def _valid(doc, *, locking: bool = False) -> list[frappe._dict]:
	"""Reports on the dossier's party, and on the customer that it became, that are not too old and were bought for
	the identity that the dossier has today; newest first.

	`locking` sees what others have committed since; it looks at the party alone, so as to lock nothing else."""
	report = frappe.qb.DocType(DOCTYPE)
	same_party = (report.party_type == doc.party_type) & (report.party == doc.party)
	if doc.get("customer") and not locking:
		same_party |= report.customer == doc.customer
	query = (
		frappe.qb.from_(report)
		.select(*SHOWN, *IDENTITY)
		.where(same_party & (report.fresh_upto >= today(doc.company)))
		.orderby(report.fetched_on, order=frappe.qb.desc)
		.orderby(report.name, order=frappe.qb.desc)
	)
	try:
		rows = (query.for_update() if locking else query).run(as_dict=True)
	except frappe.QueryDeadlockError as error:
		raise TryAgain(_in_progress()) from error
	known = _identity(doc)
	return [row for row in rows if _identity(row) == known]


def _identity(values) -> tuple[str, ...]:
	"""Whom a report was bought for; another spelling of spaces or case is the same company."""
	return tuple(" ".join((values.get(name) or "").split()).casefold() for name in IDENTITY)


def _ask_providers(doc, forced_because: str | None) -> Fetched:
	"""The next provider is asked when the one before has no data or failed."""
	result = Fetched(None)
	without = set() if forced_because else {row.provider for row in _valid(doc) if row.status == NO_DATA}
	failed = 0
	until = time.monotonic() + TOTAL_SECONDS
	for settings in _providers():
		if settings.name in without or time.monotonic() > until:
			result.answers.append(_("{0}: not asked").format(settings.name))
			continue
		try:
			report = provider_of(settings).fetch(query_of(doc))
		except CallFailed as error:
			failed += 1
			result.answers.append(f"{settings.name}: {error}")
			frappe.logger("cqs").warning(f"credit report of {doc.name} from {settings.name}: {error}")
			continue
		row = _keep(doc, settings, report, forced_because)
		if report:
			return Fetched(row, bought=True, answers=result.answers)
		result.answers.append(_("{0}: no data").format(settings.name))
	if failed or not result.answers:
		_refuse(result.answers)
	return result


def _providers() -> list:
	names = frappe.get_all(PROVIDER, filters={"enabled": 1}, pluck="name", order_by="priority, name")
	return [frappe.get_doc(PROVIDER, name) for name in names]


def query_of(doc) -> Query:
	code = frappe.get_cached_value("Country", doc.country, "code") if doc.country else ""
	return Query(
		tax_id=doc.tax_id or "",
		registration_number=doc.registration_number or "",
		name=doc.party_name or "",
		country=code.upper() if code else doc.country or "",
	)


def _keep(doc, settings, report: Report | None, forced_because: str | None) -> frappe._dict:
	days = settings.max_age_days or 0
	found = report.figures if report else None
	kept = frappe.get_doc(
		doctype=DOCTYPE,
		party_type=doc.party_type,
		party=doc.party,
		customer=doc.customer,
		company=doc.company,
		qualification=doc.name,
		**{name: doc.get(name) for name in IDENTITY},
		provider=settings.name,
		status=RECEIVED if report else NO_DATA,
		fetched_on=now_datetime(),
		fetched_by=frappe.session.user,
		fresh_upto=add_days(today(doc.company), days if report else min(days, NO_DATA_DAYS)),
		forced_because=forced_because,
		**(_values(found) if found else {}),
		raw=report.raw if report else "",
	)
	kept.flags.by_cqs = True
	kept.insert(ignore_permissions=True)
	return frappe._dict({name: kept.get(name) for name in SHOWN})


def _values(found) -> dict:
	return {
		"has_score": int(found.score is not None),
		"score": float(found.score or 0),
		"raw_score": found.raw_score,
		"probability_of_default": _plain(found.probability_of_default),
		"has_recommended_limit": int(found.recommended_limit is not None),
		"recommended_limit": float(found.recommended_limit or 0),
		"currency": found.currency,
		"days_beyond_terms": _plain(found.days_beyond_terms),
		"risk_text": found.risk_text,
		"reference": found.reference,
		"report_date": found.report_date,
	}


def _plain(number: Decimal | None) -> str:
	return "" if number is None else f"{number:f}"


def note(doc, result: Fetched, forced_because: str | None) -> None:
	"""What was bought, and why again, in the dossier's timeline."""
	if not result.bought:
		return
	text = _("Credit report {0} bought from {1}.").format(
		result.report.name, escape_html(result.report.provider)
	)
	if forced_because:
		text += " " + _("Again, because: {0}").format(escape_html(forced_because))
	doc.add_comment("Info", text)
	# Not here: what was paid for must not be lost because the dossier changed meanwhile.
	frappe.enqueue(
		"cqs_app.erp.qualification.reports.score_again",
		queue="short",
		enqueue_after_commit=True,
		qualification=doc.name,
	)


def score_again(qualification: str) -> None:
	"""A dossier under way takes the new report into its score."""
	doc = frappe.get_doc("Customer Qualification", qualification, for_update=True)
	if Stage(doc.stage) in UNDER_WAY and not doc.approved_on:
		doc.flags.by_cqs = True
		doc.save(ignore_permissions=True)


def described(result: Fetched) -> dict:
	report = result.report
	if report:
		report = {**report, "age_days": (getdate(now_datetime()) - getdate(report.fetched_on)).days}
	return {"report": report, "bought": result.bought, "answers": result.answers}


def _refuse(answers: list[str]) -> None:
	if not answers:
		frappe.throw(
			_("No provider of credit reports is enabled. A Credit Director can set one up."),
			NoReport,
			title=_("No Credit Report"),
		)
	items = "".join(f"<li>{escape_html(answer)}</li>" for answer in answers)
	head = _("No credit report could be fetched. Nothing was stored. The providers:")
	frappe.throw(f"{head}<ul>{items}</ul>", NoReport, title=_("No Credit Report"))


@contextmanager
def _alone(doc) -> Iterator[None]:
	"""One buyer at a time for a party, over all servers; kept until the transaction ends, so that the next one sees it."""
	name = _lock_name(doc)
	got = frappe.db.sql("select get_lock(%s, %s)", (name, TOTAL_SECONDS + 5))
	if not got or got[0][0] != 1:
		frappe.throw(_in_progress(), TryAgain)
	release = _release_once(name)
	try:
		yield
	except BaseException:
		release()
		raise
	frappe.db.after_commit.add(release)
	frappe.db.after_rollback.add(release)


def _lock_name(doc) -> str:
	return sha256(f"{frappe.conf.db_name}|{doc.party_type}|{doc.party}".encode()).hexdigest()


def _release_once(name: str):
	held = [name]

	def release() -> None:
		if held:
			frappe.db.sql("select release_lock(%s)", held.pop())

	return release


def _in_progress() -> str:
	return _("Somebody else is fetching a report on the same party. Look again in a moment.")

"""Providers of credit reports: what they are asked, what they answer, and the adapters that speak with them.

Another app adds an adapter with the hook `cqs_credit_report_providers = {"Name": "app.module.Class"}`: a class that is
made from the Credit Report Provider and has `fetch(query) -> Report | None`. None = no data on this party; an error
that whoever asked shall read is a `CallFailed`.
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

import frappe
from frappe import _

from cqs_app.engine.money import NotANumber, decimal
from cqs_app.engine.qualification.report_mapping import Figures, Scale, Target, WrongAnswer, figures, is_path
from cqs_app.erp.credit.http_call import Call, CallFailed, fetch

GENERIC = "Generic JSON"
HOOK = "cqs_credit_report_providers"
PLACEHOLDERS = {"tax_id", "registration_number", "name", "country"}
LONGEST_TIMEOUT, MOST_RETRIES, OLDEST_DAYS = 30, 5, 3650
LARGEST_RAW = 64 * 1024
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True)
class Query:
	"""Who is asked about; any part may be empty. `country` is the ISO code where ERPNext knows it."""

	tax_id: str = ""
	registration_number: str = ""
	name: str = ""
	country: str = ""


@dataclass(frozen=True)
class Report:
	"""`raw`: the answer as JSON text, cut to a bearable size."""

	figures: Figures
	raw: str


class Provider(Protocol):
	def fetch(self, query: Query) -> Report | None: ...


class GenericJson:
	"""Any provider that answers one HTTP call with JSON."""

	def __init__(self, settings) -> None:
		self.settings = settings

	def fetch(self, query: Query) -> Report | None:
		"""Raises CallFailed, also for an answer that the mapping does not fit."""
		settings = self.settings
		self._refuse_empty(query)
		answer = fetch(
			Call(
				method=settings.method,
				url=filled(settings.url, query),
				headers={"Accept": "application/json", **self._key()},
				body=asdict(query) if settings.method == "POST" else None,
				timeout=settings.timeout_seconds or 10,
				retries=settings.retries or 0,
			)
		)
		if answer is None:
			return None
		try:
			found = figures(answer, mapping_of(settings), scale_of(settings))
		except WrongAnswer as error:
			raise CallFailed(_("its answer does not fit the mapping: {0}").format(error)) from error
		raw = json.dumps(answer, indent=1, ensure_ascii=False)
		return Report(found, raw[:LARGEST_RAW]) if found else None

	def _refuse_empty(self, query: Query) -> None:
		"""An address without the identifier that it asks for would fetch somebody else's report."""
		for name in _PLACEHOLDER.findall(self.settings.url):
			if not getattr(query, name):
				raise CallFailed(
					_("it needs the {0}, which the dossier has not").format(name.replace("_", " "))
				)

	def _key(self) -> dict[str, str]:
		key = self.settings.get_password("api_key", raise_exception=False) if self.settings.api_key else None
		if not key:
			return {}
		prefix = (self.settings.header_prefix or "").strip()
		return {self.settings.header_name or "Authorization": f"{prefix} {key}".strip()}


def adapters() -> dict[str, str]:
	"""Adapter's name -> path of its class. Ours cannot be replaced."""
	added = {name: paths[-1] for name, paths in (frappe.get_hooks(HOOK) or {}).items()}
	return {**added, GENERIC: f"{__name__}.GenericJson"}


def provider_of(settings) -> Provider:
	return frappe.get_attr(adapters()[settings.adapter])(settings)


def filled(url: str, query: Query) -> str:
	"""The address with what is asked for, encoded so that it cannot become a path or a parameter of its own."""
	return _PLACEHOLDER.sub(lambda match: quote(getattr(query, match.group(1)), safe=""), url.strip())


def mapping_of(settings) -> dict[Target, str]:
	return {Target(row.target): row.json_path for row in settings.mapping}


def scale_of(settings) -> Scale:
	return Scale(
		decimal(settings.score_min),
		decimal(settings.score_max),
		settings.score_direction == "Lower Is Better",
	)


def validate(settings) -> None:
	"""Refuse what could not be asked, or would send the key astray."""
	if settings.adapter not in adapters():
		known = ", ".join(sorted(adapters()))
		frappe.throw(_("There is no adapter {0}. Known: {1}.").format(_bold(settings.adapter), known))
	_check_url(settings.url or "")
	_check_header(settings)
	for field, least, most in (
		("timeout_seconds", 1, LONGEST_TIMEOUT),
		("retries", 0, MOST_RETRIES),
		("max_age_days", 0, OLDEST_DAYS),
	):
		if not least <= (settings.get(field) or 0) <= most:
			label = _(settings.meta.get_label(field))
			frappe.throw(_("{0} must lie between {1} and {2}.").format(label, least, most))
	_check_scale(settings)
	_check_mapping(settings)


def _check_url(url: str) -> None:
	try:
		parts = urlsplit(url.strip())
		host = parts.hostname
	except ValueError:
		host = None
	if not host or parts.scheme not in ("http", "https") or re.search(r"[\s<>\"]", url.strip()):
		frappe.throw(_("The address must begin with https:// or http:// and name a host."))
	if "{" in parts.netloc or parts.username or parts.password:
		frappe.throw(_("The host of the address must be fixed, and the key has a field of its own."))
	unknown = set(_PLACEHOLDER.findall(url)) - PLACEHOLDERS
	if unknown or url.count("{") != len(_PLACEHOLDER.findall(url)):
		named = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
		frappe.throw(_("The address may have these placeholders: {0}.").format(named))


def _check_header(settings) -> None:
	name, prefix = settings.header_name or "Authorization", settings.header_prefix or ""
	if not _HEADER.fullmatch(name) or not prefix.isprintable():
		frappe.throw(_("The header of the key is a name such as Authorization or X-Api-Key."))


def _check_scale(settings) -> None:
	try:
		wrong = decimal(settings.score_min) >= decimal(settings.score_max)
	except NotANumber:
		wrong = True
	if wrong:
		frappe.throw(_("The highest score must be more than the lowest."))


def _check_mapping(settings) -> None:
	targets = [row.target for row in settings.mapping]
	if len(set(targets)) < len(targets):
		frappe.throw(_("Each figure is mapped once."))
	for row in settings.mapping:
		if not is_path(row.json_path or ""):
			example = "report.rating.score"
			frappe.throw(
				_("Row {0}: {1} is no path such as {2}.").format(row.idx, _bold(row.json_path), example)
			)


def _bold(text: object) -> str:
	return frappe.bold(frappe.utils.escape_html(str(text or "")))

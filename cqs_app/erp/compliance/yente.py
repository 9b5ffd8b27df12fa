"""A live provider that speaks yente's `/match/{dataset}`: one's own yente, or OpenSanctions' service with a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import frappe
from frappe import _
from frappe.utils import cint

from cqs_app.engine.compliance import yente_api
from cqs_app.engine.compliance.subjects import Subject
from cqs_app.engine.compliance.yente_api import Listed, WrongAnswer
from cqs_app.erp.credit.http_call import Call, CallFailed, fetch

NAME = yente_api.NAME
AT_ONCE = 20
MOST_RESULTS = 50
LARGEST_BYTES = 16 * 1024 * 1024
USUAL_SECONDS, LONGEST_SECONDS = 5, 30
# After a failure the provider is left alone for so long: a batch must not wait for it party by party.
REST_SECONDS = 60
REST_KEY = "cqs_yente_rests"
_DATASET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True)
class Provider:
	"""`seconds` of silence that are borne; `algorithm` empty: the provider's own choice."""

	url: str
	dataset: str
	key: str
	algorithm: str
	seconds: int

	@property
	def name(self) -> str:
		return f"{NAME}/{self.algorithm or 'default'}"


def provider() -> Provider:
	settings = frappe.get_doc("CQS Settings")
	key = settings.get_password("screening_key", raise_exception=False) if settings.screening_key else ""
	return Provider(
		url=(settings.screening_url or "").strip().rstrip("/"),
		dataset=(settings.screening_dataset or "default").strip(),
		key=key or "",
		algorithm=(settings.screening_algorithm or "").strip(),
		seconds=cint(settings.screening_timeout) or USUAL_SECONDS,
	)


def ask(found: Provider, parties: Sequence[Subject], threshold: float) -> list[list[Listed]]:
	"""At most `AT_ONCE` parties in one request. Raises CallFailed."""
	if rests := frappe.cache.get_value(REST_KEY, expires=True):
		raise CallFailed(str(rests))
	try:
		answer = fetch(_call(found, parties, threshold))
		if answer is None:
			raise CallFailed(_("it does not know the data set {0}").format(found.dataset))
		return yente_api.answers(answer, parties, threshold, found.name)
	except WrongAnswer as error:
		failure = CallFailed(_("its answer is not usable: {0}").format(error))
		_rest(failure)
		raise failure from error
	except CallFailed as error:
		_rest(error)
		raise


def _rest(error: CallFailed) -> None:
	frappe.cache.set_value(REST_KEY, str(error), expires_in_sec=REST_SECONDS)


def _call(found: Provider, parties: Sequence[Subject], threshold: float) -> Call:
	if not found.url:
		raise CallFailed(_("CQS Settings has no address for it"))
	asked = {"limit": MOST_RESULTS, "threshold": threshold, "cutoff": threshold}
	if found.algorithm:
		asked["algorithm"] = found.algorithm
	return Call(
		method="POST",
		url=f"{found.url}/match/{quote(found.dataset, safe='')}?{urlencode(asked)}",
		headers={
			"Accept": "application/json",
			**({"Authorization": f"ApiKey {found.key}"} if found.key else {}),
		},
		body=yente_api.queries(parties),
		timeout=found.seconds,
		retries=0,
		total=min(2 * found.seconds, LONGEST_SECONDS),
		largest=LARGEST_BYTES,
	)


def validate(settings) -> None:
	"""Of CQS Settings: refuse what could not be asked."""
	if settings.screening_provider != NAME:
		return
	try:
		parts = urlsplit((settings.screening_url or "").strip())
		host = parts.hostname
	except ValueError:
		host = None
	if not host or parts.scheme not in ("http", "https") or parts.query or parts.username or parts.password:
		frappe.throw(
			_("The address of yente begins with https:// or http:// and names a host; its key has a field.")
		)
	if not set((settings.screening_dataset or "default").strip().lower()) <= _DATASET:
		frappe.throw(_("The data set is a name such as default or sanctions."))
	if not 0 <= cint(settings.screening_timeout) <= LONGEST_SECONDS:
		frappe.throw(_("The provider may be waited for between 1 and {0} seconds.").format(LONGEST_SECONDS))


def forget_failure() -> None:
	"""Settings were changed: ask again at once."""
	frappe.cache.delete_value(REST_KEY)

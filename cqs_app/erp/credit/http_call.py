"""One call to somebody else's service: bounded in time, size and retries. The only network access of the app, with the
download of published lists (`compliance/downloads.py`), which follows the same rules."""

import email.utils
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urljoin, urlsplit

import requests

CONNECT_SECONDS = 5
# All attempts, waits and the reading of the answer together.
TOTAL_SECONDS = 30
LARGEST_BYTES = 1024 * 1024
BACKOFF_SECONDS = 0.5
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
RETRIED = (429, 500, 502, 503, 504)
NOTHING_THERE = (204, 404)


class CallFailed(Exception):
	"""The provider could not be asked, or did not answer usefully. The message names neither key nor address."""


@dataclass(frozen=True)
class Call:
	"""`timeout`: seconds of silence that are borne; `retries`: further attempts after the first. `total`: seconds that all
	of it may take, `largest`: bytes of the answer."""

	method: str
	url: str
	headers: Mapping[str, str]
	body: Mapping[str, object] | None
	timeout: float
	retries: int
	total: float = TOTAL_SECONDS
	largest: int = LARGEST_BYTES


def fetch(call: Call) -> object:
	"""The answer's JSON; None when the provider has nothing (204, 404). Raises CallFailed.

	An attempt is repeated when no connection came about and after 429 and 5xx, not when an answer stayed away: that
	report may have been sold already.
	"""
	until = time.monotonic() + call.total
	for attempt in range(call.retries + 1):
		wait = BACKOFF_SECONDS * 2**attempt
		try:
			with requests.Session() as session, follow(session, call, until) as response:
				if response.status_code not in RETRIED:
					return _content(response, call, until)
				failure = f"it answered {response.status_code}"
				wait = max(_retry_after(response), wait)
		except requests.ConnectTimeout:
			failure = "it could not be reached in time"
		except requests.Timeout as error:
			raise CallFailed("it did not answer in time") from error
		except requests.ConnectionError:
			failure = "it could not be reached"
		except requests.RequestException as error:
			raise CallFailed(f"the call failed ({type(error).__name__})") from error
		if attempt == call.retries or time.monotonic() + wait >= until:
			break
		time.sleep(wait)
	raise CallFailed(failure)


def follow(session: requests.Session, call: Call, until: float) -> requests.Response:
	"""The first answer that is no redirect. One to another host is refused: it would get the key."""
	url = call.url
	for _step in range(MOST_REDIRECTS + 1):
		left = until - time.monotonic()
		if left <= 0:
			raise CallFailed("it did not answer in time")
		response = session.request(
			call.method,
			url,
			headers=dict(call.headers),
			json=call.body,
			timeout=(min(CONNECT_SECONDS, left), min(call.timeout, left)),
			stream=True,
			allow_redirects=False,
		)
		if response.status_code not in REDIRECTS:
			return response
		target = urljoin(url, response.headers.get("Location", ""))
		response.close()
		if _origin(target) != _origin(call.url):
			raise CallFailed("it redirects to another host, which is not followed")
		url = target
	raise CallFailed("it redirects in a circle")


def _origin(url: str) -> tuple:
	try:
		parts = urlsplit(url)
		return parts.scheme, parts.hostname, parts.port
	except ValueError:
		return ()


def _content(response: requests.Response, call: Call, until: float) -> object:
	if response.status_code in NOTHING_THERE:
		return None
	if response.status_code in (401, 403):
		raise CallFailed(f"it refused the key ({response.status_code})")
	if response.status_code != 200:
		raise CallFailed(f"it answered {response.status_code}")
	body = bytearray()
	for chunk in response.iter_content(64 * 1024):
		body += chunk
		if len(body) > call.largest:
			raise CallFailed(f"its answer is larger than {call.largest // 1024} KB")
		if time.monotonic() > until:
			raise CallFailed("it did not answer in time")
	try:
		return json.loads(body)
	except (ValueError, RecursionError) as error:
		raise CallFailed("its answer is no JSON") from error


def _retry_after(response: requests.Response) -> float:
	"""Seconds that the provider asks to wait, as a number or as a date; 0 when it does not say."""
	text = response.headers.get("Retry-After", "").strip()
	if text.isdigit():
		return float(text[:6])
	try:
		moment = email.utils.parsedate_to_datetime(text)
		if not moment.tzinfo:
			moment = moment.replace(tzinfo=timezone.utc)
		return max((moment - datetime.now(timezone.utc)).total_seconds(), 0.0)
	except (ValueError, TypeError):
		return 0.0

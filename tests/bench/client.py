"""A logged-in HTTP client, for tests and benchmarks alike. It knows nothing of Frappe's Python side."""

import json
import os
from collections.abc import Callable
from typing import Any

import requests


class HttpError(AssertionError):
	"""The server refused: `status`, the exception's class name `exc_type`, the `messages` the user would see."""

	def __init__(self, response: requests.Response) -> None:
		body = _json(response)
		self.status = response.status_code
		self.exc_type = body.get("exc_type", "")
		self.messages = [_message(text) for text in json.loads(body.get("_server_messages") or "[]")]
		self.body = body
		detail = " | ".join(self.messages) or body.get("exception") or response.text[:500]
		super().__init__(f"{response.request.method} {response.url}: {self.status} {self.exc_type} {detail}")


class Client:
	"""`requests.Session` of one user. `around` is called before and after each request."""

	def __init__(self, *, user: str, password: str, url: str = "", around: Callable[[], None] | None = None):
		self.url = url or os.environ["CQS_URL"]
		self.user = user
		self.session = requests.Session()
		self._around = around or (lambda: None)
		self.post("/api/method/login", usr=user, pwd=password)

	def call(self, method: str, **args: Any) -> Any:
		"""POST to a whitelisted method, such as `cqs_app.api.preview`; returns its value."""
		return self.post(f"/api/method/{method}", **args).get("message")

	def read(self, method: str, **args: Any) -> Any:
		"""GET a whitelisted method."""
		return self.get(f"/api/method/{method}", **args).get("message")

	def get(self, path: str, **args: Any) -> dict[str, Any]:
		return self._send("GET", path, params=_flat(args))

	def post(self, path: str, **args: Any) -> dict[str, Any]:
		return self._send("POST", path, json=args)

	def put(self, path: str, **args: Any) -> dict[str, Any]:
		return self._send("PUT", path, json=args)

	def _send(self, verb: str, path: str, **body: Any) -> dict[str, Any]:
		self._around()
		try:
			headers = {"Accept": "application/json"}
			response = self.session.request(verb, self.url + path, headers=headers, timeout=120, **body)
		finally:
			self._around()
		if not response.ok:
			raise HttpError(response)
		return _json(response)


def _flat(args: dict[str, Any]) -> dict[str, Any]:
	return {
		key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in args.items()
	}


def _json(response: requests.Response) -> dict[str, Any]:
	try:
		return dict(response.json())
	except ValueError:
		return {}


def _message(text: str) -> str:
	return str(json.loads(text).get("message", text))

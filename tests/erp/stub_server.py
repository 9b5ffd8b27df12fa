"""An outside service on this machine, answering what a test tells it to."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


class StubServer(ThreadingHTTPServer):
	"""Answers each call with the next of `answers`: (status, body, headers), the last one for ever. A body that is a
	function is called with what was posted."""

	daemon_threads = True

	def __init__(self, answer: tuple = (200, {}, {})) -> None:
		super().__init__(("127.0.0.1", 0), Handler)
		self.answers: list[tuple] = [answer]
		self.calls: list[dict] = []
		self.slow = 0.0

	@property
	def url(self) -> str:
		return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
	server: StubServer

	def do_GET(self) -> None:
		self.answer(None)

	def do_POST(self) -> None:
		self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

	def answer(self, body) -> None:
		seen = {"path": unquote(urlsplit(self.path).path), "raw": self.path, "body": body}
		self.server.calls.append({**seen, "headers": dict(self.headers)})
		time.sleep(self.server.slow)
		answers = self.server.answers
		status, content, headers = answers.pop(0) if len(answers) > 1 else answers[0]
		content = content(body) if callable(content) else content
		data = content if isinstance(content, bytes) else json.dumps(content).encode()
		with contextlib.suppress(ConnectionError):
			self.send_response(status)
			for name, value in {"Content-Length": str(len(data)), **headers}.items():
				self.send_header(name, value)
			self.end_headers()
			self.wfile.write(data)

	def log_message(self, *_args) -> None:
		pass


@contextlib.contextmanager
def serving(answer: tuple = (200, {}, {})) -> Iterator[StubServer]:
	server = StubServer(answer)
	thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
	thread.start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()

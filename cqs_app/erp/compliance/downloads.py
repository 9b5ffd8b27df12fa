"""Published files over the network: http and https only, bounded in time and size, straight to a file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import frappe
import requests
from frappe import _

from cqs_app.erp.credit.http_call import Call, CallFailed, follow

TOTAL_SECONDS = 900
SILENCE_SECONDS = 30
LARGEST_BYTES = 1024 * 1024 * 1024
PIECE = 256 * 1024
CUT = "it ended before all of it had come"
HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "cqs-for-erpnext"}


@dataclass(frozen=True)
class Downloaded:
	path: Path
	file_name: str
	sha256: str


@contextmanager
def downloaded(addresses: list[str]) -> Iterator[list[Downloaded]]:
	"""All of them, or CallFailed. They lie beside the private files and go when the block is left."""
	folder = Path(frappe.get_site_path("private"))
	until = time.monotonic() + TOTAL_SECONDS
	with TemporaryDirectory(dir=folder, prefix="cqs_download_") as where:
		found: list[Downloaded] = []
		for place, address in enumerate(addresses):
			found.append(_download(address, Path(where) / str(place), until))
		yield found


def _download(address: str, path: Path, until: float) -> Downloaded:
	call = Call("GET", address, HEADERS, None, SILENCE_SECONDS, 0)
	name = _name(address, path.name)
	try:
		with requests.Session() as session, follow(session, call, until) as response:
			if response.status_code != 200:
				raise CallFailed(f"it answered {response.status_code}")
			digest = _write(response, path, until)
	except CallFailed as error:
		raise CallFailed(f"{name}: {error}") from error
	except requests.Timeout as error:
		raise CallFailed(f"{name}: it did not answer in time") from error
	except requests.exceptions.ChunkedEncodingError as error:
		raise CallFailed(f"{name}: {CUT}") from error
	except requests.RequestException as error:
		raise CallFailed(f"{name}: the download failed ({type(error).__name__})") from error
	return Downloaded(path, name, digest)


def _write(response: requests.Response, path: Path, until: float) -> str:
	announced = response.headers.get("Content-Length", "")
	digest, size = sha256(), 0
	with path.open("wb") as file:
		for piece in response.iter_content(PIECE):
			size += len(piece)
			if size > LARGEST_BYTES:
				raise CallFailed(f"it is larger than {LARGEST_BYTES >> 20} MB")
			if time.monotonic() > until:
				raise CallFailed(_("it was not read to its end in {0} minutes").format(TOTAL_SECONDS // 60))
			digest.update(piece)
			file.write(piece)
	if announced.isdigit() and "Content-Encoding" not in response.headers and size != int(announced):
		raise CallFailed(CUT)
	return digest.hexdigest()


def _name(address: str, otherwise: str) -> str:
	name = PurePosixPath(unquote(urlsplit(address).path)).name
	return (
		"".join(letter for letter in name if letter.isprintable() and letter not in "/\\<>\"'")[:100]
		or otherwise
	)

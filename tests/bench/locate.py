"""What this machine offers: a bench, database and Redis servers, a browser."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Server:
	"""A server that somebody else runs and that we only use."""

	host: str
	port: int
	user: str = "root"
	password: str = ""


def bench_path() -> Path:
	return Path(os.environ.get("BENCH_PATH") or "~/frappe-bench").expanduser().absolute()


def missing_for_a_bench(bench: Path) -> list[str]:
	"""What the path lacks to count as a bench with ERPNext; an empty list means it is one."""
	wanted = ("env/bin/python", "apps/frappe", "apps/erpnext", "sites")
	return [name for name in wanted if not (bench / name).exists()]


def binary(*names: str) -> str | None:
	"""Path of the first program found; servers often sit in sbin, which a plain user's PATH omits."""
	path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])
	return next((found for name in names if (found := shutil.which(name, path=path))), None)


def external_database() -> Server | None:
	"""CQS_EXTERNAL_DB=mysql://root:password@host:3306 names a MariaDB server to use instead of an own one."""
	return _server(os.environ.get("CQS_EXTERNAL_DB"), default_port=3306)


def external_redis() -> Server | None:
	"""CQS_EXTERNAL_REDIS=redis://host:6379 names a Redis server to use instead of own ones."""
	return _server(os.environ.get("CQS_EXTERNAL_REDIS"), default_port=6379)


def _server(url: str | None, default_port: int) -> Server | None:
	if not url:
		return None
	parts = urlsplit(url)
	return Server(
		host=parts.hostname or "127.0.0.1",
		port=parts.port or default_port,
		user=unquote(parts.username or "root"),
		password=unquote(parts.password or ""),
	)


def why_not() -> str | None:
	"""The reason why tests on a real ERPNext cannot run here, or None when they can."""
	bench = bench_path()
	if lacking := missing_for_a_bench(bench):
		return f"{bench} is not a bench with ERPNext (no {', '.join(lacking)}); set BENCH_PATH"
	if not external_database() and not (binary("mariadbd") and binary("mariadb-install-db")):
		return "mariadbd or mariadb-install-db is not installed, and CQS_EXTERNAL_DB is not set"
	if not binary("mariadb", "mysql"):
		return "the mariadb client, which Frappe needs to create a site, is not installed"
	if not external_redis() and not binary("redis-server"):
		return "redis-server is not installed, and CQS_EXTERNAL_REDIS is not set"
	return None


def why_no_browser() -> str | None:
	if not binary(*BROWSERS):
		return "Chromium is not installed"
	if not binary("chromedriver"):
		return "chromedriver is not installed"
	return None

"""A private bench: own sites directory, database and Redis, around the code of an existing bench.

The real bench is only read. Frappe takes the current directory as sites directory and FRAPPE_BENCH_ROOT as
bench; PYTHONPATH makes `import cqs_app` find the working tree, even where the bench has the app installed.
"""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.locate import ROOT, Server, bench_path, binary, external_database, external_redis
from tests.bench.processes import Processes, StackError, answers, die_with_parent, tail
from tests.bench.servers import install_mariadb, start_mariadb, start_redis

APPS = ("frappe", "erpnext", "cqs_app")
# Packages of the app that no other app of a bench brings.
APP_NEEDS = ("anyascii",)


@dataclass
class Options:
	site: str
	web: bool = True
	worker: bool = False


@dataclass
class Stack:
	"""`home` holds what may be kept (database files, sites); `run_dir` what belongs to this run (sockets)."""

	home: Path
	run_dir: Path
	options: Options
	bench: Path = field(default_factory=bench_path)
	database: Server = field(init=False)
	redis: tuple[str, str] = field(init=False)
	url: str = field(init=False, default="")

	def __post_init__(self) -> None:
		self.sites = self.home / "sites"
		self.logs = self.home / "logs"
		self.datadir = self.home / "mysql"
		self.python = self.bench / "env" / "bin" / "python"
		self.logs.mkdir(parents=True, exist_ok=True)
		self.processes = Processes(self.logs)
		self._lock = open(self.home / "lock", "w")
		try:
			fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError as error:
			raise StackError(
				f"another run uses {self.home}; give this one its own --keep directory"
			) from error

	def lay_out(self) -> None:
		for name in ("sites", "config", "apps", "archived"):
			(self.home / name).mkdir(exist_ok=True)
		_link(self.home / "env", self.bench / "env")
		for app in APPS:
			_link(self.home / "apps" / app, ROOT if app == "cqs_app" else self.bench / "apps" / app)
		(self.sites / "apps.txt").write_text("\n".join(APPS) + "\n")
		assets = self.sites / "assets"
		assets.mkdir(exist_ok=True)
		for entry in (self.bench / "sites" / "assets").glob("*"):
			_link(assets / entry.name, entry.resolve())
		_link(assets / "cqs_app", ROOT / "cqs_app" / "public")
		self.add_missing_packages()

	def start_servers(self) -> None:
		self.start_database()
		if given := external_redis():
			self.redis = (f"redis://{given.host}:{given.port}",) * 2
		else:
			cache, queue = (
				start_redis(self.processes, name, run_dir=self.run_dir, env=self.env())
				for name in ("redis-cache", "redis-queue")
			)
			self.redis = (cache, queue)
		self.write_config()

	def start_database(self) -> None:
		if given := external_database():
			self.database = given
			return
		if not (self.datadir / "mysql").exists():
			shutil.rmtree(self.datadir, ignore_errors=True)
			install_mariadb(self.datadir, self.logs / "mariadb-install.log")
		self.database = start_mariadb(
			self.processes, datadir=self.datadir, run_dir=self.run_dir, env=self.env()
		)

	def write_config(self, web_port: int = 8000) -> None:
		cache, queue = self.redis
		config = {
			"db_host": self.database.host,
			"db_port": self.database.port,
			"redis_cache": cache,
			"redis_queue": queue,
			"redis_socketio": queue,
			"default_site": self.options.site,
			"serve_default_site": True,
			"webserver_port": web_port,
			"host_name": f"http://127.0.0.1:{web_port}",
			"developer_mode": 0,
			"allow_tests": True,
			"mute_emails": 1,
			"pause_scheduler": 1,
		}
		(self.sites / "common_site_config.json").write_text(json.dumps(config, indent=1, sort_keys=True))

	def env(self) -> dict[str, str]:
		"""The environment of everything that runs in the stack; nothing of a surrounding bench leaks in."""
		leaks = ("FRAPPE_", "MYSQL_", "SITES_PATH", "PYTHON", "VIRTUAL_ENV", "DEV_SERVER")
		env = {name: value for name, value in os.environ.items() if not name.startswith(leaks)}
		env |= {
			"PATH": os.pathsep.join([str(self.python.parent), env.get("PATH", os.defpath)]),
			"PYTHONPATH": os.pathsep.join([str(ROOT), *self.added_packages()]),
			"PYTHONDONTWRITEBYTECODE": "1",
			"PYTHONUNBUFFERED": "1",
			"FRAPPE_BENCH_ROOT": str(self.home),
			"SITES_PATH": str(self.sites),
			"TZ": "UTC",
			"LC_ALL": "C.UTF-8",
			"TMPDIR": str(self.run_dir),
			"CQS_ROOT": str(ROOT),
			"CQS_BENCH": str(self.bench),
			"CQS_SITES": str(self.sites),
			"CQS_SITE": self.options.site,
			"CQS_URL": self.url,
		}
		if hasattr(self, "database"):
			own = not external_database()
			env |= {
				"CQS_DB_HOST": self.database.host,
				"CQS_DB_PORT": str(self.database.port),
				"CQS_DB_SOCKET": str(self.run_dir / "mysql.sock") if own else "",
				"CQS_DB_ROOT_USER": self.database.user,
				"CQS_DB_ROOT_PASSWORD": self.database.password,
			}
		return env

	def added_packages(self) -> list[str]:
		"""What the app needs and the bench lacks: it is put beside the stack, the bench's environment stays as it is."""
		target = self.home / "packages-of-app"
		return [str(target)] if target.exists() else []

	def add_missing_packages(self) -> None:
		for module in APP_NEEDS:
			probe = [str(self.python), "-c", f"import {module}"]
			if subprocess.call(probe, env=self.env(), stderr=subprocess.DEVNULL):
				target = str(self.home / "packages-of-app")
				self.step(
					f"add {module}", str(self.python), "-m", "pip", "install", "--target", target, module
				)

	def step(self, title: str, *argv: str) -> None:
		"""Run one chatty command into a log file; on the terminal it is one line, or the log's tail if it fails."""
		log = self.logs / f"{title.replace(' ', '-')}.log"
		print(f"{title}...", end=" ", flush=True)
		began = time.monotonic()
		with open(log, "wb") as out:
			process = subprocess.Popen(
				argv,
				cwd=self.sites,
				env=self.env(),
				stdin=subprocess.DEVNULL,
				stdout=out,
				stderr=subprocess.STDOUT,
				preexec_fn=die_with_parent,
			)
			code = process.wait()
		print(f"{time.monotonic() - began:.0f} s" if code == 0 else f"failed ({code})", flush=True)
		if code:
			raise StackError(f"{title} failed\n{tail(log, 60)}")

	def frappe(self, title: str, *args: str) -> None:
		command = [str(self.python), "-m", "frappe.utils.bench_helper", "frappe"]
		self.step(title, *command, "--site", self.options.site, *args)

	def module(self, title: str, name: str, *args: str) -> None:
		self.step(title, str(self.python), "-m", name, *args)

	def start_web(self) -> None:
		"""gunicorn inherits a socket that is already bound, so no other process can take the port."""
		with socket.socket() as listener:
			listener.bind(("127.0.0.1", 0))
			listener.listen(128)
			port = listener.getsockname()[1]
			self.url = f"http://127.0.0.1:{port}"
			self.write_config(port)
			argv = [str(self.python), "-m", "gunicorn", "-b", f"fd://{listener.fileno()}"]
			argv += ["--workers=4", "--threads=4", "--worker-class=gthread", "--preload", "--timeout=180"]
			# Longer than any pause of a test: a connection closed while a client reuses it is a reset, not an answer.
			argv += [
				"--keep-alive=600",
				"--worker-tmp-dir",
				str(self.run_dir),
				"tests.bench.wsgi:application",
			]
			fds = (listener.fileno(),)
			self.processes.start("web", argv, cwd=self.sites, env=self.env(), fds=fds)
		ping = b"GET /api/method/ping HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
		if not self.processes.await_ready("web", lambda: answers(port, ping, b" 200 "), 120):
			raise StackError(f"the web server died\n{tail(self.logs / 'web.log')}")

	def start_worker(self) -> None:
		argv = [str(self.python), "-m", "frappe.utils.bench_helper", "frappe", "worker"]
		argv += ["--queue", "short,default,long"]
		self.processes.start("worker", argv, cwd=self.sites, env=self.env())

	def copy_to(self, other: "Stack") -> None:
		"""Give another stack, which was laid out and has started nothing yet, the same site."""
		self.processes.stop("mariadb")
		shutil.copytree(self.datadir, other.datadir)
		shutil.copytree(self.sites / self.options.site, other.sites / self.options.site, symlinks=True)
		self.start_database()
		self.write_config()

	def close(self, *, keep: bool) -> None:
		"""Stop everything; a kept database gets the time to write its pages."""
		if external_database() and not keep and (self.sites / self.options.site).exists():
			self._drop_external_site()
		self.processes.stop_all(gently=keep)
		self._lock.close()

	def _drop_external_site(self) -> None:
		config = json.loads((self.sites / self.options.site / "site_config.json").read_text())
		name, client = config["db_name"], str(binary("mariadb", "mysql"))
		sql = f"DROP DATABASE IF EXISTS `{name}`; DROP USER IF EXISTS `{name}`@`{self.database.host}`;"
		sql += f" DROP USER IF EXISTS `{name}`@localhost; DROP USER IF EXISTS `{name}`@`%`;"
		server = self.database
		login = [f"--host={server.host}", f"--port={server.port}", f"--user={server.user}"]
		env = {**os.environ, "MYSQL_PWD": server.password}
		if subprocess.call([client, *login, "-e", sql], env=env, stdin=subprocess.DEVNULL):
			print(f"database {name} on {server.host} could not be dropped", file=sys.stderr)


def _link(link: Path, target: Path) -> None:
	if link.is_symlink() or link.exists():
		link.unlink()
	link.symlink_to(target)

"""A private MariaDB and private Redis servers on free ports of 127.0.0.1."""

import getpass
import os
import subprocess
from pathlib import Path

from tests.bench.locate import Server, binary
from tests.bench.processes import Processes, StackError, answers, free_port, tail

ROOT_PASSWORD = "cqs-root"
ATTEMPTS = 4

# Durability is of no use to a throw-away database; the rest is what Frappe asks for.
MARIADB_OPTIONS = (
	"--bind-address=127.0.0.1",
	"--skip-name-resolve",
	"--skip-log-bin",
	"--character-set-client-handshake=FALSE",
	"--character-set-server=utf8mb4",
	"--collation-server=utf8mb4_unicode_ci",
	"--default-time-zone=+00:00",
	"--max-connections=200",
	"--max-allowed-packet=64M",
	"--innodb-buffer-pool-size=1G",
	"--innodb-log-file-size=256M",
	"--innodb-flush-log-at-trx-commit=0",
	"--innodb-flush-method=nosync",
	"--innodb-doublewrite=0",
	"--innodb-fast-shutdown=1",
	"--performance-schema=OFF",
)


def _as_me() -> list[str]:
	"""mariadbd refuses to run as root unless told to."""
	return [f"--user={getpass.getuser()}"] if os.geteuid() == 0 else []


def install_mariadb(datadir: Path, log: Path) -> None:
	datadir.mkdir(parents=True)
	program = binary("mariadb-install-db")
	argv = [str(program), "--no-defaults", f"--datadir={datadir}", "--skip-test-db", "--skip-name-resolve"]
	argv += ["--auth-root-authentication-method=normal", *_as_me()]
	with open(log, "ab") as out:
		code = subprocess.call(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
	if code:
		raise StackError(f"mariadb-install-db failed\n{tail(log)}")


def start_mariadb(processes: Processes, *, datadir: Path, run_dir: Path, env: dict[str, str]) -> Server:
	init = run_dir / "root.sql"
	init.write_text(
		"".join(
			f"CREATE USER IF NOT EXISTS root@'{host}';\n"
			f"ALTER USER root@'{host}' IDENTIFIED BY '{ROOT_PASSWORD}';\n"
			f"GRANT ALL PRIVILEGES ON *.* TO root@'{host}' WITH GRANT OPTION;\n"
			for host in ("localhost", "127.0.0.1")
		)
	)
	for _attempt in range(ATTEMPTS):
		port = free_port()
		argv = [str(binary("mariadbd")), "--no-defaults", f"--datadir={datadir}", f"--port={port}"]
		argv += [f"--socket={run_dir}/mysql.sock", f"--pid-file={run_dir}/mysql.pid", f"--tmpdir={run_dir}"]
		argv += [f"--init-file={init}", *MARIADB_OPTIONS, *_as_me()]
		processes.start("mariadb", argv, cwd=run_dir, env=env)
		if processes.await_ready("mariadb", lambda port=port: answers(port, b"", b"MariaDB"), 120):
			return Server("127.0.0.1", port, "root", ROOT_PASSWORD)
		processes.stop("mariadb")
	raise StackError(f"mariadbd does not start\n{tail(processes.log_dir / 'mariadb.log')}")


def start_redis(processes: Processes, name: str, *, run_dir: Path, env: dict[str, str]) -> str:
	"""Start one Redis without persistence and return its URL."""
	for _attempt in range(ATTEMPTS):
		port = free_port()
		argv = [str(binary("redis-server")), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
		argv += ["--appendonly", "no", "--dir", str(run_dir), "--daemonize", "no"]
		processes.start(name, argv, cwd=run_dir, env=env)
		if processes.await_ready(name, lambda port=port: answers(port, b"PING\r\n", b"PONG")):
			return f"redis://127.0.0.1:{port}"
		processes.stop(name)
	raise StackError(f"redis-server does not start\n{tail(processes.log_dir / f'{name}.log')}")

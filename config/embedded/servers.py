"""Both servers of one checkout, with their data, ports and passwords in one folder."""

import fcntl
import hashlib
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from config.embedded.postgres import RUNS_AS_ROOT, Postgres
from config.embedded.state import State
from config.embedded.valkey import Valkey

BASE_DIR = Path(__file__).resolve().parents[2]


def default_home() -> Path:
    """PostgreSQL refuses to run as root, and the user it then runs as cannot look into a root's home."""
    if not RUNS_AS_ROOT:
        return BASE_DIR / ".dev" / "servers"
    return Path("/var/tmp") / f"lockstep-{hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:12]}"  # noqa: S108


@dataclass(frozen=True)
class Servers:
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

    @cached_property
    def state(self) -> State:
        return State.remembered(self.home)

    @cached_property
    def postgres(self) -> Postgres:
        return Postgres(self.state)

    @cached_property
    def valkey(self) -> Valkey:
        return Valkey(self.state)

    def start(self) -> bool:
        """Whether there was anything to start."""
        with self.locked():
            if is_needed := set(self.status().values()) != {"running"}:
                self.postgres.start()
                self.valkey.start()
            return is_needed

    def stop(self) -> None:
        with self.locked():
            self.valkey.stop()
            self.postgres.stop()

    def status(self) -> dict[str, str]:
        answers = {"PostgreSQL": self.postgres.answers(), "Valkey": self.valkey.answers()}
        return {name: "running" if is_up else "stopped" for name, is_up in answers.items()}

    def urls(self) -> dict[str, str]:
        if not State.file_in(self.home).exists():
            raise SystemExit("The embedded servers were never started: python -m config.embedded start")
        return {
            "DATABASE_URL": self.postgres.url("lockstep_app"),
            "OWNER_DATABASE_URL": self.postgres.url("lockstep_owner"),
            "REDIS_URL": self.valkey.url(),
        }

    def exports(self) -> str:
        return "\n".join(f"export {name}={shlex.quote(url)}" for name, url in self.urls().items())

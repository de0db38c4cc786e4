"""A browser of this machine, and one running site for all tests of this folder. They come last and leave an empty database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.addresses import make_samples
from tests.browser.site import WAIT_MS, Site, Visit, Windows, open_window, served

# Playwright's event loop runs in the thread of the tests, where Django would refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
HERE = Path(__file__).parent
pytest.register_assert_rewrite("tests.browser.pages")
expect.set_options(timeout=WAIT_MS)
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


# The longest files come first: what is left is shared out file by file, and no process waits long for another's last one.
LONGEST = ["test_every_page", "test_every_page_right_to_left", "test_quarter_together", "test_real_leads"]
PLACES = {name: place for place, name in enumerate(LONGEST)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The site's rows are really there: so no other test may run in between."""
    items.sort(key=lambda item: (HERE in item.path.parents, PLACES.get(item.path.stem, len(PLACES))))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium.find()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium was found. CI must not skip the browser tests: apt-get install chromium.")
    if path is None:
        pytest.skip("No Chromium was found (set CHROMIUM, or install it).")
    return {"executable_path": path, "args": list(chromium.ARGUMENTS)}


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In this folder: the rows of the running site, without a transaction around the test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="package")
def site(
    browser: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("worker")) as site:
        make_samples(site)
        yield site


@pytest.fixture(scope="package")
def package_windows(browser: Browser, site: Site) -> Iterator[Windows]:
    windows = Windows(browser, site)
    yield windows
    for window in windows.idle.values():
        window.context.close()


@pytest.fixture
def windows(package_windows: Windows, db: None) -> Windows:
    """For pages that are looked at and nothing else: `windows.of("owner", language="en")`."""
    return package_windows


@pytest.fixture
def visit(browser: Browser, site: Site, db: None) -> Iterator[Callable[..., Visit]]:
    """`visit("sales")` opens a window of somebody who is signed in, `visit()` one of a stranger. Fails on any trouble."""
    visits: list[Visit] = []

    def open_as(account: str = "", **options: Any) -> Visit:
        visits.append(open_window(browser, site, account, **options))
        return visits[-1]

    yield open_as
    for opened in visits:
        opened.context.close()
    assert [trouble for opened in visits for trouble in opened.troubles] == []

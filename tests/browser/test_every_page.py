"""Every page, written from left to right."""

import os

import pytest

from tests.browser.addresses import PAGES
from tests.browser.pages import look_at
from tests.browser.site import Site, Windows

# BROWSER_LANGUAGES="en zh-hans fil" asks all three.
LANGUAGES = os.environ.get("BROWSER_LANGUAGES", "en").split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page(site: Site, windows: Windows, name: str, language: str) -> None:
    look_at(site, windows, name, language=language)

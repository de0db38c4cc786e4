"""Every page, written from right to left: in a file of its own, so that another process can take it."""

import os

import pytest

from tests.browser.addresses import PAGES
from tests.browser.pages import look_at
from tests.browser.site import Site, Windows

# BROWSER_RIGHT_TO_LEFT="ar ur" asks both.
LANGUAGES = os.environ.get("BROWSER_RIGHT_TO_LEFT", "ar").split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page(site: Site, windows: Windows, name: str, language: str) -> None:
    look_at(site, windows, name, language=language)

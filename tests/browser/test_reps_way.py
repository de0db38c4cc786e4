"""A rep in the Gulf looks at her quota on a phone, in Arabic."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.pages import OVERFLOW
from tests.browser.site import Site, Visit


def test_my_quota_on_a_phone_in_arabic(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit(**PHONE, locale="ar-AE").page
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("input[type=email]").fill("rep.arabic@saltmarsh.example")
    page.locator("input[type=password]").fill(site.password)
    page.locator("main button[type=submit], form button.btn-primary").first.tap()
    page.wait_for_url(f"**{site.path()}**")
    page.goto(site.path("my-quota/"))
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "ar")
    expect(html).to_have_attribute("dir", "rtl")
    quota = page.locator("#quota")
    expect(quota.get_by_text("USD").first).to_be_visible()
    expect(quota.get_by_role("progressbar").first).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    with translation.override("ar"):
        expect(page.get_by_role("heading", level=1)).to_have_text(gettext("My quota"))


def test_a_rep_sees_nobody_elses_settings(site: Site, visit: Callable[..., Visit]) -> None:
    opened = visit("rep")
    response = opened.page.goto(site.path("settings/"))
    assert response
    assert response.status == 403
    opened.troubles.clear()

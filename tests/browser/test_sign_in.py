from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.site import Site, Visit


def test_a_stranger_is_asked_to_sign_in(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit().page
    page.goto(site.path("members/"))
    page.get_by_label("Email").fill("sales@saltmarsh.example")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{site.path('members/')}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

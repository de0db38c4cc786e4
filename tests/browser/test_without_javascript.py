"""The same ways with JavaScript switched off."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import files
from tests.browser.site import Site, Visit, present_quarter
from tests.browser.test_importers_way import stat, upload
from tests.browser.test_managers_way import choose, figure, line

PLAIN = {"java_script_enabled": False}


def reload_until(page: Page, text: str) -> None:
    for _ in range(60):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"“{text}” never came: {page.url}")


def test_import(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("ops", **PLAIN).page
    upload(page, site, files.deals(number=20), source="Plain CRM")
    page.get_by_role("button", name="Next: columns").click()
    page.get_by_role("button", name="Check the file").click()
    reload_until(page, "This is what the import will do.")
    assert stat(page, "Created") == 3
    page.get_by_role("button", name="Start the import").click()
    reload_until(page, "The first rows, as they are understood")
    assert (stat(page, "Created"), stat(page, "Refused")) == (3, 0)


def test_objective(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("sales", **PLAIN).page
    page.goto(site.path("objectives/new/"))
    choose(page, "Goal", "Win the accounts that matter")
    choose(page, "Metric", "Meetings")
    choose(page, "Scope", "Team")
    choose(page, "Team", "Enterprise")
    choose(page, "Period", present_quarter())
    page.get_by_role("button", name="Save the objective").click()
    expect(page.locator("#id_target")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_target").fill("200")
    choose(page, "Owner", "Samuel Okonkwo")
    page.get_by_role("button", name="Save the objective").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meetings")
    page.get_by_role("link", name="Explain this number").click()
    assert figure(page, "Actual") > 0


def test_filter(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("sales", **PLAIN).page
    page.goto(site.path())
    choose(page, "Department", "Marketing")
    page.locator("form").filter(has=page.get_by_label("Department", exact=True)).get_by_role("button").first.click()
    expect(line(page, "Olivia Hart · MQLs")).to_be_visible()
    expect(line(page, "Priya Raman · Won revenue")).to_have_count(0)

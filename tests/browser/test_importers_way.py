"""Somebody from sales operations brings in a CRM export, looks at the problems, and sees the dashboard change."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import files
from tests.browser.site import Site, Visit, settle

MORE = 1500
CREATED, REFUSED = 4 + MORE, 2


def upload(page: Page, site: Site, content: bytes, *, name: str = "deals.csv", source: str = "Paper CRM") -> None:
    page.goto(site.path("imports/new/"))
    page.get_by_label("What is in the file").select_option(label="Deals")
    page.get_by_label("Source system").fill(source)
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Upload").click()


def stat(page: Page, label: str) -> int:
    text = page.locator(".stat").filter(has_text=re.compile(rf"^\s*{label}\b")).inner_text()
    return int(re.sub(r"\D", "", text))


def won_revenue(page: Page, site: Site) -> int:
    page.goto(site.path())
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Won revenue", exact=True)).first
    return int(re.sub(r"\D", "", row.get_by_role("cell").nth(1).inner_text()))


def check_formats(page: Page) -> None:
    """The guess is shown, can be changed, and stays changed."""
    expect(page.get_by_label("Columns are separated by")).to_have_value(",")
    expect(page.get_by_role("cell", name="مكتب الاستقبال")).to_be_visible()
    page.get_by_label("Time zone of times in the file").select_option("Europe/Berlin")
    page.get_by_role("button", name="Read again with these formats").click()
    expect(page.get_by_label("Time zone of times in the file")).to_have_value("Europe/Berlin")
    page.get_by_role("button", name="Next: columns").click()


def check_columns(page: Page) -> None:
    expect(page.get_by_label("Owner").locator("option:checked")).to_have_text("Deal owner")
    expect(page.get_by_label("Lead source").locator("option:checked")).to_have_text("Not in this file")
    page.get_by_role("button", name="Check the file").click()


def check_problems(page: Page) -> None:
    expect(page.get_by_role("heading", name="Names that are not known yet")).to_be_visible()
    assert (stat(page, "Created"), stat(page, "Refused")) == (CREATED, REFUSED)
    for line, reason in ((5, "There is no such date or time."), (6, "This is not an amount.")):
        expect(page.get_by_role("row", name=re.compile(f"^{line} .*{re.escape(reason)}"))).to_be_visible()
    expect(page.get_by_label("Wren Desklamp").locator("option:checked")).to_have_text("It is Wren desk lamp")
    page.get_by_label("Newcomer 10").select_option(label="Create it")


def test_import_with_problems(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("ops").page
    content = files.deals(number=10, with_errors=True, more=MORE)
    settle(site)  # the figures of an earlier test's import may still be on their way
    before = won_revenue(page, site)
    upload(page, site, content)
    check_formats(page)
    check_columns(page)
    check_problems(page)
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("#job progress")).to_be_visible()
    expect(page.get_by_text("Also created, because the file names them:")).to_be_visible(timeout=60_000)
    assert (stat(page, "Created"), stat(page, "Refused")) == (CREATED, REFUSED)
    check_refused_file(page)
    # The figures follow by themselves.
    gained = files.WON + 10 * MORE
    wait_for_revenue(page, site, before + gained)
    import_again(page, site, content)


def check_refused_file(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Impossible day" in text
    assert "No number" in text
    assert "Chairs, second floor" not in text


def wait_for_revenue(page: Page, site: Site, expected: int) -> None:
    for _ in range(30):
        seen = won_revenue(page, site)
        if seen == expected:
            return
        page.wait_for_timeout(1000)
    assert seen == expected


def import_again(page: Page, site: Site, content: bytes) -> None:
    """The same file, with what was chosen the first time: nothing changes."""
    upload(page, site, content)
    expect(page.get_by_text("These formats and columns were used for the last file")).to_be_visible()
    page.get_by_role("button", name="Next: columns").click()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("#job")).to_have_count(0, timeout=60_000)
    assert (stat(page, "Created"), stat(page, "Updated"), stat(page, "Unchanged")) == (0, 0, CREATED)


def test_a_workbook_is_refused_with_advice(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("ops").page
    upload(page, site, files.WORKBOOK, name="deals.csv")
    expect(page.get_by_text("This is an Excel workbook or a ZIP archive.")).to_be_visible()
    expect(page.get_by_label("Source system")).to_have_value("Paper CRM")

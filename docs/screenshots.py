"""Takes the README's pictures from a running demo: ./dev demo, then in a second terminal

    .dev/venv/bin/python docs/screenshots.py http://localhost:8000 PASSWORD

PASSWORD is the one that ./dev demo has printed. Needs a Chromium ($CHROMIUM, else the first on the path), with fonts for
Arabic and Chinese. The import that it photographs is checked only, and cancelled afterwards.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "img"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
ADDRESS, PASSWORD = (sys.argv[1].rstrip("/"), sys.argv[2]) if len(sys.argv) == 3 else ("", "")


def export() -> bytes:
    day = f"{datetime.now(tz=UTC):%d %b, %Y}"
    lines = [
        "Deal id,Deal name,Deal owner,Stage,Opened on,Closed on,Amount,Product",
        f'P-1,Desks for the new wing,Grace Whitfield,Closed Won,"{day}","{day}","$12,500.00",Heron standing desk',
        f'P-2,"Chairs, second floor",Priya Raman,Closed Won,"{day}","{day}","$4,000.00",Plover task chair',
        f'P-3,مكتب الاستقبال,فاطمة الزهراني,Negotiation,"{day}",,"$9,900.00",Lapwing storage wall',
        f'P-4,Reading room,Sofia Lindqvist,Closed Won,"31 Feb, 2026","{day}","$1,870.00",Wren desk lamp',
        f'P-5,Call centre,Daniel Osei,Closed Lost,"{day}","{day}",to be agreed,Osprey acoustic booth',
        f'P-6,前台翻新,林雨桐,Closed Won,"{day}","{day}","$6,300.00",Kestrel Meeting-table',
    ]
    return "\n".join(lines).encode()


@contextmanager
def signed_in(browser: Browser, account: str, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=ADDRESS, reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[type=email]").fill(f"{account}@saltmarsh.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/o/demo/**")
    yield page
    context.close()


def take(page: Page, path: str, name: str) -> None:
    page.goto(path)
    picture(page, name)


def picture(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def open_first(page: Page, path: str, link: str, name: str) -> None:
    page.goto(path)
    page.locator("main").get_by_role("link", name=link, exact=True).first.click()
    picture(page, name)


def allocation_grid(page: Page) -> None:
    """The plan for the reps of the team Enterprise."""
    page.goto("/o/demo/objectives/?scope=team&metric=won_revenue")
    page.get_by_role("link", name="Enterprise").first.click()
    page.get_by_role("link", name="Hand down", exact=True).click()
    page.locator("main").get_by_role("link", name="Half history, half potential").click()
    picture(page, "allocation-grid")


def import_preview(page: Page) -> None:
    page.goto("/o/demo/imports/new/")
    page.get_by_label("What is in the file").select_option(label="Deals")
    page.get_by_label("Source system").fill("Paper CRM")
    page.get_by_label("CSV file").set_input_files({"name": "deals.csv", "mimeType": "text/csv", "buffer": export()})
    for button in ("Upload", "Next: columns", "Check the file"):
        page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Start the import").wait_for()
    picture(page, "import-preview")
    page.get_by_role("button", name="Cancel").first.click()


def main() -> None:
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with signed_in(browser, "sales", **DESK) as page:
            take(page, "/o/demo/", "dashboard")
            page.locator("main").get_by_role("link", name="Won revenue", exact=True).first.click()
            picture(page, "objective")
            open_first(page, "/o/demo/goals/", "Make the quiet range known", "goal-canvas")
            open_first(page, "/o/demo/sessions/", "Mid-quarter review", "joint-session")
            allocation_grid(page)
        with signed_in(browser, "marketing", color_scheme="dark", **DESK) as page:
            take(page, "/o/demo/", "dashboard-dark")
        with signed_in(browser, "rep.arabic", **PHONE) as page:
            take(page, "/o/demo/my-quota/", "my-quota-arabic-phone")
        with signed_in(browser, "ops", **DESK) as page:
            take(page, "/o/demo/clocks/", "clocks")
            import_preview(page)
        browser.close()


if __name__ == "__main__":
    if not PASSWORD:
        raise SystemExit(__doc__)
    main()

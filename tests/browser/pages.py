"""How a page is looked at: light and dark, wide and narrow, accessible, in its place, without a complaint."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.addresses import REPS, SIGNED_OUT, address
from tests.browser.site import Site, Windows

AXE = Path(__file__).parent / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another theme and width can break that was whole before.
APPEARANCE = ["color-contrast", "target-size", "scrollable-region-focusable"]
OVERFLOW = """() => {
    const root = document.documentElement, page = root.clientWidth;
    if (root.scrollWidth <= page) return [];
    return [...document.querySelectorAll("body *")]
        .filter((one) => { const box = one.getBoundingClientRect(); return box.right > page + 1 || box.left < -1; })
        .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
}"""
SETTLED = """async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""


def look_at(site: Site, windows: Windows, name: str, *, language: str) -> None:
    account = "" if name in SIGNED_OUT else "rep" if name in REPS else "owner"
    path = address(name, site)
    with windows.of(account, language=language) as page:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        response = page.goto(path)
        assert response
        assert (response.status, page.url) == (200, site.url + path)
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language in {"ar", "ur"} else "ltr")
        check(page, tags=EVERYTHING)
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        check(page, rules=APPEARANCE)


def check(page: Page, **only: list[str]) -> None:
    if page.locator("figure[data-chart]").count():
        page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    assert page.evaluate(OVERFLOW) == []
    ((kind, values),) = only.items()
    assert violations(page, {"type": kind.removesuffix("s"), "values": values}) == []


def violations(page: Page, only: dict[str, Any]) -> list[str]:
    """What axe finds: the rule, and the first places with the reason."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    options = {"runOnly": only, "iframes": False, "resultTypes": ["violations"]}
    found: list[Any] = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [f"{one['id']}: {_place(node)}" for one in found for node in one["nodes"][:3]]


def _place(node: dict[str, Any]) -> str:
    reasons = [one["message"] for key in ("any", "all", "none") for one in node[key]]
    return f"{node['html'][:160]} ({'; '.join(reasons)})"

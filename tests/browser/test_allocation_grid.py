"""A manager types into the grid, pastes cells into it, and takes the last step back."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.addresses import address
from tests.browser.site import Site, Visit

PASTE = """(cell, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def digits(cell: Locator) -> str:
    return re.sub(r"\D", "", cell.input_value())


def test_type_paste_and_undo(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("owner").page
    page.goto(address("goals:allocation_detail", site))
    cells = page.locator("[data-grid] input[name^=typed-]:not([readonly])")
    floor = page.locator("[data-grid] input[name^=floor-]:not([readonly])").first
    before = digits(floor)
    cells.nth(0).fill("1000")
    with page.expect_response("**/revise/"):
        cells.nth(0).press("ArrowDown")
    expect(cells.nth(0)).to_have_value(re.compile(r"^1.?000$"))
    expect(cells.nth(1)).to_be_focused()
    expect(page.locator("figure[data-chart] svg, figure[data-chart] canvas").first).to_be_visible()
    with page.expect_response("**/revise/"):
        cells.nth(0).evaluate(PASTE, "2000\t100")
    expect(cells.nth(0)).to_have_value(re.compile(r"^2.?000$"))
    assert digits(floor) == "100"
    page.get_by_role("button", name="Undo").first.click()
    expect(cells.nth(0)).to_have_value(re.compile(r"^1.?000$"))
    assert digits(floor) == before

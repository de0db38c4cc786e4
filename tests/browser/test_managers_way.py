"""A sales manager signs in, looks, asks where a number comes from, and sets a goal."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site, Visit, present_quarter


def sign_in(page: Page, site: Site, account: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{account}@saltmarsh.example")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{site.path()}")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.select_option(label=option)


def line(page: Page, name: str) -> Locator:
    """The head of an objective's line in a table."""
    return page.get_by_role("rowheader", name=name, exact=True)


def figure(page: Page, row: str) -> int:
    """The result in the line of an explanation, in whole units."""
    lines = page.locator(".formula-table").first
    text = lines.get_by_role("row", name=re.compile(f"^{row}")).get_by_role("cell").last.inner_text()
    return int(re.sub(r"\D", "", text))


def test_look_and_filter(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit().page
    sign_in(page, site, "sales")
    expect(page.get_by_role("heading", level=1, name="How we are doing")).to_be_visible()
    expect(page.locator("figure[data-chart] svg, figure[data-chart] canvas").first).to_be_visible()
    expect(line(page, "Olivia Hart · MQLs")).to_be_visible()
    choose(page, "Department", "Sales")
    expect(line(page, "Olivia Hart · MQLs")).to_have_count(0)
    expect(page).to_have_url(re.compile("department="))
    choose(page, "Team", "Enterprise")
    expect(line(page, "Grace Whitfield · Won revenue")).to_be_visible()
    expect(line(page, "Priya Raman · Won revenue")).to_have_count(0)
    page.reload()
    expect(line(page, "Grace Whitfield · Won revenue")).to_be_visible()
    expect(line(page, "Priya Raman · Won revenue")).to_have_count(0)


def test_explain_down_to_the_records(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("sales").page
    page.goto(site.path())
    line(page, "Osprey acoustic booth · Won revenue").get_by_role("link").click()
    expect(page.get_by_text("At this pace").or_(page.get_by_text("behind")).first).to_be_visible()
    page.get_by_role("link", name="Explain this number").click()
    expect(page.get_by_role("heading", name="How it is computed")).to_be_visible()
    records = page.get_by_role("table").last.get_by_role("row")
    amounts = [re.sub(r"\D", "", text) for text in records.get_by_text(re.compile(r"USD\s[\d,]+$")).all_inner_texts()]
    assert figure(page, "Actual") == sum(map(int, amounts)) > 0


def test_create_a_goal_and_see_its_objective_computed(site: Site, visit: Callable[..., Visit]) -> None:
    page = visit("sales").page
    page.goto(site.path("goals/new/"))
    page.get_by_label("Title").fill("Make customers happier")
    page.get_by_label("Why it matters").fill("They come back.")
    page.get_by_role("button", name="Save the goal").click()
    expect(page.get_by_role("heading", name="Make customers happier")).to_be_visible()
    page.goto(site.path("objectives/new/"))
    choose(page, "Goal", "Make customers happier")
    choose(page, "Metric", "Presentations")
    expect(page.get_by_text("Presentations given in the period.")).to_be_visible()
    choose(page, "Scope", "Team")
    page.get_by_label("Team", exact=True).select_option(label="Gulf & South Asia")
    choose(page, "Period", present_quarter())
    page.locator("#id_target").fill("1,000")
    choose(page, "Owner", "Samuel Okonkwo")
    page.get_by_role("button", name="Save the objective").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Presentations")
    page.get_by_role("link", name="Explain this number").click()
    assert figure(page, "Actual") > 0


def test_focus_stays_where_it_was_when_a_part_of_the_page_is_brought_anew(
    site: Site, visit: Callable[..., Visit]
) -> None:
    page = visit("sales").page
    page.goto(site.path("goals/"))
    page.get_by_role("link", name="A pipeline that sales believes in").click()
    page.get_by_role("link", name="Change what and why").press("Enter")
    expect(page.locator("#purpose textarea").first).to_be_focused()
    page.locator("#purpose").get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("link", name="Change what and why")).to_be_focused()

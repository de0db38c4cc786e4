"""What people do again and again while they agree on a quarter, and what the calendar does."""

import re
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Locator, Page, expect

from goals.actions import negotiation_sweeps
from goals.demo import cast
from goals.models import Negotiation
from teams.models import Period
from teams.tenancy import tenant
from tests.browser.pages import OVERFLOW
from tests.browser.site import Site

GOAL = "Fill the new offices"
SMART_AND_FAST = 9
METRICS = re.compile("Leads|Presentations|العروض|پریزنٹیشنز")


def coming_quarter(site: Site) -> Period:
    today = timezone.now().astimezone(ZoneInfo(cast.TIME_ZONE)).date()
    with tenant(site.organisation_id):
        return Period.objects.of_kind(Period.Kind.QUARTER).filter(starts_on__gt=today).earliest("starts_on")


def draft(page: Page, site: Site, quarter: Period, *, template: str, about: tuple[str, str], target: str) -> None:
    page.goto(site.path("objectives/new/"))
    page.get_by_role("combobox", name="Start from a template").select_option(label=template)
    page.wait_for_url("**template=*")
    page.get_by_label("Goal", exact=True).select_option(label=GOAL)
    kind, name = about
    with drawn_anew(page):
        page.get_by_label(kind, exact=True).first.select_option(label=name)
    expect(page.get_by_label("Period", exact=True).locator("option:checked")).to_have_text(quarter.label)
    page.get_by_label("Target", exact=True).fill(target)
    beside = page.get_by_role("complementary", name="What came before")
    expect(beside.get_by_text("How likely the target is")).to_be_visible()
    expect(beside.get_by_text("It would be reached by")).to_be_visible()
    expect(beside.get_by_role("region", name="SMART and FAST").get_by_role("listitem")).to_have_count(SMART_AND_FAST)
    press(page, "Save the objective")
    expect(page.get_by_role("link", name="Explain this number")).to_be_visible()


def put(page: Page, number: str, reason: str, *, submit: str, said: str) -> None:
    page.get_by_label("Target", exact=True).first.fill(number)
    page.get_by_label("Reason", exact=True).first.fill(reason)
    press(page, submit)
    expect(page.get_by_text(said)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def take_rare_step(page: Page, name: str) -> None:
    """One that stands under More."""
    page.locator("summary").filter(has=page.get_by_role("img", name="More")).click()
    page.get_by_role("link", name=name).click()


def objective_of(page: Page, about: str) -> Locator:
    """Its link on the canvas of the goal."""
    return page.get_by_role("region", name="Objectives by department").get_by_role("link", name=about)


def open_matter(page: Page, site: Site, about: str) -> None:
    """From the list of negotiations."""
    page.goto(site.path("negotiations/"))
    line = page.get_by_role("row").filter(has_text=about).filter(has_text=METRICS)
    line.first.get_by_role("link").click()


def open_notice(page: Page, site: Site, about: str) -> None:
    page.goto(site.path("notifications/"))
    page.get_by_role("listitem").filter(has_text=about).first.get_by_role("link").first.click()


def goal_page(page: Page, site: Site) -> None:
    page.goto(site.path("goals/"))
    page.get_by_role("main").get_by_role("link", name=GOAL, exact=True).click()


def drawn_anew(page: Page) -> Any:
    return page.expect_response(lambda response: response.request.method == "POST")


def check_phone(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate(OVERFLOW) == []


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=ZoneInfo(cast.TIME_ZONE))


def arabic(words: str, *, context: str = "") -> str:
    with translation.override("ar"):
        return pgettext(context, words) if context else gettext(words)


def accept(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Accept")).click()
    page.get_by_role("dialog").get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Agreed. The terms are frozen")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Sign · ")).click()
    expect(page.get_by_text("You have signed.")).to_be_visible()


def check_receipt(page: Page, *, signed_by: tuple[str, ...]) -> None:
    """The hash is that of the text, and is known again from paper."""
    page.get_by_role("link", name="Receipt").click()
    expect(page.get_by_text("Computed again: the same")).to_be_visible()
    signatures = page.get_by_role("region", name="Signatures").get_by_role("listitem")
    for name in signed_by:
        expect(signatures.filter(has_text=name)).to_have_count(1)
    terms_hash = page.locator("#terms-hash").inner_text()
    assert sha256(page.locator("#receipt-text").inner_text().encode()).hexdigest() == terms_hash
    page.get_by_label("Compare with a printed hash").fill(terms_hash)
    press(page, "Compare")
    expect(page.get_by_text("It is the hash of these terms.")).to_be_visible()


def sweep(site: Site, quarter: Period) -> None:
    """What the worker does to the quarter's negotiations when their time has come."""
    with tenant(site.organisation_id):
        theirs = set(Negotiation.objects.filter(objective__period=quarter).values_list("pk", flat=True))
        due = negotiation_sweeps.due(at=timezone.now())
    for negotiation_id in due:
        if negotiation_id in theirs:
            with tenant(site.organisation_id):
                negotiation_sweeps.advance(negotiation_id=negotiation_id, at=timezone.now())

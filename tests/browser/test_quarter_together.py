"""A whole quarter: two managers and three reps want, draft, offer, counter, agree, sign, check in, amend, close and look back.

One of the reps answers in Arabic, on a phone; one is silent until the deadline has passed. It is the coming quarter, in
which nobody else has objectives; what the calendar does in it is done by the sweeps themselves, on days that are still to come.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from goals import tasks
from pipeline.actions import scripted
from teams.models import Period
from teams.tenancy import tenant
from tests.browser.conftest import PHONE
from tests.browser.quarter import (
    GOAL,
    accept,
    arabic,
    check_phone,
    check_receipt,
    coming_quarter,
    draft,
    goal_page,
    morning,
    objective_of,
    open_matter,
    open_notice,
    press,
    put,
    sign,
    sweep,
    take_rare_step,
)
from tests.browser.site import Site, Visit, on

FATIMA, AISHA, GRACE = "فاطمة الزهراني", "عائشہ صدیقی", "Grace Whitfield"
SAMUEL, ELENA = "Samuel Okonkwo", "Elena Marchetti"
GIVEN = {FATIMA: 42, AISHA: 30, GRACE: 48}
Open = Callable[..., Visit]


def test_a_quarter_is_agreed_and_lived_together(site: Site, visit: Open) -> None:
    quarter = coming_quarter(site)
    want(site, visit)
    draft_all(site, visit, quarter)
    negotiate(site, visit)
    impose_on_the_silent(site, visit, quarter)
    live(site, visit, quarter)
    close(site, visit, quarter)


def want(site: Site, visit: Open) -> None:
    """The goal with an assumption, and help from the other department."""
    sales, marketing = visit("sales").page, visit("marketing").page
    sales.goto(site.path("goals/new/"))
    sales.get_by_label("Title").fill(GOAL)
    sales.get_by_label("Why it matters").fill("Forty offices open in the Gulf, and nobody has shown them a desk.")
    sales.get_by_label("Owner").select_option(label=SAMUEL)
    press(sales, "Save the goal")
    sales.get_by_role("link", name="Add an assumption").click()
    sales.get_by_label("What we take for granted").fill("Nobody undercuts us")
    sales.get_by_label("What we expect").fill("List prices hold")
    press(sales, "Save")
    expect(sales.get_by_text("Expected: List prices hold")).to_be_visible()
    sales.get_by_role("link", name="Ask another department").click()
    sales.get_by_label("What do you need?").fill("Two customer stories from the Gulf")
    sales.get_by_label("From which department?").select_option(label="Marketing")
    press(sales, "Save")
    expect(sales.get_by_role("link", name="Two customer stories from the Gulf")).to_be_visible()
    open_notice(marketing, site, "Two customer stories from the Gulf")
    marketing.get_by_label("Your reply").fill("Both by the tenth.")
    press(marketing, "Accept")
    open_notice(sales, site, "Two customer stories from the Gulf")
    expect(sales.get_by_text("Both by the tenth.")).to_be_visible()


def draft_all(site: Site, visit: Open, quarter: Period) -> None:
    """Drafts of both departments under the one goal: what came before, the chance and the tests stand beside them."""
    sales, marketing = visit("sales").page, visit("marketing").page
    for name in (FATIMA, AISHA, GRACE):
        draft(sales, site, quarter, template="Give 20 % more presentations", about=("Rep", name), target="60")
    draft(marketing, site, quarter, template="Win 15 % more leads", about=("Department", "Marketing"), target="500")
    goal_page(sales, site)
    for about in (FATIMA, AISHA, GRACE, "Leads"):
        expect(objective_of(sales, about)).to_be_visible()


def negotiate(site: Site, visit: Open) -> None:
    """Offers to all; one counters on a phone, two accept; who is bound signs, and the receipt proves what."""
    sales, marketing, grace = visit("sales").page, visit("marketing").page, visit("rep").page
    fatima = visit("rep.arabic", language="ar", **PHONE).page
    offer_to_the_team(sales, site)
    offer(sales, site, GRACE, "70", also_binds="Marketing")
    offer(sales, site, "Leads", "520")
    counter_on_the_phone(fatima, site)
    open_matter(sales, site, FATIMA)
    put(
        sales,
        "56",
        "Half of the fair’s visitors came from your city.",
        submit="Send the offer",
        said="Your offer is on the table.",
    )
    answer_on_the_phone(fatima, site)
    for page, about in ((grace, GRACE), (marketing, "Leads")):
        open_matter(page, site, about)
        accept(page)
        sign(page)
    for page, about in ((sales, FATIMA), (sales, GRACE), (sales, "Leads"), (marketing, GRACE)):
        open_matter(page, site, about)
        sign(page)
    open_matter(marketing, site, GRACE)
    check_receipt(marketing, signed_by=(GRACE, SAMUEL, ELENA))


def offer_to_the_team(page: Page, site: Site) -> None:
    page.goto(site.path("negotiations/team/"))
    page.get_by_label("Metric").select_option(label="Presentations")
    page.get_by_label("Team").select_option(label="Gulf & South Asia")
    for name in (FATIMA, AISHA):
        page.get_by_label(f"Offer to {name}").fill("64")
    page.get_by_label("Reason").fill("Forty new offices, and a fair in each half of the quarter.")
    press(page, "Send the offers")
    expect(page.get_by_text("2 offers are sent.")).to_be_visible()


def offer(page: Page, site: Site, about: str, number: str, *, also_binds: str = "") -> None:
    goal_page(page, site)
    objective_of(page, about).click()
    page.get_by_role("link", name="Negotiate the target").click()
    if also_binds:
        page.get_by_label("Also binds").select_option(label=also_binds)
    put(page, number, "Two large fairs.", submit="Send the offer", said="The negotiation is open.")


def counter_on_the_phone(page: Page, site: Site) -> None:
    open_offer_on_the_phone(page, site)
    page.get_by_label(arabic("Target"), exact=True).fill("52")
    page.get_by_label(arabic("Reason"), exact=True).fill("رمضان يقع في هذا الربع.")
    page.get_by_label(arabic("Evidence"), exact=True).fill("أربعة أسابيع بدوام أقصر")
    check_phone(page)
    press(page, arabic("Send the counter-offer"))
    expect(page.get_by_text(arabic("Your counter-offer is on the table."))).to_be_visible()


def answer_on_the_phone(page: Page, site: Site) -> None:
    open_offer_on_the_phone(page, site)
    page.get_by_role("button", name=re.compile("56")).click()
    page.get_by_role("dialog").get_by_role("button", name=arabic("Continue")).click()
    expect(page.get_by_text(arabic("Agreed. The terms are frozen; now both sides sign them."))).to_be_visible()
    page.get_by_role("button", name=arabic("Sign", context="negotiation")).click()
    expect(page.get_by_text(arabic("You have signed."))).to_be_visible()
    check_phone(page)


def open_offer_on_the_phone(page: Page, site: Site) -> None:
    """It is what waits for her."""
    page.goto(site.path("negotiations/"))
    waits = page.get_by_role("region", name=arabic("Waits for you"))
    waits.get_by_role("link", name=arabic("Presentations")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(arabic("Presentations"))


def impose_on_the_silent(site: Site, visit: Open, quarter: Period) -> None:
    """Silence never accepts: the deadline asks the next manager above, who imposes, and it stays marked so."""
    with on(timezone.now() + timedelta(days=9), site):
        sweep(site, quarter)
        owner, aisha = visit("owner").page, visit("rep.urdu").page
        open_notice(owner, site, f"is asked to decide: Presentations, {quarter.label}, {AISHA}")
        owner.get_by_text("Impose a target").click()
        form = owner.get_by_role("region", name="Other steps").locator("form").last
        form.get_by_label("Target", exact=True).fill("58")
        form.get_by_label("Why it is imposed").fill("The plan of the region needs this number.")
        form.get_by_role("button", name="Impose").click()
        expect(owner.get_by_text("The target is imposed, and stays marked so.")).to_be_visible()
        open_matter(aisha, site, AISHA)
        expect(aisha.get_by_text("The plan of the region needs this number.")).to_be_visible()


def live(site: Site, visit: Open, quarter: Period) -> None:
    """In the middle of the quarter: check-ins, a word to the other department, and an amendment."""
    with on(morning(quarter.starts_on + timedelta(days=45)), site):
        sweep(site, quarter)
        give_presentations(site, quarter)
        fatima, grace = visit("rep.arabic", language="ar", **PHONE).page, visit("rep").page
        check_in_on_the_phone(fatima, site)
        mention(grace, visit("marketing").page, site)
        amend(grace, visit("sales").page, visit("marketing").page, site)


def give_presentations(site: Site, quarter: Period) -> None:
    """The CRM's export of the first half."""
    rows = [(name, quarter.starts_on + timedelta(days=day)) for name, count in GIVEN.items() for day in range(count)]
    lines = [f"P{number},{day},Presentation,{name}" for number, (name, day) in enumerate(rows)]
    content = "\n".join(["Activity id,Date,Type,Owner", *lines]).encode()
    with tenant(site.organisation_id):
        done = scripted.import_file(
            kind="activity",
            source="Fair CRM",
            file_name="fairs.csv",
            chunks=[content],
            choices={},
            is_check=False,
            at=timezone.now(),
        )
    assert done.report["counts"]["created"] == len(lines)


def check_in_on_the_phone(page: Page, site: Site) -> None:
    open_matter(page, site, FATIMA)
    page.get_by_role("navigation", name=arabic("Where you are")).get_by_role("link").last.click()
    page.get_by_role("link", name=arabic("Check-ins")).click()
    page.get_by_label(arabic("How sure are you, in per cent?")).fill("70")
    page.get_by_label(arabic("What changed since the last time?")).fill("المعرض الأول كان ممتلئًا.")
    press(page, arabic("Check in"))
    expect(page.get_by_text(arabic("Your check-in is kept."))).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="70")).to_be_visible()
    check_phone(page)


def mention(speaker: Page, named: Page, site: Site) -> None:
    """Who is named by @ hears of it."""
    goal_page(speaker, site)
    objective_of(speaker, GRACE).click()
    speaker.get_by_role("link", name="Check-ins").click()
    speaker.get_by_label("Comment").fill(f"@{ELENA} the second story won the hotel.")
    press(speaker, "Comment")
    open_notice(named, site, "the second story won the hotel.")
    expect(named.get_by_role("list", name="Check-ins and comments").get_by_text("won the hotel")).to_be_visible()


def amend(rep: Page, manager: Page, other: Page, site: Site) -> None:
    """Version 2 in the place of version 1, which stays readable."""
    open_matter(rep, site, GRACE)
    rep.get_by_role("link", name="Amend").click()
    put(rep, "64", "The second fair was cancelled.", submit="Ask for the amendment", said="The negotiation is open.")
    open_matter(manager, site, GRACE)
    expect(manager.get_by_text("Version 2").first).to_be_visible()
    accept(manager)
    for page in (rep, manager, other):
        open_matter(page, site, GRACE)
        sign(page)
    expect(other.get_by_text("All have signed, and it is in force")).to_be_visible()


def close(site: Site, visit: Open, quarter: Period) -> None:
    """The results are frozen and signed, the goal is looked back on, and the next draft begins with all that."""
    with on(morning(quarter.ends_on + timedelta(days=1)), site):
        sweep(site, quarter)
        sales, marketing = visit("sales").page, visit("marketing").page
        freeze(sales, site, quarter)
        for page in (sales, marketing):
            open_notice(page, site, f"{quarter.label} is closed. Results:")
            press(page, "Sign these results")
            expect(page.get_by_text("Signed. The receipt can be printed.")).to_be_visible()
        review(sales, site, quarter)
        draft_the_next(sales, site, quarter)


def freeze(page: Page, site: Site, quarter: Period) -> None:
    page.goto(site.path("closes/"))
    page.get_by_role("link", name=f"Close {quarter.label}").click()
    press(page, f"Close {quarter.label}")
    expect(page.get_by_text("The results are being frozen …")).to_be_visible()
    tasks.run_closes(str(site.organisation_id))
    page.get_by_role("link", name="To the results").click()
    expect(page.get_by_role("row").filter(has_text=FATIMA)).to_contain_text("56")


def review(page: Page, site: Site, quarter: Period) -> None:
    open_notice(page, site, f"Please look back on your goal: {GOAL}")
    page.get_by_role("link", name="Write the review").click()
    page.get_by_label("Outcome").select_option(label="Held")
    page.get_by_label("What happened").fill("One rival tried, and went.")
    page.get_by_label("What changed in the market").fill("Half of the offices opened later.")
    page.get_by_label("What to keep").fill("A story for every fair.")
    press(page, "Save")
    press(page, "Finish")
    page.get_by_role("dialog").get_by_role("button", name="Continue").click()
    expect(page.get_by_text("The review is finished.")).to_be_visible()


def draft_the_next(page: Page, site: Site, quarter: Period) -> None:
    goal_page(page, site)
    objective_of(page, FATIMA).click()
    take_rare_step(page, "Draft the next period’s")
    beside = page.get_by_role("complementary", name="What came before")
    expect(beside.get_by_role("heading", name=quarter.label)).to_be_visible()
    expect(beside.get_by_text(f"{GIVEN[FATIMA] / 56:.1%}", exact=True).first).to_be_visible()
    expect(beside.get_by_text("A story for every fair.")).to_be_visible()

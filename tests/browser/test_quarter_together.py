"""A whole quarter: two managers and three reps want, draft, offer, counter, agree, sign, check in, amend, close and look back.

One of the reps answers in Arabic, on a phone; one is silent until the deadline has passed. It is the coming quarter, in
which nobody else has objectives; what the calendar does in it is done by the sweeps themselves, on days that are still to come.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Locator, Page, expect

from goals import tasks
from goals.actions import negotiation_sweeps
from goals.demo import cast
from goals.models import Negotiation
from pipeline.actions import scripted
from teams.models import Period
from teams.tenancy import tenant
from tests.browser.conftest import PHONE
from tests.browser.pages import OVERFLOW
from tests.browser.site import Site, Visit, on

FATIMA, AISHA, GRACE = "فاطمة الزهراني", "عائشہ صدیقی", "Grace Whitfield"
SAMUEL, ELENA = "Samuel Okonkwo", "Elena Marchetti"
GOAL = "Fill the new offices"
SMART_AND_FAST = 9
METRICS = re.compile("Leads|Presentations|العروض|پریزنٹیشنز")
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


def coming_quarter(site: Site) -> Period:
    today = timezone.now().astimezone(ZoneInfo(cast.TIME_ZONE)).date()
    with tenant(site.organisation_id):
        return Period.objects.of_kind(Period.Kind.QUARTER).filter(starts_on__gt=today).earliest("starts_on")


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


def put(page: Page, number: str, reason: str, *, submit: str, said: str) -> None:
    page.get_by_label("Target", exact=True).first.fill(number)
    page.get_by_label("Reason", exact=True).first.fill(reason)
    press(page, submit)
    expect(page.get_by_text(said)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


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


def drawn_anew(page: Page):
    return page.expect_response(lambda response: response.request.method == "POST")


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


def sweep(site: Site, quarter: Period) -> None:
    """What the worker does to the quarter's negotiations when their time has come."""
    with tenant(site.organisation_id):
        theirs = set(Negotiation.objects.filter(objective__period=quarter).values_list("pk", flat=True))
        due = negotiation_sweeps.due(at=timezone.now())
    for negotiation_id in due:
        if negotiation_id in theirs:
            with tenant(site.organisation_id):
                negotiation_sweeps.advance(negotiation_id=negotiation_id, at=timezone.now())


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
    page.get_by_role("link", name="Draft the next period’s").click()
    beside = page.get_by_role("complementary", name="What came before")
    expect(beside.get_by_role("heading", name=quarter.label)).to_be_visible()
    expect(beside.get_by_text(f"{GIVEN[FATIMA] / 56:.1%}", exact=True).first).to_be_visible()
    expect(beside.get_by_text("A story for every fair.")).to_be_visible()

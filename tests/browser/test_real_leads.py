"""Real leads under a signed agreement: from the file of the CRM to a breach, its waiver, and an export that proves itself.

In an organisation of their own, so that the demo's clocks stay as they are.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from teams.models import Department
from teams.permissions import Role
from teams.tenancy import tenant
from tests.browser.site import Site, Visit
from tests.browser.test_importers_way import stat
from tests.factories.teams import make_calendar, make_department, make_membership, make_organisation, make_user
from tests.real_data import LEADS, MOST, real_leads

# Leads count from the first day, and are listed in the period.
FROM = {"olist": ("2018-04-30", "May 2018"), "zoho": ("2021-01-01", "2021")}
Open = Callable[..., Visit]


@pytest.mark.parametrize("name", LEADS)
def test_from_leads_to_a_breach_a_waiver_and_a_proof(site: Site, visit: Open, name: str) -> None:
    text = real_leads(name)
    company = found(site, name)
    since, period = FROM[name]
    marketing, sales, ops = (visit(f"{who}.{name}").page for who in ("marketing", "sales", "ops"))
    agree(marketing, sales, company, since=since)
    bring_in(ops, company, text.encode())
    see_clocks(ops, company, period)
    waive(ops, company, period)
    for page, side in ((marketing, "Marketing"), (sales, "Sales")):
        sign_off(page, company, period, side)
    prove(ops, company, period)


def found(site: Site, name: str) -> Site:
    """A company with two departments, their heads, and an auditor."""
    organisation = make_organisation(slug=f"real-{name}")
    with tenant(organisation.pk):
        people = {
            role: make_membership(role, user=make_user(email=f"{who}.{name}@saltmarsh.example"), full_name=who.title())
            for who, role in (
                ("marketing", Role.MARKETING_MANAGER),
                ("sales", Role.SALES_MANAGER),
                ("ops", Role.OPS_AUDITOR),
            )
        }
        for kind, role in (
            (Department.Kind.MARKETING, Role.MARKETING_MANAGER),
            (Department.Kind.SALES, Role.SALES_MANAGER),
        ):
            make_department(kind, name=kind.label, head=people[role])
        make_calendar(name="Office")
    return replace(site, organisation_id=organisation.pk, slug=organisation.slug)


def agree(marketing: Page, sales: Page, company: Site, *, since: str) -> None:
    """Drafted by one side, signed by both."""
    marketing.goto(company.path("agreements/new/"))
    marketing.get_by_label("Name", exact=True).fill("What we owe each other")
    press(marketing, "Begin the draft")
    marketing.get_by_role("link", name="Change the text").click()
    marketing.get_by_label("Counts leads from").fill(since)
    press(marketing, "Save")
    marketing.get_by_role("link", name="Add a promise").click()
    marketing.get_by_role("link", name="First touch").click()
    marketing.get_by_label("Who promises").select_option(label="Sales")
    marketing.get_by_label("From the stage").select_option("mql")
    marketing.get_by_label("Within").fill("4")
    press(marketing, "Save")
    for page, side in ((marketing, "Marketing"), (sales, "Sales")):
        page.goto(company.path("agreements/"))
        page.get_by_role("main").get_by_role("link", name="Version 1").click()
        press(page, f"Sign for {side}")
        expect(page.get_by_text("You have signed.")).to_be_visible()
    expect(sales.get_by_text("in force since")).to_be_visible()


def bring_in(page: Page, company: Site, content: bytes) -> None:
    page.goto(company.path("imports/new/"))
    page.get_by_label("What is in the file").select_option(label="Leads")
    page.get_by_label("Source system").fill("The CRM")
    page.get_by_label("CSV file").set_input_files({"name": "leads.csv", "mimeType": "text/csv", "buffer": content})
    press(page, "Upload")
    press(page, "Next: columns")
    page.get_by_label("Stage", exact=True).select_option(value="=mql")
    press(page, "Check the file")
    press(page, "Start the import")
    expect(page.get_by_role("heading", name="The first rows, as they are understood")).to_be_visible(timeout=60_000)
    assert (stat(page, "Created"), stat(page, "Refused")) == (MOST, 0)


def see_clocks(page: Page, company: Site, period: str) -> None:
    """One for each lead, all overdue as soon as the worker has looked; each is known by its arithmetic."""
    for _ in range(60):
        show(page, company, "breaches/", period)
        if page.get_by_text(f"{MOST} breaches of {MOST} due").count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_text(f"{MOST} breaches of {MOST} due")).to_be_visible()
    show(page, company, "clocks/", period)
    page.get_by_role("table", name="Clocks").get_by_role("rowheader").first.get_by_role("link").click()
    expect(page.get_by_text("Counted again from the log just now: the list says the same.")).to_be_visible()


def show(page: Page, company: Site, path: str, period: str) -> None:
    page.goto(company.path(path))
    page.get_by_label("Period", exact=True).select_option(label=period)
    page.wait_for_url("**period=*")


def waive(page: Page, company: Site, period: str) -> None:
    """The first breach gets its cause, and is excused with a reason and until a day."""
    show(page, company, "breaches/", period)
    page.get_by_role("table", name="Breaches").get_by_role("rowheader").first.get_by_role("link").click()
    page.get_by_role("link", name="Cause and action").click()
    page.get_by_label("Cause", exact=True).select_option("outage")
    page.get_by_label("What happened").fill("No telephone for a day")
    press(page, "Save")
    page.get_by_role("link", name="Dossier of the clock").click()
    page.get_by_role("link", name="Waive").click()
    page.get_by_label("Reason", exact=True).select_option("outage")
    page.get_by_label("Waived until").fill("2099-12-31T12:00")
    page.get_by_label("Note").fill("No telephone")
    press(page, "Waive")
    expect(page.get_by_text("It is in the log of this clock, with your name.")).to_be_visible()
    expect(page.get_by_text("No telephone").first).to_be_visible()


def sign_off(page: Page, company: Site, period: str, side: str) -> None:
    page.goto(company.path("breaches/"))
    page.get_by_label("Period", exact=True).select_option(label=period)
    page.get_by_label("State", exact=True).select_option(label="Waived")
    page.wait_for_url("**state=waived*")
    page.get_by_role("table", name="Breaches").get_by_role("rowheader").get_by_role("link").click()
    press(page, f"Sign off for {side}")
    expect(page.get_by_text(f"Signed by {side}")).to_be_visible()


def prove(page: Page, company: Site, period: str) -> None:
    """Both files say the same as the pages, and are known again; one changed byte is not."""
    text = download(page, company, period, "CSV")
    states = [row["counts_as"] for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]
    assert (states.count("breach"), states.count("waived")) == (MOST - 1, 1)
    workbook = download(page, company, period, "XLSX")
    assert cells(workbook).count("breach") == MOST - 1
    for content, answer in (
        (text, "Genuine: exported"),
        (workbook, "Genuine: exported"),
        (text + b" ", "No such file"),
    ):
        page.goto(company.path("clocks/exports/verify/"))
        page.locator("input[type=file]").set_input_files({"name": "clocks", "mimeType": "text/csv", "buffer": content})
        press(page, "Verify")
        expect(page.get_by_text(answer)).to_be_visible()


def download(page: Page, company: Site, period: str, format: str) -> bytes:  # noqa: A002
    show(page, company, "clocks/", period)
    press(page, f"Export these clocks: {format}")
    link = page.get_by_role("link", name=re.compile(rf"\.{format.lower()}$"))
    with page.expect_download() as found:
        link.first.click()
    return Path(found.value.path()).read_bytes()


def cells(workbook: bytes) -> list[str]:
    """All texts of the first sheet."""
    book = ZipFile(io.BytesIO(workbook))
    texts = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    places = re.findall(r't="s"><v>(\d+)</v>', book.read("xl/worksheets/sheet1.xml").decode())
    return [texts[int(place)] for place in places]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()

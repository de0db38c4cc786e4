"""What is derived from a deal and from a lead's activities, so that margin, price and speed can be measured."""

from datetime import timedelta

import pytest

from pipeline.models import Deal, Lead, Touched
from tests.factories.pipeline import make_deal
from tests.pipeline.imports import counts, run

DEALS = """id,account,stage,created,close date,amount,cost,qty,list price
D1,ACME  GmbH,won,2026-01-05 08:00,2026-01-07 09:30,980,600,10,100
D2,Acme gmbh,won,2026-01-05,2026-01-04,979.99,,10,100
D3,,open,2026-01-05,,500,,,
"""


def derived(external_id: str) -> tuple:
    deal = Deal.objects.get(external_id=external_id)
    return deal.margin_minor, deal.price_share_bp, deal.cycle_seconds, deal.customer_key


def test_an_import_derives_margin_price_cycle_and_customer(in_tenant):
    assert counts("deal", DEALS) == (3, 0, 0, 0)
    assert derived("D1") == (380_00, 9800, 49 * 3600 + 1800, "acme gmbh")
    assert derived("D2") == (None, 9799, None, "acme gmbh")
    assert derived("D3") == (None, None, None, "")
    assert counts("deal", DEALS) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({"amount_minor": 100, "list_price_minor": 100}, 10_000),
        ({"amount_minor": 2**62, "list_price_minor": 1, "quantity": 1}, 2**31 - 1),
        ({"amount_minor": -50, "list_price_minor": 100}, -5_000),
        ({"amount_minor": 100, "list_price_minor": 0}, None),
        ({"amount_minor": 100, "list_price_minor": 100, "quantity": 0}, None),
        ({"amount_minor": None, "list_price_minor": 100}, None),
        ({"amount_minor": 2**63 - 1, "list_price_minor": 2**63 - 1, "quantity": 2}, 5_000),
    ],
)
def test_the_share_of_the_list_price_is_a_whole_number_or_unknown(in_tenant, values, share):
    deal = make_deal(**values)
    deal.refresh_from_db()
    assert deal.price_share_bp == share


@pytest.mark.parametrize(
    ("amount", "cost", "margin"), [(5, 3, 2), (5, 7, -2), (2**62, -(2**62), None), (5, None, None)]
)
def test_a_margin_fits_or_is_unknown(in_tenant, amount, cost, margin):
    deal = make_deal(amount_minor=amount, cost_minor=cost)
    deal.refresh_from_db()
    assert deal.margin_minor == margin


def test_a_files_own_list_price_comes_before_the_products(in_tenant):
    run("product", "product,price\nDesk,200\n")
    run(
        "deal",
        "id,product,stage,close date,amount,list price\nD1,Desk,won,2026-01-05,90,100\nD2,Desk,won,2026-01-05,90,\n",
    )
    assert dict(Deal.objects.values_list("external_id", "list_price_minor")) == {"D1": 100_00, "D2": 200_00}


LEADS = "id,date,name\nL1,2026-01-05 08:00,Ada\nL2,2026-01-05 08:00,Bo\n"
CALLS = """id,kind,date,lead
A1,call,2026-01-05 07:00,L1
A2,task,2026-01-05 08:10,L1
A3,email,2026-01-05 09:00,L1
A4,call,2026-01-05 10:00,L1
"""


def seconds() -> dict[str, int | None]:
    return dict(Lead.objects.values_list("external_id", "seconds_to_touch"))


def test_a_leads_first_touch_is_the_first_after_its_first_contact(in_tenant):
    run("lead", LEADS)
    Touched.objects.all().delete()
    run("activity", CALLS)
    assert seconds() == {"L1": 3600, "L2": None}
    assert {row.source for row in Touched.objects.all()} == {"activity", "lead"}


def test_a_corrected_activity_or_first_contact_moves_the_first_touch(in_tenant):
    run("lead", LEADS)
    run("activity", CALLS)
    run("activity", CALLS.replace("A3,email,2026-01-05 09:00,L1", "A3,email,2026-01-05 09:00,L2"))
    assert seconds() == {"L1": 7200, "L2": 3600}
    run("lead", LEADS.replace("L1,2026-01-05 08:00", "L1,2026-01-05 06:30"))
    assert seconds()["L1"] == timedelta(minutes=30).seconds
    Touched.objects.all().delete()
    run("activity", CALLS.replace("A3,email,2026-01-05 09:00,L1", "A3,email,2026-01-05 09:00,L2"))
    assert not Touched.objects.exists()

"""The figures that independent computations found in the real exports come out of the real import."""

import csv
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, Sum

from pipeline.models import Activity, CrmImport, Deal, Lead, LeadSource, Product, StageTransition
from teams.models import Assignment, Membership, Organisation, Period, Team, Territory
from tests.pipeline.imports import counts, run
from tests.real_data import real_file

OLIST_LEADS = {"constants": {"stage": "mql"}}
OLIST_DEALS = {"constants": {"status": "won"}, "settings": {"time_zone": "UTC"}}


def won_by(path: str, **filters: Any) -> dict[str, int]:
    deals = Deal.objects.filter(status="won", **filters).order_by()
    return dict(deals.values_list(path).annotate(total=Sum("amount_minor")))


def quarter(name: str) -> dict[str, Any]:
    period = Period.objects.get(key=f"{name[:4]}-{name[4:]}")
    return {"closed_day__gte": period.starts_on, "closed_day__lt": period.ends_on}


def import_maven() -> None:
    assert counts("product", real_file("maven_crm/products.csv")) == (7, 0, 0, 0)
    assert counts("member", real_file("maven_crm/sales_teams.csv")) == (35, 0, 0, 0)
    assert counts("deal", real_file("maven_crm/sales_pipeline.csv")) == (8800, 0, 0, 0)


def import_olist(organisation: Organisation) -> CrmImport:
    organisation.time_zone = "America/Sao_Paulo"
    organisation.save()
    leads = real_file("olist_funnel/olist_marketing_qualified_leads_dataset.csv")
    assert counts("lead", leads, **OLIST_LEADS) == (8000, 0, 0, 0)
    return run("deal", real_file("olist_funnel/olist_closed_deals_dataset.csv"), **OLIST_DEALS)


def test_maven_figures(in_tenant):
    """One import, every figure of its truth: importing is the slow part."""
    import_maven()
    maven_won_value_and_win_rate()
    maven_each_agents_won_value_per_quarter()
    maven_by("truth_by_manager.csv", "manager", "team__name")
    maven_by("truth_by_region.csv", "regional_office", "territory__name")
    maven_by("truth_by_product.csv", "product_n", "product__name")
    maven_agents_without_deals_exist()
    maven_again_changes_nothing()


def test_olist_figures(in_tenant):
    deals = import_olist(in_tenant)
    olist_conversion_by_origin(deals)
    olist_deal_won_before_its_first_contact_is_taken_and_flagged(deals)
    olist_months_and_reps_in_local_time()


def maven_won_value_and_win_rate() -> None:
    won, lost = Deal.objects.filter(status="won"), Deal.objects.filter(status="lost")
    assert won.aggregate(total=Sum("amount_minor"))["total"] == 10_005_534_00
    assert round(100 * won.count() / (won.count() + lost.count()), 4) == 63.1501
    assert won.aggregate(total=Sum("list_price_minor"))["total"] == 10_023_482_00
    assert Deal.objects.filter(status="open", opened_day=None).count() == 500


def maven_each_agents_won_value_per_quarter() -> None:
    with real_file("maven_crm/truth_won_value_by_agent_quarter.csv").open() as file:
        rows = list(csv.DictReader(file))
    for name in ("2017Q1", "2017Q2", "2017Q3", "2017Q4"):
        expected = {row["sales_agent"]: round(float(row[name]) * 100) for row in rows if float(row[name])}
        assert {
            agent: total for agent, total in won_by("owner__full_name", **quarter(name)).items() if total
        } == expected


def maven_by(truth: str, column: str, path: str) -> None:
    with real_file(f"maven_crm/{truth}").open() as file:
        expected = {row[column]: round(float(row["won_value"]) * 100) for row in csv.DictReader(file)}
    assert won_by(path) == expected


def test_maven_product_spelled_differently_is_offered_and_matched(in_tenant):
    counts("product", real_file("maven_crm/products.csv"))
    checked = run("deal", real_file("maven_crm/sales_pipeline.csv"), is_check=True)
    assert checked.report["unknown"]["product"] == [
        {"name": "GTXPro", "count": 1480, "choice": "match:GTX Pro", "closest": "GTX Pro"}
    ]
    assert checked.report["counts"] == {"created": 8800, "updated": 0, "unchanged": 0, "refused": 0}
    assert not Deal.objects.exists() and not Membership.objects.exists()


def maven_agents_without_deals_exist() -> None:
    idle = Membership.objects.exclude(pk__in=Deal.objects.exclude(owner=None).values("owner"))
    assert [person.full_name for person in idle.order_by("full_name")] == [
        "Carl Lin",
        "Carol Thompson",
        "Elizabeth Anderson",
        "Mei-Mei Johns",
        "Natalya Ivanova",
    ]
    assert Team.objects.count() == 6
    assert sorted(Territory.objects.values_list("name", flat=True)) == ["Central", "East", "West"]
    assert Assignment.objects.count() == 35


def maven_again_changes_nothing() -> None:
    before = list(Deal.objects.order_by("pk").values_list("pk", "recorded_at", "team", "amount_minor")[:50])
    assert counts("product", real_file("maven_crm/products.csv")) == (0, 0, 7, 0)
    assert counts("member", real_file("maven_crm/sales_teams.csv")) == (0, 0, 35, 0)
    assert counts("deal", real_file("maven_crm/sales_pipeline.csv")) == (0, 0, 8800, 0)
    assert StageTransition.objects.count() == 8300 + 4238 + 2473
    assert before == list(Deal.objects.order_by("pk").values_list("pk", "recorded_at", "team", "amount_minor")[:50])


def test_maven_soiled_variant_gives_what_its_rows_hold(in_tenant):
    counts("product", real_file("maven_crm/variant_moamen/products.csv"))
    counts("member", real_file("maven_crm/variant_moamen/sales_teams.csv"))
    done = run("deal", real_file("maven_crm/variant_moamen/sales_pipeline.csv"), constants={"status": "open"})
    assert done.report["counts"] == {"created": 8800, "updated": 0, "unchanged": 0, "refused": 0}
    assert done.settings["encoding"] != "utf-8" and not done.settings["is_sure"]
    assert done.report["also_created"] == {}
    assert Deal.objects.values("owner").distinct().count() == 30
    assert Product.objects.count() == 7
    assert Deal.objects.filter(product__name="GTX Pro").count() == 1480
    assert Deal.objects.filter(opened_day="2022-10-20").exists()


def olist_conversion_by_origin(deals: CrmImport) -> None:
    assert deals.report["counts"]["created"] == 842
    assert (Lead.objects.count(), Lead.objects.exclude(won_day=None).count()) == (8000, 842)
    with real_file("olist_funnel/truth_by_origin.csv").open() as file:
        expected = {row["o"]: (int(row["mqls"]), int(row["won"])) for row in csv.DictReader(file)}
    found = Lead.objects.order_by().values_list("lead_source__name")
    totals = found.annotate(n=Count("pk"), won=Count("pk", filter=Q(won_day__isnull=False)))
    assert {name or "(blank)": (number, won) for name, number, won in totals} == expected
    assert LeadSource.objects.filter(name="unknown").exists()


def olist_deal_won_before_its_first_contact_is_taken_and_flagged(deals: CrmImport) -> None:
    flagged = deals.problems.get(code="won_before_contact")
    assert flagged.severity == "warning"
    lead = Lead.objects.get(external_id="b91cf8812365f50ff4bda4bcd6206b05")
    assert lead.won_day < lead.day


def olist_months_and_reps_in_local_time() -> None:
    months: dict[str, int] = defaultdict(int)
    for day in Deal.objects.order_by().values_list("closed_day", flat=True):
        months[f"{day:%Y-%m}"] += 1
    assert months == {
        "2017-12": 3, "2018-01": 73, "2018-02": 113, "2018-03": 147, "2018-04": 207, "2018-05": 123, "2018-06": 56,
        "2018-07": 37, "2018-08": 33, "2018-09": 23, "2018-10": 21, "2018-11": 6,
    }  # fmt: skip
    assert Membership.objects.count() == 22
    assert StageTransition.objects.filter(to_stage="mql", is_first=True).count() == 8000


def test_olist_from_a_hungarian_excel_gives_its_own_figures(in_tenant):
    leads = run("lead", real_file("olist_funnel/variant_hu_excel_mql.csv"), **OLIST_LEADS)
    deals = run("deal", real_file("olist_funnel/variant_hu_excel_closed_deals.csv"), constants={"status": "won"})
    assert leads.settings["delimiter"] == ";" and leads.settings["dates"]["first_contact_date"] == "ymd_dot"
    assert (leads.report["counts"]["created"], deals.report["counts"]["created"]) == (8000, 842)
    assert Lead.objects.filter(lead_source__name="Direct Traffic").count() == 559
    assert Lead.objects.filter(lead_source=None).count() == 0
    assert Lead.objects.exclude(won_day=None).count() == 842


def test_zoho_leads_and_potentials(in_tenant):
    assert counts("member", real_file("zoho_crm_sample/Users.csv")) == (11, 0, 0, 0)
    assert counts("lead", real_file("zoho_crm_sample/Leads.csv")) == (3900, 0, 0, 0)
    assert counts("deal", real_file("zoho_crm_sample/Potentials.csv")) == (3632, 0, 0, 0)
    won, lost = Deal.objects.filter(status="won"), Deal.objects.filter(status="lost")
    assert won.aggregate(total=Sum("amount_minor"))["total"] == 89_066_200_00
    assert round(100 * won.count() / (won.count() + lost.count()), 4) == 74.6073
    with real_file("zoho_crm_sample/truth_won_by_owner_closing_quarter.csv").open() as file:
        rows = list(csv.DictReader(file))
    for name in ("2019Q4", "2020Q3", "2021Q2"):
        expected = {row["Potential Owner"]: round(float(row[name]) * 100) for row in rows if float(row[name])}
        assert won_by("owner__full_name", **quarter(name)) == expected
    assert counts("deal", real_file("zoho_crm_sample/Potentials.csv")) == (0, 0, 3632, 0)


def test_zoho_activities(in_tenant):
    counts("lead", real_file("zoho_crm_sample/Leads.csv"))
    assert counts("activity", real_file("zoho_crm_sample/Calls.csv")) == (4100, 0, 0, 0)
    assert counts("activity", real_file("zoho_crm_sample/Quotes.csv")) == (3000, 0, 0, 0)
    assert counts("activity", real_file("zoho_crm_sample/Sales_Orders.csv")) == (2061, 0, 0, 0)
    kinds = dict(Activity.objects.order_by().values_list("kind").annotate(n=Count("pk")))
    assert kinds == {"call": 4100, "proposal": 3000, "other": 2061}
    assert Activity.objects.get(external_id="19000435").amount_minor == 2_372_00
    assert Activity.objects.get(external_id="21000837").amount_minor == 7_982_00

from datetime import date

from django.db.models import Sum

from pipeline.models import LeadSource, Spend, Touched
from teams.models import Membership
from tests.factories.teams import make_assignment, make_membership, make_team
from tests.pipeline.imports import counts, run
from tests.real_data import real_file

FILE = """id,date,amount,campaign,description,owner,team
S1,2026-08-03,"1,200.50",Spring fair,Booth,Max Marketer,
S2,2026-08-04,300,Search ads,Clicks,,West
"""


def test_money_counts_for_its_campaign_and_for_who_spent_it(in_tenant):
    west, events = make_team(name="West"), make_team(name="Events")
    make_assignment(membership=make_membership(full_name="Max Marketer"), team=events)
    assert counts("spend", FILE) == (2, 0, 0, 0)
    rows = Spend.objects.order_by("external_id")
    assert list(rows.values_list("amount_minor", "currency", "lead_source__name", "team", "department")) == [
        (1_200_50, "USD", "Spring fair", events.pk, events.department_id),
        (300_00, "USD", "Search ads", west.pk, west.department_id),
    ]
    touched = Touched.objects.get(source="spend", scope_id=in_tenant.pk)
    assert (touched.first_day, touched.last_day) == (date(2026, 8, 3), date(2026, 8, 4))


def test_the_same_file_again_changes_nothing_and_a_correction_one_row(in_tenant):
    make_team(name="West")
    run("spend", FILE)
    assert counts("spend", FILE) == (0, 0, 2, 0)
    assert counts("spend", FILE.replace(",300,", ",350,")) == (0, 1, 1, 0)
    assert Spend.objects.get(external_id="S2").amount_minor == 350_00


def test_an_amount_is_needed_and_teams_are_not_made_up(in_tenant):
    done = run("spend", FILE.replace('"1,200.50"', ""))
    assert set(done.problems.values_list("line", "code")) == {(2, "value_missing"), (3, "name_unknown")}
    assert not Spend.objects.exists()


def test_another_currency_is_refused(in_tenant):
    done = run("spend", "date,amount\n2026-08-03,EUR 5\n")
    assert done.problems.get().code == "other_currency"


def test_zoho_campaigns(in_tenant):
    """Each campaign's actual cost, on the day it started."""
    path = real_file("zoho_crm_sample/Campaigns.csv")
    done = run("spend", path)
    assert done.report["counts"] == {"created": 110, "updated": 0, "unchanged": 0, "refused": 0}
    assert done.mapping["columns"]["amount"] == "Actual Cost"
    assert done.mapping["columns"]["lead_source"] == "Campaign Name"
    first = Spend.objects.get(external_id="24000011")
    assert (first.amount_minor, first.day, first.purpose) == (141_560_00, date(2021, 4, 25), "Conference")
    assert LeadSource.objects.filter(pk=first.lead_source_id).exists()
    assert Spend.objects.aggregate(total=Sum("amount_minor"))["total"] > 0
    assert not Membership.objects.exists()
    assert counts("spend", path) == (0, 0, 110, 0)

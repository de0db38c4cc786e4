"""What a second file changes, and what it leaves."""

from datetime import date

from pipeline.models import Activity, Deal, Lead, StageTransition, Touched
from teams.models import Assignment, Membership
from tests.factories.teams import make_assignment, make_membership, make_team
from tests.pipeline.imports import counts, run

DEALS = """opportunity_id,sales_agent,deal_stage,engage_date,close_date,close_value
A1,Anna Snelling,Won,2026-01-05,2026-02-01,1000
A2,Anna Snelling,Engaging,2026-01-05,,
"""
LEADS = "lead id,created,origin,stage\nL1,2026-01-10,web,MQL\nL2,2026-01-11,,Contacted\n"


def test_only_what_differs_is_updated_and_touched(in_tenant):
    assert counts("deal", DEALS) == (2, 0, 0, 0)
    Touched.objects.all().delete()
    assert counts("deal", DEALS) == (0, 0, 2, 0)
    assert not Touched.objects.exists()
    assert counts("deal", DEALS.replace("A2,Anna Snelling,Engaging,2026-01-05,,", "A2,Anna Snelling,Won,2026-01-05,2026-03-09,70")) == (0, 1, 1, 0)  # fmt: skip
    touched = Touched.objects.filter(source="deal", scope_id=in_tenant.pk).order_by("first_day")
    assert list(touched.values_list("first_day", "last_day")) == [
        (day, day) for day in (date(2026, 1, 5), date(2026, 3, 9))
    ]
    entries = StageTransition.objects.filter(deal__external_id="A2").order_by("occurred_at")
    assert list(entries.values_list("from_stage", "to_stage")) == [("", "opportunity"), ("opportunity", "won")]


def test_columns_that_a_later_file_lacks_keep_their_values(in_tenant):
    counts("deal", DEALS)
    assert counts("deal", "opportunity_id,account\nA1,Acme\n") == (0, 1, 0, 0)
    deal = Deal.objects.get(external_id="A1")
    assert (deal.account, deal.amount_minor, deal.status) == ("Acme", 100_000, "won")


def test_a_fact_counts_for_the_team_of_its_day(in_tenant):
    anna, old, new = make_membership(full_name="Anna Snelling"), make_team(), make_team()
    make_assignment(membership=anna, team=old, ends_on=date(2026, 2, 1))
    make_assignment(membership=anna, team=new, starts_on=date(2026, 2, 1))
    counts("deal", DEALS)
    teams = dict(Deal.objects.values_list("external_id", "team_id"))
    assert teams == {"A1": new.pk, "A2": old.pk}
    assert set(Deal.objects.values_list("department_id", flat=True)) == {new.department_id, old.department_id}
    entries = StageTransition.objects.filter(deal__external_id="A1").order_by("occurred_at")
    assert list(entries.values_list("team_id", flat=True)) == [old.pk, new.pk]


def test_people_imported_later_attribute_earlier_facts(in_tenant):
    counts("deal", DEALS)
    Touched.objects.all().delete()
    assert counts("member", "name,team,region\nAnna Snelling,North,East\nBoris Faz,North,East\n") == (1, 1, 0, 0)
    assert set(Deal.objects.values_list("team__name", "territory__name")) == {("North", "East")}
    assert {row.source for row in Touched.objects.all()} == {"deal", "stage_transition"}


def test_a_move_to_another_team_begins_on_its_day(in_tenant):
    counts("member", "name,team\nAnna,North\n")
    assert counts("member", "name,team,start date\nAnna,South,2026-07-01\n") == (0, 1, 0, 0)
    assert counts("member", "name,team,start date\nAnna,South,2026-07-01\n") == (0, 0, 1, 0)
    places = Assignment.objects.order_by("starts_on").values_list("team__name", "starts_on", "ends_on")
    assert set(places) == {("North", None, date(2026, 7, 1)), ("South", date(2026, 7, 1), None)}


def test_people_are_known_by_address_before_name(in_tenant):
    counts("member", "name,email\nAnna Snelling,anna@example.com\n")
    assert counts("member", "name,email\nAnna Brandt,ANNA@example.com\n") == (0, 1, 0, 0)
    assert Membership.objects.get().full_name == "Anna Brandt"


def test_a_blank_source_is_not_an_unknown_one(in_tenant):
    counts("lead", LEADS.replace("web", "unknown"))
    sources = dict(Lead.objects.values_list("external_id", "lead_source__name"))
    assert sources == {"L1": "unknown", "L2": None}


def test_a_lead_is_won_by_its_earliest_won_deal_and_no_longer_when_that_is_lost(in_tenant):
    counts("lead", LEADS)
    deals = "opportunity_id,lead id,deal_stage,close_date\nD1,L1,Won,2026-03-02\nD2,L1,Won,2026-02-02\nD3,L9,Won,2026-02-02\n"
    done = run("deal", deals)
    assert done.problems.get().code == "lead_unknown"
    assert Lead.objects.get(external_id="L1").won_day == date(2026, 2, 2)
    assert set(Deal.objects.values_list("lead_source__name", flat=True)) == {"web", None}
    counts("deal", deals.replace("Won", "Lost"))
    assert Lead.objects.get(external_id="L1").won_day is None


def test_a_lead_enters_each_stage_for_the_first_time_once(in_tenant):
    counts("lead", LEADS)
    counts("lead", "lead id,created,stage,stage date\nL2,2026-01-11,MQL,2026-02-01\n")
    counts("lead", "lead id,created,stage,stage date\nL2,2026-01-11,Nurture,2026-02-03\n")
    counts("lead", "lead id,created,stage,stage date\nL2,2026-01-11,MQL,2026-02-07\n")
    entries = StageTransition.objects.filter(lead__external_id="L2").order_by("occurred_at")
    assert list(entries.values_list("to_stage", "from_stage", "day", "is_first")) == [
        ("inquiry", "", date(2026, 1, 11), True),
        ("mql", "inquiry", date(2026, 2, 1), True),
        ("recycled", "mql", date(2026, 2, 3), True),
        ("mql", "recycled", date(2026, 2, 7), False),
    ]


def test_rows_without_ids_are_known_by_their_content(in_tenant):
    rows = "subject,date,owner\nCall,2026-01-01,Anna\nCall,2026-01-01,Anna\nVisit,2026-01-02,Anna\n"
    assert counts("activity", rows) == (3, 0, 0, 0)
    assert counts("activity", rows) == (0, 0, 3, 0)
    assert Activity.objects.count() == 3


def test_a_check_is_exact_and_changes_nothing(in_tenant):
    checked = run("deal", DEALS, is_check=True)
    assert checked.state == "checked" and not Deal.objects.exists() and not Touched.objects.exists()
    assert run("deal", DEALS).report["counts"] == checked.report["counts"]


def test_unknown_names_can_be_matched_left_empty_or_refused(in_tenant):
    make_membership(full_name="Anne Snelling")
    run("deal", DEALS, matches={"member": {"Anna Snelling": "Anne Snelling"}})
    assert set(Deal.objects.values_list("owner__full_name", flat=True)) == {"Anne Snelling"}
    run("deal", DEALS, matches={"member": {"Anna Snelling": "empty"}})
    assert set(Deal.objects.values_list("owner", flat=True)) == {None}
    assert counts("deal", DEALS, matches={"member": {"Anna Snelling": "refuse"}}) == (0, 0, 0, 2)

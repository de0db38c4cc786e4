"""Whatever changes facts leaves what it touched."""

from datetime import date
from uuid import UUID

from django.db import connection

from pipeline.actions import touched
from pipeline.models import Activity, Deal, Touched
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.pipeline import make_activity, make_deal, make_lead, make_product, make_stage_transition
from tests.factories.teams import make_membership, make_team

JULY, AUGUST = date(2026, 7, 3), date(2026, 8, 14)
COPIES = """
    INSERT INTO pipeline_activity (organisation_id, source_system_id, external_id, kind, subject, occurred_at, day, currency)
    SELECT organisation_id, source_system_id, 'copy ' || n, kind, subject, occurred_at, day + (n %% 2) * 40, currency
    FROM pipeline_activity, generate_series(1, %s) AS n
"""


def taken() -> set[tuple[str, UUID | None, date, date]]:
    rows = set(Touched.objects.values_list("source", "scope_id", "first_day", "last_day"))
    Touched.objects.all().delete()
    return rows


def test_a_new_fact_touches_everything_that_it_is_attributed_to(in_tenant: Organisation) -> None:
    owner, team, product = make_membership(), make_team(), make_product()
    make_activity(owner=owner, team=team, department=team.department, product=product, day=JULY)
    whose = (in_tenant.pk, owner.pk, team.pk, team.department_id, product.pk)
    assert taken() == {("activity", scope_id, JULY, JULY) for scope_id in whose}


def test_a_fact_that_moves_touches_both_its_owners_and_both_its_days(in_tenant: Organisation) -> None:
    before, after = make_membership(), make_membership()
    make_deal(owner=before, day=JULY)
    taken()
    Deal.objects.update(owner=after, closed_day=AUGUST)
    assert taken() == {
        ("deal", before.pk, JULY, JULY),
        ("deal", after.pk, AUGUST, AUGUST),
        ("deal", in_tenant.pk, JULY, JULY),
        ("deal", in_tenant.pk, AUGUST, AUGUST),
    }


def test_a_deal_counts_on_the_day_it_was_opened_and_the_day_it_was_closed(in_tenant: Organisation) -> None:
    make_deal(day=AUGUST, opened_day=JULY)
    assert taken() == {("deal", in_tenant.pk, JULY, JULY), ("deal", in_tenant.pk, AUGUST, AUGUST)}


def test_facts_of_a_month_are_one_row(in_tenant: Organisation) -> None:
    for day in (3, 1, 20):
        make_lead(day=date(2026, 7, day))
    taken()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pipeline_lead SET status = 'asked again'")
    assert taken() == {("lead", in_tenant.pk, date(2026, 7, 1), date(2026, 7, 20))}


def test_deleted_facts_are_touched(in_tenant: Organisation) -> None:
    transition = make_stage_transition(day=JULY)
    taken()
    transition.delete()
    assert taken() == {("stage_transition", in_tenant.pk, JULY, JULY)}


def test_a_statement_that_changes_nothing_leaves_nothing(in_tenant: Organisation) -> None:
    Activity.objects.update(subject="?")
    Activity.objects.all().delete()
    assert taken() == set()


def test_very_many_facts_touch_everybody(in_tenant: Organisation) -> None:
    make_activity(owner=make_membership(), day=date(2026, 7, 1))
    taken()
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [20_001])
    first, second = date(2026, 7, 1), date(2026, 8, 10)
    assert taken() == {("activity", None, first, first), ("activity", None, second, second)}


def test_each_organisation_has_its_own(organisation: Organisation, other_organisation: Organisation) -> None:
    with tenant(organisation.pk):
        make_activity()
    with tenant(other_organisation.pk):
        assert not Touched.objects.exists()


def test_what_was_touched_is_taken_once(in_tenant: Organisation) -> None:
    owner = make_membership()
    for _ in range(2):
        make_activity(owner=owner, day=JULY)
    rows = touched.take()
    assert {row[:5] for row in rows} == {
        ("activity", "rep", owner.pk, JULY, JULY),
        ("activity", "organisation", in_tenant.pk, JULY, JULY),
    }
    assert len(rows) == 2
    assert touched.take() == []

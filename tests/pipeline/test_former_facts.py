"""What was changed or deleted is kept as it was: once per transaction, for some weeks, and of a flood only that there was one."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pipeline.actions import former_facts
from pipeline.models import Activity, Deal, FormerFact
from teams.tenancy import tenant
from tests.factories.pipeline import make_activity, make_deal, make_former_fact, make_source_system
from tests.pipeline.imports import run

LONG_AGO = timezone.now() - timedelta(days=400)
HEAD = "opportunity_id,account,deal_stage,close_value,engage_date,close_date\n"
FLOOD = """
    INSERT INTO pipeline_activity (organisation_id, source_system_id, external_id, recorded_at, kind, subject, occurred_at, day,
        currency)
    SELECT %s, %s, number, now() - interval '1 day', 'call', '', now(), current_date, '' FROM generate_series(1, 10001) AS number
"""


def kept() -> list[tuple]:
    return list(FormerFact.objects.values_list("fact", "row__amount_minor"))


def test_the_first_of_several_changes_in_a_transaction_is_what_others_saw(in_tenant):
    deal = make_deal(amount_minor=100, recorded_at=LONG_AGO)
    for amount in (200, 300):
        Deal.objects.filter(pk=deal.pk).update(amount_minor=amount)
    Deal.objects.filter(pk=deal.pk).delete()
    assert kept() == [("deal", 100)]


def test_what_the_same_transaction_has_added_was_never_seen(in_tenant):
    deal = make_deal()
    Deal.objects.filter(pk=deal.pk).update(amount_minor=200)
    assert kept() == []


def test_every_column_comes_back(in_tenant):
    deal = make_deal(amount_minor=100, recorded_at=LONG_AGO, account="O'Brien, “Söhne”")
    before = Deal.objects.filter(pk=deal.pk).values().get()
    deal.delete()
    row = "SELECT (jsonb_populate_record(NULL::pipeline_deal, row)).* FROM pipeline_formerfact"
    after = vars(Deal.objects.raw(row)[0])
    assert {name: after[name] for name in before} == before


def test_the_import_that_did_it_is_named(in_tenant):
    run("deal", f"{HEAD}D1,Acme,Won,10,2026-01-01,2026-03-02\n")
    FormerFact.objects.all().delete()
    done = run("deal", f"{HEAD}D1,Acme,Won,20,2026-01-01,2026-03-02\n")
    assert set(FormerFact.objects.filter(fact="deal").values_list("crm_import", flat=True)) == {done.pk}


def test_of_very_many_at_once_only_that_they_were_is_kept(in_tenant):
    with connection.cursor() as cursor:
        cursor.execute(FLOOD, [in_tenant.pk, make_source_system().pk])
    Activity.objects.update(subject="Moved")
    assert list(FormerFact.objects.values_list("fact", "fact_id", "row")) == [("activity", UUID(int=0), None)]
    assert not FormerFact.objects.one_by_one().exists()


def test_rows_are_forgotten_after_some_weeks(in_tenant):
    old, late = (make_former_fact(replaced_at=timezone.now() - timedelta(days=days)) for days in (36, 34))
    assert former_facts.forget(at=timezone.now()) == 1
    assert set(FormerFact.objects.values_list("fact_id", flat=True)) == {late.fact_id} != {old.fact_id}


def test_another_organisations_rows_are_not_seen(organisation, other_organisation):
    with tenant(organisation.pk):
        make_activity(recorded_at=LONG_AGO).delete()
        assert FormerFact.objects.count() == 1
    with tenant(other_organisation.pk):
        assert not FormerFact.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pipeline_formerfact")
            assert cursor.fetchone() == (0,)

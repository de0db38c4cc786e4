"""The demo organisation's figures fit together. It is made once for all tests here, and none of them writes."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Count, F, Sum
from django.test import override_settings

from goals.demo import cast, inboxes
from goals.demo.load import load
from goals.models import Objective, ObjectiveProgress, Scope
from pipeline.actions import attribution
from pipeline.models import Case, Deal, Lead, LeadNews, StageTransition
from slas.models import AgreementVersion, Breach, Clock
from slas.queries import inboxes as queries
from teams.actions import organisations
from teams.models import Membership
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 14, 12, 0, tzinfo=UTC)
PERIOD = "2026-Q3"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            load(at=AT, scale=0.02)
        with tenant(organisations.id_of(slug=cast.SLUG)):
            yield
        transaction.set_rollback(True)


def figure(metric_key, **scope):
    scope = {f"objective__{name}": value for name, value in scope.items()}
    return ObjectiveProgress.objects.get(
        objective__metric_key=metric_key, objective__period__key=PERIOD, **scope
    ).numerator


def test_reps_sum_up_to_their_teams_and_the_organisation(demo):
    reps = ObjectiveProgress.objects.filter(
        objective__metric_key="won_revenue", objective__scope=Scope.REP, objective__period__key=PERIOD
    )
    total = figure("won_revenue", scope=Scope.ORGANISATION)
    assert total > 0
    assert reps.aggregate(Sum("numerator"))["numerator__sum"] == total
    parents = [figure("won_revenue", team__name=name) for name in ("Field sales", "International")]
    assert sum(parents) == total
    assert sum(figure("won_revenue", team__name=name) for name in cast.SELLING_TEAMS) == total
    assert figure("won_revenue", department__name="Sales") == total


def test_targets_of_parents_are_the_sums_of_their_parts(demo):
    targets = Objective.objects.filter(metric_key="won_revenue", period__key=PERIOD)
    leaves = targets.filter(team__name__in=cast.SELLING_TEAMS).aggregate(Sum("target"))["target__sum"]
    assert targets.get(scope=Scope.ORGANISATION).target == leaves
    quotas = targets.filter(scope=Scope.REP).aggregate(Sum("target"))["target__sum"]
    assert leaves < quotas < leaves * 2


def test_facts_are_attributed_as_of_their_day(demo):
    sellers = list(Membership.objects.values_list("id", flat=True))
    assert attribution.of_owners(sellers, today=AT.date()) == 0


def test_facts_tell_a_coherent_story(demo):
    assert not Deal.objects.filter(closed_day__lt=F("opened_day")).exists()
    assert not Deal.objects.filter(amount_minor__gt=F("list_price_minor") * F("quantity")).exists()
    assert not Deal.objects.filter(closed_at__gt=AT).exists()
    won_leads = Lead.objects.filter(deals__status=Deal.Status.WON)
    assert won_leads.exists()
    assert not won_leads.exclude(won_day=F("deals__closed_day")).exists()
    stages = (
        StageTransition.objects.filter(lead__isnull=False, is_first=True).values("to_stage").annotate(n=Count("pk"))
    )
    reached = {row["to_stage"]: row["n"] for row in stages.order_by("to_stage")}
    assert reached["inquiry"] == Lead.objects.count() > reached["mql"] > reached["sal"] > reached["sql"]


def test_both_departments_keep_and_break_their_promises(demo):
    states = Clock.objects.values_list("promise__side", "state").distinct()
    assert {("sales", "met"), ("sales", "met_late"), ("marketing", "met")} <= set(states)
    assert AgreementVersion.objects.in_force().get().number == 2
    assert Breach.objects.exists()
    assert not LeadNews.objects.exists()


def test_an_auditor_meets_every_state_of_a_breach(demo):
    said = Breach.objects.exclude(cause="")
    assert said.filter(action_done_on__isnull=False).exists()
    assert said.filter(action_due_on__gt=AT.date(), action_done_on=None).exists()
    assert said.filter(action_due_on__lt=AT.date(), action_done_on=None).exists()
    assert said.filter(marketing_signed_at__isnull=False, sales_signed_at__isnull=False).exists()
    assert said.filter(marketing_signed_at__isnull=False, sales_signed_at=None).exists()
    assert said.filter(marketing_signed_at=None, sales_signed_at__isnull=False).exists()
    assert Breach.objects.filter(reversed_at__isnull=False, reversal="wrong_zone").exists()
    ends = set(Clock.objects.filter(state="waived").values_list("waived_until", flat=True))
    assert None in ends
    assert len(ends) > 1


def test_reps_find_leads_with_due_times_in_their_inboxes(demo):
    for account in inboxes.WAITING:
        owner = Membership.objects.get(user__email=f"{account}@saltmarsh.example")
        found = [row.clock.state_now for row in queries.inbox(owner=owner, at=AT) if row.clock]
        assert "breached_open" in found
        assert found.count("running") >= 3


def test_an_objective_counts_the_clocks_of_promises(demo):
    quarter = Clock.objects.filter(day__gte="2026-07-01").as_of(AT)
    judged = quarter.filter(state_now__in=["met", "met_late", "breached_open"])
    progress = ObjectiveProgress.objects.get(objective__metric_key="promises_kept", objective__period__key=PERIOD)
    assert (progress.numerator, progress.denominator) == (judged.filter(state_now="met").count(), judged.count())
    assert progress.denominator > 0


def test_new_customers_are_some_of_those_won_and_answers_are_timed_by_open_hours(demo):
    new = figure("new_customers", department__name="Sales")
    won = Deal.objects.filter(status="won", closed_day__gte="2026-07-01", closed_day__lte=AT.date())
    assert 0 < new <= won.values("customer_key").distinct().count()
    by_clock, by_hours = (
        Case.objects.filter(first_answered_at__isnull=False).aggregate(Sum(name))[f"{name}__sum"]
        for name in ("seconds_to_answer", "business_seconds_to_answer")
    )
    assert 0 < by_hours < by_clock

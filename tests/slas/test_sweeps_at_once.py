"""Several workers at once, each with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from slas import tasks
from slas.actions import agreements, sweeps
from slas.models import Agreement, AgreementVersion, Breach, Clock
from teams.actions.refusals import Refused
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.slas import LONG_AGO, make_agreement, make_clock, make_promise, put_in_force
from tests.factories.teams import NOW, make_membership, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
LEADS = 6


def at_once(work):
    """What four workers answer."""

    def once(_number):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        return list(workers.map(once, range(4)))


@pytest.fixture
def acme():
    organisation = make_organisation(slug="acme")
    with tenant(organisation.pk):
        version = make_agreement(applies_from=LONG_AGO)
        make_promise(version=version)
        put_in_force(version, at=LONG_AGO)
        for _ in range(LEADS):
            lead = make_lead()
            make_stage_transition(lead=lead, occurred_at=NOW - timedelta(days=7), day=NOW.date())
    return organisation


def test_news_are_taken_once_by_whoever_comes_first(acme):
    def take():
        with tenant(acme.pk):
            return sweeps.take_news(at=NOW)

    while any(at_once(take)):
        pass
    with tenant(acme.pk):
        assert (Clock.objects.count(), Breach.objects.count()) == (LEADS, LEADS)


def test_breaches_are_noted_once(acme):
    with tenant(acme.pk):
        promise = make_promise(version=make_agreement(name="Other"))
        for _ in range(LEADS):
            make_clock(promise=promise, due_at=NOW - timedelta(hours=1))

    def sweep():
        with tenant(acme.pk):
            return sweeps.breach(at=NOW)

    assert sum(at_once(sweep)) == LEADS
    with tenant(acme.pk):
        assert Breach.objects.count() == LEADS


def test_the_tasks_visit_every_organisation_that_has_work(acme, monkeypatch):
    globex = make_organisation(slug="globex")
    with tenant(globex.pk):
        make_clock(due_at=NOW - timedelta(days=2))
    monkeypatch.setattr(tasks.take_news, "apply_async", lambda args, **_options: tasks.take_news(*args))
    tasks.sweep_lead_news()
    tasks.sweep_clocks()
    for organisation, breaches in ((acme, LEADS), (globex, 1)):
        with tenant(organisation.pk):
            assert Breach.objects.count() == breaches


def test_who_begins_a_draft_at_the_same_moment_is_told(acme):
    with tenant(acme.pk):
        agreement, member = Agreement.objects.get(), make_membership("owner")

    def begin():
        with tenant(acme.pk):
            try:
                return agreements.draft(agreement=agreement, by=member, at=NOW).number
            except Refused as refused:
                return refused.reason

    assert sorted(map(str, at_once(begin))) == ["2", *["There is a draft already."] * 3]
    with tenant(acme.pk):
        assert AgreementVersion.objects.drafts().count() == 1

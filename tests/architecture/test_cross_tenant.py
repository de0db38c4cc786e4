"""A generated probe over every URL: another organisation's ids and slug, with both walls and with each wall taken away."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goals.models import Negotiation, Recompute
from pipeline.models import CrmImport
from slas.models import Clock
from teams.models import Membership, Period, compiled
from teams.permissions import Role
from teams.tenancy import TenantManager, tenant
from tests.conftest import MemberClient
from tests.factories import canvas as canvas_rows
from tests.factories import goals as goal_rows
from tests.factories import metrics as metric_rows
from tests.factories import pipeline as fact_rows
from tests.factories import slas as sla_rows
from tests.factories import teams as team_rows
from tests.factories.allocations import make_allocation
from tests.factories.hand_offs import make_lead_rejection, make_routing_rule
from tests.factories.joint_sessions import make_joint_session, make_session_draft, make_session_topic
from tests.factories.lead_definitions import make_lead_definition
from tests.factories.negotiations import make_negotiation
from tests.factories.notifications import make_notification
from tests.factories.slas import make_agreement, make_promise

SECRET = "Globexsecret"


def make_import() -> CrmImport:
    return CrmImport.objects.create(
        kind="deal", source_system=fact_rows.make_source_system(SECRET), file_name=f"{SECRET}.csv", size=1, sha256="0"
    )


def make_foreign_negotiation() -> Negotiation:
    objective = goal_rows.make_objective(title=f"{SECRET} negotiated")
    return make_negotiation(objective=objective, rep=team_rows.make_membership(full_name=f"{SECRET} rep"))


def make_foreign_clock(name: str) -> Clock:
    promise = make_promise(version=make_agreement(name=f"{SECRET} {name}"))
    return sla_rows.make_clock(promise=promise, lead=fact_rows.make_lead(name=f"{SECRET} {name}"))


RECORDS: dict[str, Callable[[], models.Model]] = {
    "membership_id": lambda: team_rows.make_membership(full_name=SECRET),
    "member_id": lambda: team_rows.make_membership(full_name=f"{SECRET} member"),
    "department_id": lambda: team_rows.make_department(name=f"{SECRET} department"),
    "team_id": lambda: team_rows.make_team(name=f"{SECRET} team"),
    "territory_id": lambda: team_rows.make_territory(name=f"{SECRET} territory"),
    "assignment_id": team_rows.make_assignment,
    "absence_id": lambda: team_rows.make_absence(starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 10)),
    "calendar_id": lambda: team_rows.make_calendar(name=f"{SECRET} calendar").calendar,
    "rate_id": team_rows.make_exchange_rate,
    "failure_id": lambda: team_rows.make_mail_failure(address="globexsecret@example.org"),
    "token_id": lambda: team_rows.make_api_token(name=f"{SECRET} token")[0],
    "agreement_id": lambda: make_agreement(name=f"{SECRET} agreement").agreement,
    "promise_id": lambda: make_promise(version=make_agreement(name=f"{SECRET} promised")),
    "import_id": make_import,
    "series_id": lambda: fact_rows.make_reading_series(name=f"{SECRET} series"),
    "reading_id": lambda: fact_rows.make_reading(note=f"{SECRET} reading"),
    "lead_id": lambda: fact_rows.make_lead(name=f"{SECRET} lead"),
    "rejection_id": lambda: make_lead_rejection(note=f"{SECRET} rejection"),
    "rule_id": lambda: make_routing_rule(name=f"{SECRET} rule"),
    "definition_id": lambda: make_lead_definition(note=f"{SECRET} note"),
    "recompute_id": lambda: Recompute.objects.create(reason=Recompute.Reason.REQUEST, requested_at=team_rows.NOW),
    "metric_id": lambda: metric_rows.make_own_metric(name=f"{SECRET} metric"),
    "negotiation_id": make_foreign_negotiation,
    "allocation_id": lambda: make_allocation(name=f"{SECRET} plan"),
    "session_id": lambda: make_joint_session(title=f"{SECRET} session"),
    "topic_id": lambda: make_session_topic(title=f"{SECRET} topic"),
    "draft_id": lambda: make_session_draft(title=f"{SECRET} draft"),
    "close_id": goal_rows.make_close,
    "period_id": lambda: Period.objects.get(key="2026-Q2"),
    "export_id": lambda: sla_rows.make_clock_export(),
    "breach_id": lambda: sla_rows.make_breach(clock=make_foreign_clock("breached")),
    "clock_id": lambda: make_foreign_clock("clocked"),
    "initiative_id": lambda: canvas_rows.make_initiative(title=f"{SECRET} initiative"),
    "obstacle_id": lambda: canvas_rows.make_obstacle(title=f"{SECRET} obstacle"),
    "assumption_id": lambda: canvas_rows.make_assumption(title=f"{SECRET} assumption"),
    "help_request_id": lambda: canvas_rows.make_help_request(title=f"{SECRET} help"),
    "check_in_id": lambda: canvas_rows.make_check_in(
        changed=f"{SECRET} said", ask="?", asked_of=team_rows.make_membership()
    ),
    "notification_id": lambda: make_notification(about=f"{SECRET} matter"),
    "goal_id": lambda: goal_rows.make_goal(title=f"{SECRET} goal"),
    "objective_id": lambda: goal_rows.make_objective(title=f"{SECRET} objective"),
}


def tenant_urls() -> dict[str, dict[str, Any]]:
    """Every URL name under /o/<slug>/ with its converters but the slug's."""
    return {
        name: {key: converter for key, converter in converters.items() if key != "slug"}
        for name, converters in _walk(get_resolver(), "", {})
        if "slug" in converters
    }


def _walk(resolver: URLResolver, namespace: str, above: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in resolver.url_patterns:
        converters = above | getattr(pattern.pattern, "converters", {})
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, converters)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", converters


URLS = tenant_urls()


def test_every_id_in_a_url_can_be_probed():
    unknown = {key for keys in URLS.values() for key in keys} - set(RECORDS)
    assert unknown == set()
    assert len(URLS) > 30


def no_filter(self: TenantManager) -> models.QuerySet:
    return models.Manager.get_queryset(self)


@pytest.fixture(params=["both walls", "database wall only", "application wall only"])
def walls(request, monkeypatch, transactional_db):
    if request.param == "database wall only":
        monkeypatch.setattr(TenantManager, "get_queryset", no_filter)
        # Which keeps no query that asks in no organisation, and knows those that were made with the filter.
        monkeypatch.setattr(compiled, "rows_of", lambda make, *given: list(make(*given)))
        monkeypatch.setattr(compiled, "tuples_of", lambda make, *given: list(make(*given)))
    return connection.as_owner if request.param == "application wall only" else nullcontext


@pytest.fixture
def probe(walls) -> Iterator[Callable[..., Any]]:
    """Sign in as Acme's owner; `probe(name, method)` asks for Globex's record at Acme's address."""
    acme, globex = team_rows.make_organisation(slug="acme"), team_rows.make_organisation(slug="globex")
    with tenant(globex.pk):
        foreign = {key: str(make().pk) for key, make in RECORDS.items()}
    client = _owner_of(acme)

    def ask(name: str, method: str, slug: str = "acme") -> Any:
        kwargs = {key: foreign[key] for key in URLS[name]}
        return getattr(client, method)(reverse(name, kwargs={"slug": slug} | kwargs))

    with walls():
        yield ask


def _owner_of(organisation: Any) -> MemberClient:
    with tenant(organisation.pk):
        member: Membership = team_rows.make_membership(Role.OWNER, full_name="Olga Owner")
        assert Period.objects.exists()
    client = MemberClient()
    client.force_login(member.user)
    return client


def test_another_organisations_records_are_not_found(probe):
    with_records = [name for name, keys in URLS.items() if keys.keys() & RECORDS.keys()]
    answers = {(name, method): probe(name, method).status_code for name in with_records for method in ("get", "post")}
    assert {key: status for key, status in answers.items() if status not in {404, 405}} == {}


def test_another_organisations_address_is_not_found(probe):
    answers = {(name, method): probe(name, method, "globex").status_code for name in URLS for method in ("get", "post")}
    assert {key: status for key, status in answers.items() if status != 404} == {}


def test_no_page_shows_another_organisations_names(probe):
    alone = [name for name, keys in URLS.items() if not keys]
    pages = {name: probe(name, "get") for name in alone}
    assert {name for name, page in pages.items() if SECRET in page.content.decode()} == set()
    assert {name: page.status_code for name, page in pages.items() if page.status_code >= 500} == {}

"""What marketing and sales of the demo organisation have promised each other, and the clocks that follow from its leads."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from goals.demo import verdicts, wishes
from goals.demo.clock import Clock, quarter_start
from goals.demo.company import Company
from goals.demo.loading import Row, copy
from goals.models import Goal, Objective, Scope
from pipeline.actions import lead_news
from pipeline.models import Case, LeadNews, Stage
from slas.actions import agreements, log, projection, promises, sweeps
from slas.models import AgreementVersion, Breach, ClockEvent, Promise, Side
from teams.models import Calendar, Period

INTRODUCTION = (
    "Marketing hands over leads that fit; sales answers each of them the same day. "
    "What we give back to each other comes with a reason."
)
Kind, Unit = Promise.Kind, Promise.Unit
PROMISED: tuple[tuple[Side, Row], ...] = (
    (Side.SALES, {"kind": Kind.DECISION, "start_stage": Stage.MQL, "amount": 2, "unit": Unit.DAYS, "warn_percents": [75]}),
    (Side.SALES, {"kind": Kind.FIRST_TOUCH, "start_stage": Stage.SAL, "amount": 8, "unit": Unit.HOURS, "warn_percents": [50, 80], "ladder": [["manager", 100], ["heads", 200]]}),
    (Side.SALES, {"kind": Kind.ATTEMPTS, "start_stage": Stage.SAL, "amount": 5, "unit": Unit.DAYS, "attempts": 3, "warn_percents": [80]}),
    (Side.MARKETING, {"kind": Kind.VOLUME, "start_stage": Stage.MQL, "target": 45}),
    (Side.MARKETING, {"kind": Kind.QUALITY, "start_stage": Stage.MQL, "to_stage": Stage.SAL, "target": 75}),
    (Side.MARKETING, {"kind": Kind.COMPLETENESS, "start_stage": Stage.MQL, "known_fields": ["product_id", "lead_source_id"], "target": 95}),
    (Side.MARKETING, {"kind": Kind.ANSWER, "start_stage": Stage.RECYCLED, "amount": 1, "unit": Unit.DAYS, "warn_percents": [75], "ladder": [["manager", 100]]}),
    (Side.MARKETING, {"kind": Kind.NURTURE, "start_stage": Stage.RECYCLED, "amount": 3, "unit": Unit.DAYS, "warn_percents": [80]}),
    (Side.MARKETING, {"kind": Kind.CASES, "case_kind": Case.Kind.LEGAL_STATEMENT, "start_stage": "", "amount": 24, "unit": Unit.HOURS, "target": 90}),
)  # fmt: skip
DRAFTED_BEFORE, SECOND_AFTER = timedelta(days=12), timedelta(days=50)
NOTICED_AFTER = timedelta(seconds=3)


def write(*, company: Company, clock: Clock) -> None:
    """An agreement since two quarters ago, its second version with a quicker first touch, and what its clocks came to."""
    begins = datetime.combine(quarter_start(clock.today, quarters_back=2), time(8), clock.zone)
    first = _first_version(company, begins - DRAFTED_BEFORE)
    _sign(first, company, begins)
    second = agreements.draft(
        agreement=first.agreement, by=company.with_account("sales"), at=begins + SECOND_AFTER - DRAFTED_BEFORE
    )
    touch = Promise.objects.select_related("version", "calendar").get(version=second, kind=Kind.FIRST_TOUCH)
    at = begins + SECOND_AFTER - timedelta(days=3)
    promises.edit(promise=touch, values=_terms(touch) | {"amount": 4}, by=company.with_account("sales"), at=at)
    _sign(second, company, begins + SECOND_AFTER)
    _draft_third(second, company, clock)
    _count(since=begins, clock=clock)
    verdicts.give(company=company, clock=clock)
    _aim(company, clock)


def _draft_third(second: AgreementVersion, company: Company, clock: Clock) -> None:
    """More leads for less time; marketing has signed, sales has not."""
    by, at = company.with_account("marketing"), clock.now - timedelta(days=2)
    third = agreements.draft(agreement=second.agreement, by=by, at=at)
    volume = Promise.objects.select_related("version", "calendar").get(version=third, kind=Kind.VOLUME)
    promises.edit(promise=volume, values=_terms(volume) | {"target": 50}, by=by, at=at)
    decision = Promise.objects.select_related("version", "calendar").get(version=third, kind=Kind.DECISION)
    promises.edit(promise=decision, values=_terms(decision) | {"amount": 1}, by=by, at=at)
    shown = AgreementVersion.objects.get(pk=third.pk).revision
    agreements.sign(version=third, revision=shown, side=Side.MARKETING, by=by, at=at + timedelta(hours=1))


def _first_version(company: Company, at: datetime) -> AgreementVersion:
    by = company.with_account("marketing")
    agreement = agreements.create(
        name="Leads from hand-over to answer",
        marketing=company.departments["Marketing"],
        sales=company.departments["Sales"],
        by=by,
        at=at,
    )
    version = AgreementVersion.objects.select_related("agreement").get(agreement=agreement)
    version = agreements.edit(version=version, revision=1, values={"introduction": INTRODUCTION}, by=by, at=at)
    calendar = Calendar.objects.get(is_default=True)
    for side, values in PROMISED:
        by_calendar = {"calendar": calendar} if values["kind"] in Promise.TIMED else {}
        promises.add(version=version, values=values | by_calendar | {"side": side}, by=by, at=at)
    return version


def _terms(promise: Promise) -> Row:
    names = (
        "side",
        "kind",
        "start_stage",
        "amount",
        "unit",
        "attempts",
        "on_reassignment",
        "warn_percents",
        "calendar",
    )
    return {name: getattr(promise, name) for name in names}


def _sign(version: AgreementVersion, company: Company, at: datetime) -> None:
    for minutes, (side, account) in enumerate(((Side.MARKETING, "marketing"), (Side.SALES, "sales"))):
        shown = AgreementVersion.objects.get(pk=version.pk).revision
        moment = at - timedelta(minutes=30 * (1 - minutes))
        agreements.sign(version=version, revision=shown, side=side, by=company.with_account(account), at=moment)


def _count(*, since: datetime, clock: Clock) -> None:
    """The clocks of all leads since then, as if every sweep had come in time."""
    LeadNews.objects.all().delete()
    lead_news.tell_since(since=since, at=clock.now)
    leads = [lead for news in LeadNews.objects.order_by("recorded_at", "pk") for lead in news.leads]
    copy(ClockEvent, _events(leads, clock))
    projection.project(leads=leads, at=clock.now)
    sweeps.breach(at=clock.now)
    Breach.objects.update(noticed_at=F("breached_at") + NOTICED_AFTER)
    LeadNews.objects.all().delete()


def _events(leads: list, clock: Clock) -> list[Row]:
    """What the log says of these leads, each entered a moment after it happened: nothing in it can be changed later."""
    with transaction.atomic():
        log.write(leads=leads, at=clock.now)
        rows = list(ClockEvent.objects.order_by("occurred_at", "pk").values())
        transaction.set_rollback(True)
    return [row | {"recorded_at": min(row["occurred_at"] + NOTICED_AFTER, clock.now)} for row in rows]


def _aim(company: Company, clock: Clock) -> None:
    """That promises are kept is an objective like any other, measured from the same clocks."""
    Objective.objects.create(
        goal=Goal.objects.get(title=wishes.PIPELINE),
        metric_key="promises_kept",
        scope=Scope.ORGANISATION,
        period=Period.objects.of_kind(Period.Kind.QUARTER).containing(clock.today).get(),
        target=Decimal("0.9"),
        owner=company.with_account("marketing"),
    )

"""What a definition would have made of last quarter's leads, beside what they were: before anybody signs it.

Each lead as it stood some weeks after its first contact (or now, if that is sooner), so that old leads are judged with the
activities that they had then; what became of them since is how they converted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from psycopg2 import sql

from pipeline.models import Lead, LeadDefinition, Stage
from pipeline.queries import judging
from pipeline.rules.intervals import Interval, wilson
from pipeline.rules.lead_terms import CLASSES
from teams.models import Period
from teams.tenancy import active_organisation_id

STOOD_AFTER_DAYS = 30
PER_PAGE = 25
# Where nothing is in force yet: as far as the CRM says that it had come.
RECORDED = """
    SELECT l.id, CASE max(CASE WHEN t.to_stage IN ('sql', 'opportunity', 'won') THEN 3 WHEN t.to_stage = 'sal' THEN 2
                               WHEN t.to_stage = 'mql' THEN 1 ELSE 0 END)
                 WHEN 3 THEN 'sql' WHEN 2 THEN 'sal' WHEN 1 THEN 'mql' ELSE 'inquiry' END AS lead_class
    FROM pipeline_lead l
    LEFT JOIN pipeline_stagetransition t ON t.organisation_id = {organisation} AND t.lead_id = l.id AND t.occurred_at <= {at}
    WHERE l.organisation_id = {organisation} AND {leads}
    GROUP BY l.id
"""
BOTH = """
    SELECT l.id, l.won_at IS NOT NULL AS is_won, o.lead_class AS was, n.lead_class AS is_now, l.day
    FROM ({new}) n JOIN ({old}) o ON o.id = n.id
    JOIN pipeline_lead l ON l.organisation_id = {organisation} AND l.id = n.id
"""
COUNTED = "SELECT was, is_now, count(*), count(*) FILTER (WHERE is_won) FROM ({both}) b GROUP BY was, is_now"
LISTED = """
    SELECT id, was, is_now FROM ({both}) b WHERE {where} ORDER BY day DESC, id LIMIT {limit} OFFSET {offset}
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many leads, of which so many were won."""

    leads: int = 0
    won: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.leads + other.leads, self.won + other.won)

    @property
    def share(self) -> float | None:
        return self.won / self.leads if self.leads else None

    @property
    def interval(self) -> Interval | None:
        return wilson(successes=self.won, trials=self.leads)


@dataclass(frozen=True, slots=True)
class Cell:
    was: str
    is_now: str
    counted: Counted

    @property
    def is_change(self) -> bool:
        return self.was != self.is_now


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """An old class with its cells by new class, and all of them."""

    was: str
    label: str
    cells: list[Cell]
    total: Counted


@dataclass(frozen=True, slots=True)
class Conversion:
    """How the leads of a class converted, by the words in force and by the draft."""

    label: str
    before: Counted
    after: Counted


@dataclass(frozen=True, slots=True)
class Replay:
    period: Period
    rows: list[ReplayRow]
    conversions: list[Conversion]
    leads: int
    changing: int

    @property
    def changes(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells if cell.is_change and cell.counted.leads]


def last_quarter(*, today: date) -> Period | None:
    """The last one that is over."""
    return Period.objects.of_kind(Period.Kind.QUARTER).filter(ends_on__lte=today).order_by("-ends_on", "pk").first()


def replay(*, draft: LeadDefinition, old: LeadDefinition | None, period: Period, at: datetime) -> Replay:
    with connection.cursor() as cursor:
        query = sql.SQL(COUNTED).format(both=_both(draft, old, period, at))
        cursor.execute(query.as_string(cursor.connection))
        found = {(was, is_now): Counted(leads, won) for was, is_now, leads, won in cursor.fetchall()}
    rows = [_row(was, found) for was in CLASSES]
    conversions = [_conversion(one, found) for one in CLASSES]
    changing = sum(counted.leads for (was, is_now), counted in found.items() if was != is_now)
    return Replay(period, rows, conversions, sum(row.total.leads for row in rows), changing)


def changing_leads(
    *,
    draft: LeadDefinition,
    old: LeadDefinition | None,
    shown: Replay,
    chosen: tuple[str, str] | None,
    at: datetime,
    number: Any,
) -> Page:
    """Who changes class (all of them, or from one class to another): a page of leads with `was` and `is_now`, labelled."""
    total = sum(cell.counted.leads for cell in shown.changes if chosen is None or (cell.was, cell.is_now) == chosen)
    page = Paginator(range(total), PER_PAGE).get_page(number)
    where = sql.SQL("was <> is_now")
    if chosen:
        where = sql.SQL("was = {} AND is_now = {}").format(*map(sql.Literal, chosen))
    query = sql.SQL(LISTED).format(
        both=_both(draft, old, shown.period, at),
        where=where,
        limit=sql.Literal(PER_PAGE),
        offset=sql.Literal((page.number - 1) * PER_PAGE),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection))
        found: Any = list(_leads(cursor.fetchall()))
    page.object_list = found
    return page


def _leads(found: list[Any]) -> Iterator[tuple[Lead, str, str]]:
    rows = Lead.objects.select_related("owner", "lead_source").in_bulk([key for key, _was, _is in found])
    for key, was, is_now in found:
        yield rows[key], str(Stage(was).label), str(Stage(is_now).label)


def _both(draft: LeadDefinition, old: LeadDefinition | None, period: Period, at: datetime) -> sql.Composed:
    organisation = sql.Literal(str(active_organisation_id()))
    days = [sql.Literal(day.isoformat()) for day in (period.starts_on, period.ends_on)]
    leads = sql.SQL("l.day >= {}::date AND l.day < {}::date").format(*days)
    stood = timedelta(days=STOOD_AFTER_DAYS)
    moment = sql.SQL("least({}, l.occurred_at + {})").format(judging.instant(at), sql.Literal(stood))
    if old:
        before: sql.Composable = judging.statement(terms=old.rules, leads=leads, at=moment)
    else:
        before = sql.SQL(RECORDED).format(organisation=organisation, leads=leads, at=moment)
    after = judging.statement(terms=draft.rules, leads=leads, at=moment)
    return sql.SQL(BOTH).format(new=after, old=before, organisation=organisation)


def _row(was: str, found: dict[tuple[str, str], Counted]) -> ReplayRow:
    cells = [Cell(was, is_now, found.get((was, is_now), Counted())) for is_now in CLASSES]
    return ReplayRow(was, str(Stage(was).label), cells, sum((cell.counted for cell in cells), Counted()))


def _conversion(one: str, found: dict[tuple[str, str], Counted]) -> Conversion:
    before = sum((counted for (was, _now), counted in found.items() if was == one), Counted())
    after = sum((counted for (_was, is_now), counted in found.items() if is_now == one), Counted())
    return Conversion(str(Stage(one).label), before, after)

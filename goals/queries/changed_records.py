"""Which records made a figure differ from that of the day before: new, changed and deleted ones, with what they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import Max

from goals.models import Objective
from goals.queries.cells import cell_of
from goals.queries.changes import Change
from goals.queries.explanations import FACTS, NAMES, names_of
from goals.queries.progress import ProgressRow
from goals.queries.record_pages import Column, column_of
from metrics import engine
from metrics.definitions import Measure, Metric, Unit
from metrics.engine import ChangedRecord, Moment, Part
from pipeline.definitions import Source
from pipeline.models import CrmImport, Deal, FormerFact, Lead
from pipeline.models.former_fact import KEPT_FOR
from teams.models import Organisation

MOST = 50
Kind = Literal["new", "counts_now", "changed", "counts_no_longer", "deleted"]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """`at` and `file`: when it was changed last and by which import, if by one; `fields`: labels of what else differs."""

    id: UUID
    kind: Kind
    name: str
    external_id: str
    day: date
    before: int | Decimal | None
    after: int | Decimal | None
    at: datetime | None
    file: str
    fields: list[Any]


@dataclass(frozen=True, slots=True)
class ChangedRecords:
    """The largest of `total` changes. `rest`: what they leave unexplained of the difference, where that can be said.

    `too_many_at`: when so many were changed at once that none was kept; `is_forgotten`: the day before lies too far back.
    """

    rows: list[ChangedRow]
    total: int
    column: Column | None
    rest: Decimal | None
    rest_unit: Unit
    too_many_at: datetime | None
    is_forgotten: bool

    @property
    def ids(self) -> set[UUID]:
        return {row.id for row in self.rows}

    @property
    def days_kept(self) -> int:
        return KEPT_FOR.days

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


class History(NamedTuple):
    """Of a fact since the day before: its row as it was before the first change, and who changed it last."""

    row: dict[str, Any]
    at: datetime
    crm_import: UUID | None


def changed_records(
    *,
    organisation: Organisation,
    objective: Objective,
    row: ProgressRow,
    change: Change | None,
    part: str | None,
    now: datetime,
) -> ChangedRecords | None:
    """None where there is nothing to compare."""
    if change is None or row.computed_at is None or row.as_of is None:
        return None
    chosen, what = _chosen(objective.metric, part)
    since, until = change.computed_at, row.computed_at
    now_and_then = {"before": Moment(since, change.day), "after": Moment(until, row.as_of)}
    found = engine.changes(organisation=organisation, cell=cell_of(objective), part=chosen, **now_and_then, limit=MOST)
    kept = FormerFact.objects.filter(fact=what.source.fact, replaced_at__gt=since, replaced_at__lte=until)
    return ChangedRecords(
        rows=_rows(found.rows, what.source, kept, since),
        total=found.total,
        column=column_of(objective.metric, what),
        rest_unit=objective.metric.unit_of(what),
        rest=_rest(what, chosen, row, change, found),
        too_many_at=kept.filter(row__isnull=True).aggregate(last=Max("replaced_at"))["last"],
        is_forgotten=since < now - KEPT_FOR,
    )


def _chosen(metric: Metric, part: str | None) -> tuple[Part, Measure]:
    if part == "denominator" and metric.is_ratio and metric.denominator:
        return "denominator", metric.denominator
    return "numerator", metric.numerator


def _rest(what: Measure, part: Part, row: ProgressRow, change: Change, found: engine.Changes) -> Decimal | None:
    """Sums and counts alone say how much each record adds."""
    explained = {"sum": found.amount, "average": found.amount, "count": Decimal(found.number)}.get(what.aggregate)
    before, after = getattr(change, part), getattr(row, part)
    return None if None in (explained, before, after) else after - before - explained


def _rows(found: list[ChangedRecord], source: Source, kept: Any, since: datetime) -> list[ChangedRow]:
    histories = _histories(kept.one_by_one().filter(fact_id__in=[one.id for one in found]), since)
    there = FACTS[source.fact].objects.filter(pk__in=[one.id for one in found]).values("pk", *source.fields)
    present = {values["pk"]: values for values in there}
    names = names_of(source.fact, list(present)) | _names_of_gone(
        source.fact, {one.id: histories[one.id].row for one in found if one.id in histories and one.id not in present}
    )
    files = dict(
        CrmImport.objects.filter(pk__in=[one.crm_import for one in histories.values()]).values_list("pk", "file_name")
    )
    return [
        _row(one, source, histories.get(one.id), present.get(one.id), names.get(one.id, {}), files) for one in found
    ]


def _histories(kept: Iterable[FormerFact], since: datetime) -> dict[UUID, History]:
    """Of those that were there: what came in since and was changed at once is new, whatever it was in between."""
    histories: dict[UUID, History] = {}
    for former in kept:
        row = former.row or {}
        if former.fact_id not in histories and datetime.fromisoformat(row["recorded_at"]) > since:
            continue
        first = histories.get(former.fact_id)
        histories[former.fact_id] = History(first.row if first else row, former.replaced_at, former.crm_import)
    return histories


def _row(
    one: ChangedRecord,
    source: Source,
    history: History | None,
    present: dict[str, Any] | None,
    names: dict[str, Any],
    files: dict[UUID, str],
) -> ChangedRow:
    return ChangedRow(
        id=one.id,
        kind=_kind(one, is_there=present is not None, was_there=history is not None),
        name=names.get("name", ""),
        external_id=names.get("external_id", ""),
        day=one.day,
        before=one.before,
        after=one.after,
        at=history.at if history else names.get("recorded_at"),
        file=files.get(history.crm_import, "") if history and history.crm_import else "",
        fields=_differing(source, history.row, present) if history and present else [],
    )


def _kind(one: ChangedRecord, *, is_there: bool, was_there: bool) -> Kind:
    if one.counted and one.counts:
        return "changed"
    if one.counts:
        return "counts_now" if was_there else "new"
    return "counts_no_longer" if is_there else "deleted"


def _differing(source: Source, before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    """Labels of the fields that are not what they were; flags follow from others."""
    return [
        field.label
        for name, field in source.fields.items()
        if field.kind != "flag" and name in before and _as_json(before[name]) != _as_json(after[name])
    ]


def _as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _names_of_gone(fact: str, gone: dict[UUID, dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Of records that are no longer there: from their last row, or from the lead or deal that they were of."""
    return {id_: _name_of(row, NAMES[fact]) | {"recorded_at": None} for id_, row in _with_subjects(gone).items()}


def _name_of(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    name = next((row[column] for column in columns if row.get(column)), "")
    return {"name": name, "external_id": row.get("external_id") or row.get("lead__external_id") or ""}


def _with_subjects(gone: dict[UUID, dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Rows together with the names of their lead and deal, as `NAMES` spells them: a query for each."""
    for subject, model, columns in (
        ("lead", Lead, ("name", "company", "external_id")),
        ("deal", Deal, ("name", "external_id")),
    ):
        ids = {row.get(f"{subject}_id") for row in gone.values()} - {None}
        known = {str(one["pk"]): one for one in model.objects.filter(pk__in=ids).values("pk", *columns)} if ids else {}
        for row in gone.values():
            found = known.get(str(row.get(f"{subject}_id")), {})
            row |= {f"{subject}__{column}": found.get(column, "") for column in columns}
    return gone

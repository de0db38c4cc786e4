"""What the pages of readings show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from pipeline.access import may_change
from pipeline.models import Reading, ReadingSeries, ReadingVersion
from pipeline.models.reading import ReadingValues
from pipeline.rules import amounts
from teams.models import Membership

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading (or an earlier version of one) with its value in words and whom or what it is about."""

    reading: Any
    value: str
    about: list[str]
    may_edit: bool


def reading_page(
    *, membership: Membership, criteria: dict[str, Any], is_withdrawn: bool, number: str | int, currency: str
) -> Page:
    """Readings in force, or those that were withdrawn: a page of `ReadingRow`s, the newest first."""
    if is_withdrawn:
        found = ReadingVersion.objects.filter(reason=ReadingVersion.Reason.WITHDRAWN, **criteria)
        rows = found.with_names().select_related("superseded_by").order_by("-superseded_at", "pk")
    else:
        rows = Reading.objects.filter(**criteria).with_names().order_by("-day", "-recorded_at", "pk")
    page = Paginator(rows.visible_to(membership), PER_PAGE).get_page(number)
    page.object_list = [_row(reading, membership, currency) for reading in page.object_list]
    return page


def versions_of(reading: Reading, *, membership: Membership, currency: str) -> list[ReadingRow]:
    """What a reading was before, the newest first."""
    found = ReadingVersion.objects.filter(reading_id=reading.pk).with_names().select_related("superseded_by")
    return [_row(version, membership, currency) for version in found.order_by("-version", "pk")]


def series_rows() -> Any:
    """Every series with the number of its readings and the last day of one."""
    of_series = Reading.objects.filter(series=OuterRef("pk")).order_by().values("series")
    number = Subquery(of_series.annotate(number=Count("pk")).values("number"))
    last_day = Subquery(of_series.annotate(last=Max("day")).values("last"))
    return ReadingSeries.objects.annotate(number=Coalesce(number, 0), last_day=last_day).order_by("name", "pk")


def _row(reading: ReadingValues, membership: Membership, currency: str) -> ReadingRow:
    value = amounts.write(
        value=reading.value, unit=reading.series.measured_in, currency=currency, language=get_language() or "en"
    )
    people = [reading.owner, reading.team if reading.owner is None else None]
    place = [reading.department if not any(people) else None, reading.territory if reading.owner is None else None]
    about = [*people, *place, reading.product, reading.lead_source]
    may_edit = isinstance(reading, Reading) and may_change(membership, reading)
    return ReadingRow(reading, value, [str(one) for one in about if one is not None], may_edit)


def units_of(series: list[UUID] | None) -> list[str]:
    """The units in which these series are measured, or all."""
    rows = ReadingSeries.objects.all() if series is None else ReadingSeries.objects.filter(pk__in=series)
    return sorted(set(rows.order_by().values_list("unit", flat=True)))

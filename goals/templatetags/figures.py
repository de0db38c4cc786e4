"""`{% load figures %}`: values of objectives, written in their unit and the organisation's money.

Lists hold a hundred rows, so what every row repeats (its badge, the names of its columns) is made once.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goals.models import Status
from goals.queries import reasons
from goals.queries.progress import ProgressRow
from pipeline.rules import amounts
from pipeline.rules.amounts import Unit
from teams.http import url_for
from teams.models import period_label
from teams.rules import formats

register = template.Library()

BAR = '<progress class="bar" value="{}" max="1" data-status="{}" aria-label="{}"></progress>'
BULLET = (
    '<span class="bullet"><progress class="bar bar-expected" value="{}" max="1" aria-hidden="true"></progress>'
    '<progress class="bar bar-actual" value="{}" max="1" data-status="{}" aria-label="{}"></progress></span>'
)


@register.simple_tag(takes_context=True)
def amount(context: template.Context, value: Decimal | str | None, unit: Unit, currency: str = "") -> str:
    """`{% amount row.actual row.metric.unit row.currency %}`: "USD 1,200", "42" or "12.5%"; "–" for None, and for ""."""
    home = context["request"].organisation.currency
    number = None if isinstance(value, str) else value
    return amounts.write(value=number, unit=unit, currency=currency or home, language=get_language() or "en")


@register.simple_tag(takes_context=True)
def signed_amount(context: template.Context, value: Decimal, unit: Unit, currency: str = "") -> str:
    """A change: "USD +1,200", with its sign where "USD -1,200" has it."""
    text = amount(context, value, unit, currency)
    return text if value < 0 else re.sub(r"(?=\d)", "+", text, count=1)


@register.simple_tag(takes_context=True)
def explained(
    context: template.Context, objective_id: UUID | str, value: Decimal | None, unit: Unit, currency: str = ""
) -> SafeString:
    """The same as `amount`, leading to what explains it: `{% explained row.id row.actual row.metric.unit row.currency %}`."""
    url, title = url_for(context["request"], "goals:objective_explain", objective_id), _("Explain this number")
    written = amount(context, value, unit, currency)
    return format_html('<a class="figure-link" href="{}" title="{}"><bdi>{}</bdi></a>', url, title, written)


@register.simple_tag
def agreed(value: str | None, unit: Unit, currency: str) -> str:
    """`{% agreed terms.target unit terms.currency %}`: a number of frozen terms, in the currency of its day."""
    number = None if value is None else Decimal(value)
    return amounts.write(value=number, unit=unit, currency=currency, language=get_language() or "en")


@register.filter
def period_words(period: dict[str, str]) -> str:
    """The period of frozen terms."""
    return period_label(key=period["key"], starts_on=date.fromisoformat(period["starts_on"]))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of objectives, ready to be shown."""

    url: str
    explain: str
    title: str
    about: str
    goal: str
    period: str
    target: str
    actual: str
    attainment: str
    expected: str
    pace: str
    bar: SafeString
    badge: SafeString
    guard: SafeString


@register.simple_tag(takes_context=True)
def lines(context: template.Context, rows: Iterable[ProgressRow], *, within: bool = False) -> Iterator[Line]:
    """`{% lines rows as lines %}`; `within` a department or team, its own objectives need not name it again."""
    request, language = context["request"], get_language() or "en"
    home = request.organisation.currency
    anywhere, explained = (url_for(request, f"goals:objective_{page}", NOWHERE) for page in ("detail", "explain"))
    for row in rows:
        name = row.name
        write = partial(amounts.write, unit=row.metric.unit, currency=row.currency or home, language=language)
        is_named = within and row.scope in ("department", "team")
        yield Line(
            url=anywhere.replace(NOWHERE, str(row.id)),
            explain=explained.replace(NOWHERE, str(row.id)),
            title=name if is_named else row.scope_name or name,
            about=name if row.scope_name and not is_named else "",
            goal=row.goal_title,
            period=row.period_label,
            target=_target(row, write),
            actual=write(value=row.actual),
            attainment=whole_percent(row.attainment),
            expected=write(value=row.expected),
            pace=whole_percent(row.pace),
            bar=bar(row.attainment, row.expected_attainment, row.status, name),
            badge=badge(row.status),
            guard=guard_mark(row.guard_state),
        )


def _target(row: ProgressRow, write: Callable[..., str]) -> str:
    """Both ends of a band."""
    lower = write(value=row.asked)
    return lower if row.asked_upper is None else f"{lower} – {write(value=row.asked_upper)}"


NOWHERE = "00000000-0000-0000-0000-000000000000"


@register.filter
def whole_percent(share: Decimal | None) -> str:
    """Rounded down: 79.9 % is not yet 80 %, and 99.9 % of a target has not reached it."""
    whole = None if share is None else Decimal(math.floor(share * 100)) / 100
    return formats.percent(share=whole, language=get_language() or "en", digits=0)


@register.filter
def tenth_percent(share: Decimal | str | None) -> str:
    """To a tenth, and never up to a whole one: 94.96 % is no pace of 95 %, and 99.97 % of a target has not reached it."""
    if share is None:
        return formats.NONE
    exact = Decimal(share) * 1000
    tenth = round(exact)
    is_too_much = tenth % 10 == 0 and tenth > exact
    return formats.percent(share=Decimal(tenth - is_too_much) / 1000, language=get_language() or "en")


@register.filter
def signed_percent(share: Decimal) -> str:
    """A change: "+10%", "−5%"."""
    text = formats.percent(share=share, language=get_language() or "en")
    return text if share < 0 else f"+{text}"


@register.filter
def of_row(rows: dict[UUID, Any], row_id: UUID) -> Any:
    """What belongs to a row, by its id."""
    return rows.get(row_id)


@register.filter
def day_span(span: tuple[date, date]) -> str:
    """A closed-open span of days, by its first and last day."""
    language = get_language() or "en"
    first, last = (formats.day(value=day, language=language) for day in (span[0], span[1] - timedelta(days=1)))
    return first if first == last else f"{first} – {last}"


@register.simple_tag
def bar(value: Decimal | None, expected: Decimal | None, status: str | None, label: str) -> SafeString:
    """The same as components/progress_bar.html."""
    if expected is None:
        return format_html(BAR, _share(value), status or "", label)
    return format_html(BULLET, _share(expected), _share(value), status or "", label)


@register.simple_tag
def badge(status: str | None) -> SafeString:
    """The same as components/status_badge.html."""
    return _badge(status or "no_data", get_language() or "en")


@register.simple_tag
def status_word(status: str) -> str:
    """A status by its name."""
    return str(Status(status).label)


@register.simple_tag
def guard_mark(state: str) -> SafeString:
    """A small mark beside a figure from which a guardrail withholds something; nothing if all are kept."""
    return _guard_mark(state, get_language() or "en") if state else SafeString("")


@register.filter
def reason_words(reason: dict[str, str] | None) -> str:
    """Why a figure is undefined."""
    return reasons.in_words(reason)


@register.simple_tag
def column_names() -> dict[str, str]:
    """What the cells are called where a table is shown as blocks."""
    return {
        "period": _("Period"),
        "target": _("Target"),
        "actual": _("Actual"),
        "attainment": _("Attainment"),
        "expected": _("Expected today"),
        "pace": _("Pace"),
        "status": _("Status"),
        "explain": _("Explain this number"),
    }


@cache
def _badge(status: str, language: str) -> SafeString:
    return render_to_string("components/status_badge.html", {"status": status})


@cache
def _guard_mark(state: str, language: str) -> SafeString:
    return render_to_string("components/guard_mark.html", {"state": state})


def _share(value: Decimal | None) -> str:
    return f"{min(max(value or 0, 0), 1):.4f}"

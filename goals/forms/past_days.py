"""The day from which a page looks: today, or an earlier one, of which it shows what was known then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from teams.http import TenantRequest, carry

PARAMETER = "as_of"
# A link from one of these to another keeps the day.
PAGES = (
    "reports:dashboard",
    "reports:my_quota",
    "reports:member_quota",
    "goals:objective_list",
    "goals:objective_detail",
    "goals:objective_explain",
    "goals:goal_list",
    "goals:goal_detail",
)


@dataclass(frozen=True, slots=True)
class AsOf:
    """`past` is None on a page that shows what is known now; `others`: what else the address asks for."""

    today: date
    past: date | None
    typed: str
    error: str
    others: list[tuple[str, str]]

    @property
    def day(self) -> date:
        return self.past or self.today


def as_of(request: TenantRequest) -> AsOf:
    """As the address says. From now on links to the other pages of figures keep the day."""
    today, typed = timezone.localdate(), request.GET.get(PARAMETER, "").strip()
    chosen, error = _read(typed, today)
    past = chosen if chosen and chosen < today else None
    if past:
        carry(request, PAGES, **{PARAMETER: past.isoformat()})
    found = AsOf(today=today, past=past, typed=typed, error=error, others=_others(request.GET))
    request.as_of = found  # type: ignore[attr-defined]
    return found


def _read(typed: str, today: date) -> tuple[date | None, str]:
    if not typed:
        return None, ""
    try:
        chosen = date.fromisoformat(typed)
    except ValueError:
        return None, _("That is not a day. You see what is known now.")
    if chosen > today:
        return None, _("That day is still to come. You see what is known now.")
    return chosen, ""


def _others(query: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values if name not in (PARAMETER, "page")]

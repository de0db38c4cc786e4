"""Breaches as lists and their pages show them. Whether one counts is asked of its clock: there is one definition."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from audit.models import Event
from slas.access import may_sign
from slas.models import Breach, Clock, ClockNotice, Side
from slas.models.clock import ClockQuerySet
from slas.queries.clocks import PER_PAGE, ClockFilter, filtered
from slas.rules.clock import State
from teams.models import Membership
from teams.queries.audit import Line, lines


@dataclass(frozen=True, slots=True)
class SignOff:
    side: str
    label: str
    name: str
    signed_at: datetime | None
    may_sign: bool


def breached_clocks(where: ClockFilter, *, member: Membership, at: datetime) -> ClockQuerySet:
    """Clocks by what has become of their breach; `where.state` is a choice of BreachFilterForm."""
    rows = filtered(replace(where, state=None), member=member, at=at)
    if where.state == "waived":
        return rows.filter(state_now=State.WAIVED)
    if where.state == "reversed":
        return rows.filter(breaches__reversed_at__isnull=False)
    rows = rows.breached()
    if where.state == "unexplained":
        return rows.exclude(breaches__cause__gt="")
    if where.state == "unsigned":
        return rows.exclude(breaches__marketing_signed_at__isnull=False, breaches__sales_signed_at__isnull=False)
    if where.state == "action_overdue":
        late = Q(breaches__action_due_on__lt=timezone.localdate(at), breaches__action_done_on__isnull=True)
        return rows.filter(late)
    return rows


def page_of(rows: ClockQuerySet, *, number: str | None, count: int | None) -> Page:
    """`count`, where it is known already."""
    listed = rows.select_related("promise__version", "lead", "owner", "team").prefetch_related("breaches__action_owner")
    paginator = Paginator(listed.order_by("-due_at", "pk"), PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(number)


def sign_offs(breach: Breach, *, member: Membership) -> list[SignOff]:
    """Each side's word, and whether this member may give it now."""
    agreement = breach.clock.promise.version.agreement
    signed = {breach.marketing_signed_by_id, breach.sales_signed_by_id}
    found = []
    for side in Side:
        by, at = getattr(breach, f"{side}_signed_by"), getattr(breach, f"{side}_signed_at")
        is_open = at is None and breach.cause and member.pk not in signed
        may = bool(is_open) and may_sign(member, agreement.department(side), side=side)
        found.append(SignOff(side, str(side.label), by.full_name if by else "", at, may))
    return found


def thread_of(clock: Clock) -> list[ClockNotice]:
    """Who was told of it, in order."""
    return list(ClockNotice.objects.filter(clock=clock).select_related("to").order_by("told_at", "pk"))


def changes_of(breach_id: UUID, *, organisation_id: UUID) -> list[Line]:
    """What people have written about it, from the audit trail."""
    rows = Event.objects.of(organisation_id).filter(record_type="slas.breach", record_id=str(breach_id))
    return lines(rows.order_by("at", "pk"))

"""Who is told of closed periods: managers who have results to sign, and all who signed when something changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from goals.models import Close, ClosedResult, CloseSignature
from notifications import actions as notifications
from teams.models import Membership
from teams.permissions import Role
from teams.queries.organisations import active_organisation
from teams.queries.superiors import managers_of


def closed(*, close: Close, results: Sequence[ClosedResult], at: datetime) -> None:
    """Managers of departments with results, and owners, are asked to sign."""
    on = at.astimezone(active_organisation().zone).date()
    people = {owner.pk: owner for owner in _owners()}
    for department_id in {result.department_id for result in results if result.department_id}:
        people |= {manager.pk: manager for manager in managers_of(department_id=department_id, on=on)}
    _tell(people.values(), "period_closed", close, {"period": close.period.told, "results": len(results)}, at)


def reopened(*, close: Close, by: Membership, at: datetime) -> None:
    values = {"period": close.period.told, "by": by.full_name, "reason": close.reason}
    _tell(_signers([close.pk]), "period_reopened", close, values, at)


def restated(*, closes: dict[UUID, int], at: datetime) -> None:
    """By closing, how many of its results were restated."""
    for close in Close.objects.filter(pk__in=closes).select_related("period").order_by("pk"):
        values = {"period": close.period.told, "results": closes[close.pk]}
        _tell({*_signers([close.pk]), *_owners()}, "result_restated", close, values, at)


def _signers(close_ids: Iterable[UUID]) -> QuerySet[Membership]:
    signed = CloseSignature.objects.filter(close__in=close_ids).values("signed_by")
    return Membership.objects.active().filter(pk__in=signed).order_by("pk")


def _owners() -> QuerySet[Membership]:
    return Membership.objects.active().filter(role=Role.OWNER, user__isnull=False).order_by("pk")


def _tell(people: Iterable[Membership], kind: str, close: Close, values: dict[str, Any], at: datetime) -> None:
    url = reverse("goals:close_detail", args=[active_organisation().slug, close.pk])
    for person in people:
        notifications.notify(to=person, kind=kind, values=values, url=url, at=at)

"""What members were told: a thread for each matter."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, QuerySet

from notifications.models import Notification, NotificationSettings
from notifications.models.notification import NotificationQuerySet
from teams.models import Membership, compiled

THREADS, NOTICES = 100, 50
UNREAD = Q(read_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Thread:
    """All notices to a member about one matter, by the latest of them."""

    latest: Notification
    unread: int
    count: int


def notices_of(*, member: Membership) -> NotificationQuerySet:
    """A member's own notices, the newest first."""
    return Notification.objects.filter(to=member).order_by("-created_at", "-pk")


def thread_of(notice: Notification) -> NotificationQuerySet:
    """All notices to the same reader about the same matter, the newest first."""
    return Notification.objects.filter(to=notice.to_id, matter=notice.matter).order_by("-created_at", "-pk")


def unread_threads(*, member: Membership) -> int:
    return sum(count for (count,) in compiled.rows_of(_unread_matters, member.pk))


def _unread_matters(member_id: UUID) -> QuerySet[Any, Any]:
    """How many: one row, or none."""
    rows = Notification.objects.filter(to=member_id).unread().order_by()
    return rows.values("to").annotate(count=Count("matter", distinct=True)).values_list("count")


def threads_page(*, member: Membership, number: str | None) -> Page:
    """A page of `Thread`s, unread ones first, then the latest first; three queries."""
    matters = Notification.objects.filter(to=member).order_by().values("matter")
    counted = matters.annotate(unread=Count("pk", filter=UNREAD), count=Count("pk"), latest=Max("created_at"))
    listed = counted.order_by(ExpressionWrapper(Q(unread=0), BooleanField()).asc(), "-latest", "matter")
    page = Paginator(listed, THREADS).get_page(number)
    rows = list(page.object_list)
    newest = notices_of(member=member).filter(matter__in=[row["matter"] for row in rows])
    latest = {notice.matter: notice for notice in newest.order_by("matter", "-created_at", "-pk").distinct("matter")}
    page.object_list = [Thread(latest[row["matter"]], row["unread"], row["count"]) for row in rows]
    return page


def notices_page(notice: Notification, *, number: str | None) -> Page:
    """A page of the thread that a notice belongs to."""
    return Paginator(thread_of(notice), NOTICES).get_page(number)


def settings_of(member: Membership) -> NotificationSettings:
    """What a member has chosen, else the default."""
    return NotificationSettings.objects.filter(member=member).first() or NotificationSettings.default(member)

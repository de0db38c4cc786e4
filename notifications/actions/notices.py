"""Notices are left as rows: at once in the list, and mailed when their letter is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from notifications.catalogue import FIXED
from notifications.models import Notification, NotificationSettings
from notifications.models.notification import NotificationQuerySet
from notifications.queries import thread_of
from notifications.rules.matters import matter_of
from teams.models import Membership
from teams.queries.organisations import active_organisation

# A notice only points at a record; what happened stays there and in the audit trail.
KEPT_WHEN_READ = timedelta(days=366)


def notify(*, to: Membership, kind: str, values: dict[str, Any], url: str, at: datetime) -> Notification:
    """Leave a notice; its text is made from `kind` and `values` in the reader's language (notifications/catalogue.py)."""
    notice = Notification(to=to, kind=kind, values=values, url=url, created_at=at)
    _address([notice])
    notice.save(force_insert=True)
    return notice


@transaction.atomic
def post(notices: Sequence[Notification]) -> int:
    """Leave many notices at once; those whose key was told already are left out. Returns how many rows were sent."""
    _address(notices)
    return len(Notification.objects.bulk_create(notices, 500, ignore_conflicts=True))


def mark_read(*, to: Membership, at: datetime) -> int:
    """Mark all notices of a member as read; return how many were not."""
    return _read(Notification.objects.filter(to=to), at)


def read_thread(*, notice: Notification, at: datetime) -> int:
    """Mark all that was told about the matter as read. Twice is once."""
    return _read(thread_of(notice), at)


def forget_old(*, at: datetime) -> int:
    """Delete what was read more than a year ago; return how many. What was never read stays."""
    deleted, _by_model = Notification.objects.filter(read_at__lt=at - KEPT_WHEN_READ).delete()
    return deleted


def _address(notices: Sequence[Notification]) -> None:
    """Which thread a notice belongs to, whether it counts on the bell and when its letter goes: as its reader chose."""
    rows = NotificationSettings.objects.filter(member__in={notice.to_id for notice in notices})
    chosen = {row.member_id: row for row in rows}
    organisation = active_organisation()
    for notice in notices:
        settings = chosen.get(notice.to_id) or NotificationSettings.default(notice.to)
        notice.matter = matter_of(url=notice.url, kind=notice.kind)
        if settings.is_muted(notice.kind):
            notice.read_at = notice.created_at
        if notice.to.email:
            notice.letter_at = settings.letter_at(notice.kind, organisation=organisation, at=notice.created_at)


def _read(rows: NotificationQuerySet, at: datetime) -> int:
    """What was read needs no letter any more, unless it is of a kind that always has one."""
    letter_at = Case(When(mailed_at__isnull=True, then=Value(None)), default=F("letter_at"))
    unread = rows.order_by().unread()
    unread.exclude(kind__in=FIXED).update(letter_at=letter_at)
    return unread.update(read_at=at)

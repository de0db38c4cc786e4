"""Letters: all that is due to a person goes in one, the notices about a matter together.

A worker that is killed between sending and noting loses nothing: the letter goes once more, under the same Message-ID.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from notifications.actions import unsubscribing
from notifications.models import Notification
from notifications.models.notification import NotificationQuerySet
from notifications.queries import settings_of
from teams.actions import mail_failures
from teams.models import MailFailure, Membership, Organisation

# A longer letter says no more; the rest is told by its number.
MOST_MATTERS = 50


def people_due(*, at: datetime) -> list[UUID]:
    """Who has letters to get, the longest waiting first."""
    waiting = _due(at).order_by().values("to").annotate(since=Min("letter_at"))
    return list(waiting.order_by("since", "to").values_list("to", flat=True))


def _due(at: datetime) -> NotificationQuerySet:
    """Not to those to whom mail has failed until it is tried again."""
    blocked = MailFailure.objects.blocking(MailFailure.Kind.LETTER, at=at).values("member")
    return Notification.objects.awaiting_letter(at=at).exclude(to__in=blocked)


@transaction.atomic
def send(*, member_id: UUID, mailer: BaseEmailBackend, at: datetime) -> bool:
    """Write to a member unless another worker does; return whether a letter went out. `mailer` stays open for the next one."""
    if not _is_claimed(member_id):
        return False
    member = Membership.objects.select_related("user", "organisation").get(pk=member_id)
    waiting = _due(at).filter(to=member).order_by("created_at", "pk")
    notices = _due_now(member, list(waiting), at)
    if not notices:
        return False
    organisation = member.organisation
    language = member.user.language if member.user else ""
    with translation.override(language or organisation.language), timezone.override(organisation.zone):
        letter = _letter(member, organisation, notices)
    mailer.open()
    mailer.send_messages([letter])
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)
    mail_failures.clear(member=member, kind=MailFailure.Kind.LETTER)
    return True


def forget_needless() -> None:
    """A failure of which nothing waits any more, for it was read here, is not waited for either."""
    waiting = Notification.objects.filter(mailed_at__isnull=True, letter_at__isnull=False)
    MailFailure.objects.filter(kind=MailFailure.Kind.LETTER).exclude(member__in=waiting.values("to")).delete()


def _is_claimed(member_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"letters to {member_id}"])
        return bool(cursor.fetchone()[0])


def _due_now(member: Membership, waiting: list[Notification], at: datetime) -> list[Notification]:
    """What may go now. The rest waits: quiet hours have begun meanwhile, or this period's digest is out already."""
    chosen, organisation = settings_of(member), member.organisation
    written = Notification.objects.filter(to=member, mailed_at__isnull=False)
    out = set(
        written.filter(letter_at__in={notice.letter_at for notice in waiting}).values_list("letter_at", flat=True)
    )
    later = []
    for notice in waiting:
        if notice.letter_at in out:
            due = chosen.letter_at(notice.kind, organisation=organisation, at=at)
        else:
            due = chosen.not_before(notice.kind, organisation=organisation, at=at)
        if due is None or due > at:
            notice.letter_at = due
            later.append(notice)
    Notification.objects.bulk_update(later, ["letter_at"], 500)
    return [notice for notice in waiting if notice not in later]


def _letter(member: Membership, organisation: Organisation, notices: Sequence[Notification]) -> EmailMultiAlternatives:
    matters: dict[str, list[Notification]] = {}
    for notice in notices:
        matters.setdefault(notice.matter, []).append(notice)
    token = unsubscribing.token_of(member, {notice.kind for notice in notices})
    unsubscribe_url = _absolute(reverse("unsubscribe", args=[token])) if token else ""
    context = _context(organisation, list(matters.values())) | {"unsubscribe_url": unsubscribe_url}
    letter = EmailMultiAlternatives(
        subject=_subject(organisation, notices),
        body=render_to_string("notifications/mail/letter.txt", context),
        to=[member.email],
        headers=_headers(organisation, notices, list(matters)) | _ending(unsubscribe_url),
    )
    letter.attach_alternative(render_to_string("notifications/mail/letter.html", context), "text/html")
    return letter


def _context(organisation: Organisation, matters: list[list[Notification]]) -> dict[str, Any]:
    shown = matters[:MOST_MATTERS]
    return {
        "organisation": organisation,
        "matters": [{"title": of[-1].title, "notices": of, "url": _absolute(of[-1].url)} for of in shown],
        "more": len(matters) - len(shown),
        "list_url": _absolute(reverse("notifications:notification_list", args=[organisation.slug])),
        "settings_url": _absolute(reverse("notifications:settings_edit", args=[organisation.slug])),
        "is_rtl": translation.get_language_bidi(),
        "language": translation.get_language(),
    }


def _subject(organisation: Organisation, notices: Sequence[Notification]) -> str:
    if len(notices) == 1:
        return f"{organisation.name}: {notices[0].label}"
    count = len(notices)
    words = ngettext("%(count)d notification", "%(count)d notifications", count) % {"count": count}
    return f"{organisation.name}: {words}"


def _headers(organisation: Organisation, notices: Sequence[Notification], matters: list[str]) -> dict[str, str]:
    """The same notices have the same Message-ID; what is about one matter alone is one thread in the mail box as well."""
    headers = {"Message-ID": _mail_id(*sorted(str(notice.pk) for notice in notices))}
    if len(matters) == 1:
        headers["References"] = _mail_id(str(organisation.pk), str(notices[0].to_id), matters[0])
    return headers


def _ending(url: str) -> dict[str, str]:
    """The button of the mail program that ends such letters with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def _mail_id(*parts: str) -> str:
    digest = sha256("\n".join(parts).encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _absolute(url: str) -> str:
    return settings.PUBLIC_URL + url

from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notifications.catalogue import KINDS
from notifications.rules.letters import Habits, Mail, due_at, quiet_end
from teams.models import Membership, Organisation
from teams.tenancy import TenantKey, TenantModel, walls


class NotificationSettings(TenantModel):
    """How a member wants to be told. What they have not chosen is as the catalogue has it, so an unsaved row is the default.

    `mail` is by kind; the kinds in `muted` are put into the list as read. Without a time zone the organisation's holds.
    """

    member = TenantKey(Membership, related_name="+")
    mail = models.JSONField(default=dict)
    muted = models.JSONField(default=list)
    digest_at = models.TimeField(_("Time of the digest"), default=time(8))
    digest_weekday = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("Notification settings")
        verbose_name_plural = _("Notification settings")
        ordering = ["pk"]
        constraints = [
            *walls("notifications_notificationsettings", member="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "member"], name="notifications_settings_member_key"),
            models.CheckConstraint(
                name="notifications_settings_quiet",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
            ),
            models.CheckConstraint(name="notifications_settings_weekday", condition=Q(digest_weekday__lte=6)),
        ]

    @classmethod
    def default(cls, member: Membership) -> Self:
        return cls(member=member)

    def mail_of(self, kind: str) -> Mail:
        told = KINDS[kind]
        return told.mail if told.fixed else Mail(self.mail.get(kind, told.mail))

    def is_muted(self, kind: str) -> bool:
        return kind in self.muted and not KINDS[kind].fixed

    def habits(self, organisation: Organisation) -> Habits:
        zone = ZoneInfo(self.time_zone) if self.time_zone else organisation.zone
        return Habits(zone, self.digest_at, self.digest_weekday, self.quiet_from, self.quiet_until)

    def letter_at(self, kind: str, *, organisation: Organisation, at: datetime) -> datetime | None:
        """When the letter of a notice of `at` goes out."""
        return due_at(mail=self.mail_of(kind), habits=self.habits(organisation), waits=KINDS[kind].waits, at=at)

    def not_before(self, kind: str, *, organisation: Organisation, at: datetime) -> datetime:
        """When what is due at `at` may go out: quiet hours may have begun meanwhile."""
        return quiet_end(habits=self.habits(organisation), at=at) if KINDS[kind].waits else at

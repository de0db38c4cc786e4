from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models.membership import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class MailFailureQuerySet(models.QuerySet["MailFailure"]):
    def blocking(self, kind: str, *, at: datetime) -> "MailFailureQuerySet":
        """Whose mail waits for its next try, or is given up; to another address than failed it goes at once."""
        waits = Q(retry_at__isnull=True) | Q(retry_at__gt=at)
        return self.filter(waits, kind=kind, address=F("member__email"))

    def here(self) -> "MailFailureQuerySet":
        return self.filter(member__is_active=True)

    def retriable(self) -> "MailFailureQuerySet":
        """Has failed since somebody last asked for it."""
        return self.here().filter(failures__gt=0)


class MailFailure(TenantModel):
    """Mail to a person that does not go out: how often in a row, why, and when it is tried again (never: it is given up).

    The row is gone with the first that goes out. What waits to be mailed stays where it is.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", pgettext_lazy("mail", "Notices")
        INVITATION = "invitation", pgettext_lazy("mail", "Invitation")

    member = TenantKey(Membership, verbose_name=_("Person"), related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.EmailField(_("E-mail address"))
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(_("Reason"), max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(MailFailureQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Mail that does not arrive")
        verbose_name_plural = _("Mail that does not arrive")
        ordering = ["-last_at", "pk"]
        constraints = [
            *walls("teams_mailfailure", member="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "member", "kind"], name="teams_mailfailure_once"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_given_up(self) -> bool:
        return self.retry_at is None

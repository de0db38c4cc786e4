from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models.membership import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime) -> "ApiTokenQuerySet":
        """Neither revoked nor expired, of somebody who is here."""
        here = self.filter(membership__is_active=True, membership__user__is_active=True)
        return here.filter(revoked_at__isnull=True, expires_at__gt=at)

    def taken_away(self, *, since: datetime) -> "ApiTokenQuerySet":
        """Revoked by somebody else, of people who are here and should hear of it."""
        mine = Q(revoked_by=F("membership"))
        return self.filter(revoked_at__gte=since, revoked_by__isnull=False, membership__is_active=True).exclude(mine)


class ApiToken(TenantModel):
    """With it a program reads, in one organisation, what one of its people may read now. Of its secret only a hash is kept."""

    membership = TenantKey(Membership, verbose_name=_("Person"), related_name="api_tokens")
    revoked_by = TenantKey(Membership, null=True, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("token", "Created"))
    expires_at = models.DateTimeField(_("Expires"))
    last_used_at = models.DateTimeField(_("Last used"), null=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)

    objects = TenantManager.from_queryset(ApiTokenQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "pk"]
        constraints = [
            *walls("teams_apitoken", membership="teams_membership", revoked_by="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "membership", "name"],
                name="teams_apitoken_name_key",
                condition=models.Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="teams_apitoken_expires_later", condition=models.Q(expires_at__gt=models.F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

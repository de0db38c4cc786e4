from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls

PREFIX = "own:"


class Direction(models.TextChoices):
    AT_LEAST = "at_least", pgettext_lazy("metric", "More is better")
    AT_MOST = "at_most", pgettext_lazy("metric", "Less is better")


class OwnMetricQuerySet(models.QuerySet["OwnMetric"]):
    def active(self) -> "OwnMetricQuerySet":
        return self.filter(is_archived=False)


class OwnMetric(TenantModel):
    """A metric that an organisation describes itself. What it counts stands in its versions; the last one is current.

    `latest` is the number of that version, `version` the one that edits compare.
    """

    name = models.CharField(_("Name"), max_length=100)
    latest = models.PositiveIntegerField(default=1, editable=False)
    is_archived = models.BooleanField(_("Archived"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(OwnMetricQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Metric")
        verbose_name_plural = _("Metrics")
        ordering = ["name", "pk"]
        constraints = walls("metrics_ownmetric")

    def __str__(self) -> str:
        return self.name


class OwnMetricVersion(TenantModel):
    """How a metric is measured, for ever (the database refuses changes): an objective names a version, so that a later
    one never redefines what was promised.

    `terms` are those of `metrics/queries/terms.py`.
    """

    metric = TenantKey(OwnMetric, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(_("Name"), max_length=100)
    direction = models.CharField(_("Direction"), max_length=8, choices=Direction.choices, default=Direction.AT_LEAST)
    terms = models.JSONField()
    note = models.CharField(_("What has changed, and why"), max_length=500, blank=True)
    created_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("Version of a metric")
        ordering = ["metric", "-number"]
        constraints = [
            *walls("metrics_ownmetricversion", metric="metrics_ownmetric", created_by="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "metric", "number"], name="metrics_ownmetricversion_number_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def key(self) -> str:
        """What an objective stores as its metric."""
        return f"{PREFIX}{self.pk.hex}"

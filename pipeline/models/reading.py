from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.fact import ATTRIBUTION, WIDE, AttributedModel
from pipeline.models.names import SourceSystem
from pipeline.models.touched import TouchTriggers
from pipeline.rules.amounts import Unit
from pipeline.rules.readings import value_of
from teams.models import Membership
from teams.permissions import Permission
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class ReadingSeries(TenantModel):
    """What is measured again and again, and in which unit: "Brand awareness", "Customer waiting time", …"""

    class Units(models.TextChoices):
        COUNT = "count", _("Number")
        SHARE = "share", _("Percentage")
        SCORE = "score", _("Score")
        DURATION = "duration", _("Duration")
        MONEY = "money", _("Money")

    name = models.CharField(_("Name"), max_length=150)
    name_key = models.CharField(max_length=300, editable=False)
    unit = models.CharField(_("Unit"), max_length=8, choices=Units.choices)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def measured_in(self) -> Unit:
        return cast("Unit", self.unit)

    class Meta(TenantModel.Meta):
        verbose_name = _("Series of readings")
        verbose_name_plural = _("Series of readings")
        ordering = ["name", "pk"]
        constraints = [
            *walls("pipeline_readingseries"),
            models.UniqueConstraint(fields=["organisation", "name_key"], name="pipeline_readingseries_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class ReadingQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> "ReadingQuerySet":
        """All of them for who may change all; otherwise one's own, and those about no person."""
        if membership.may(Permission.READING_EDIT):
            return self
        return self.filter(models.Q(owner=membership) | models.Q(owner__isnull=True))

    def with_names(self) -> "ReadingQuerySet":
        return self.select_related("series", "entered_by", *ATTRIBUTION)


class ReadingValues(AttributedModel):
    """One measured value: `value_scaled` is the value × SCALE in its series' unit (money in minor units, shares 0–1, seconds).

    About a person, their place on that day is filled in; otherwise it is about whatever is named, or the organisation.
    """

    series = TenantKey(ReadingSeries, verbose_name=_("What was measured"), related_name="+")
    day = models.DateField(_("Day"))
    value_scaled = models.BigIntegerField(_("Value"))
    note = models.CharField(_("Note"), max_length=255, blank=True)
    source_system = TenantKey(SourceSystem, null=True, blank=True, related_name="+")
    external_id = models.CharField(max_length=255, blank=True)
    entered_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TenantManager.from_queryset(ReadingQuerySet)()

    class Meta(AttributedModel.Meta):
        abstract = True

    @property
    def value(self) -> Decimal:
        return value_of(self.value_scaled)


KEYS = ATTRIBUTION | {
    "series": "pipeline_readingseries",
    "source_system": "pipeline_sourcesystem",
    "entered_by": "teams_membership",
}


class Reading(ReadingValues):
    """A reading as it counts now; what it was before is kept as `ReadingVersion`s. Typed in, or from a file."""

    occurred_at = models.DateTimeField()

    class Meta(ReadingValues.Meta):
        verbose_name = pgettext_lazy("measured", "Reading")
        verbose_name_plural = pgettext_lazy("measured", "Readings")
        ordering = ["-day", "pk"]
        constraints = [
            *walls("pipeline_reading", **KEYS),
            TouchTriggers(name="pipeline_reading_touch", fact="reading", days=("day",)),
            models.UniqueConstraint(
                fields=["organisation", "source_system", "external_id"], name="pipeline_reading_external_id_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "series", "day"],
                include=["owner", "team", *WIDE, "value_scaled"],
                name="pipeline_reading_series_day",
            )
        ]

    def __str__(self) -> str:
        return self.series.name


class ReadingVersion(ReadingValues):
    """What a reading was until `superseded_at`: nothing that was once known is lost by a correction."""

    class Reason(models.TextChoices):
        CORRECTED = "corrected", pgettext_lazy("reading", "Corrected")
        WITHDRAWN = "withdrawn", pgettext_lazy("reading", "Withdrawn")

    reading_id = models.UUIDField()
    reason = models.CharField(max_length=9, choices=Reason.choices)
    superseded_at = models.DateTimeField()
    superseded_by = TenantKey(Membership, null=True, blank=True, related_name="+")

    class Meta(ReadingValues.Meta):
        verbose_name = _("Earlier version of a reading")
        verbose_name_plural = _("Earlier versions of readings")
        ordering = ["-superseded_at", "pk"]
        constraints = [
            *walls("pipeline_readingversion", **KEYS, superseded_by="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "reading_id", "version"], name="pipeline_readingversion_key"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "reason", "superseded_at"], name="pipeline_readingversion_reason")
        ]

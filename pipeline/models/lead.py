from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.fact import FactModel, covering_indexes, fact_walls
from pipeline.models.generated import generated, seconds_between
from pipeline.models.touched import TouchTriggers
from teams.models import Membership, Territory
from teams.tenancy import TenantKey


class Stage(models.TextChoices):
    """The way of a lead from first interest to the decision (DOMAIN: inquiry → MQL → SAL → SQL → …)."""

    INQUIRY = "inquiry", _("Inquiry")
    MQL = "mql", _("Marketing-qualified (MQL)")
    SAL = "sal", _("Sales-accepted (SAL)")
    SQL = "sql", _("Sales-qualified (SQL)")
    OPPORTUNITY = "opportunity", _("Opportunity")
    WON = "won", pgettext_lazy("stage", "Won")
    LOST = "lost", pgettext_lazy("stage", "Lost")
    RECYCLED = "recycled", _("Recycled to nurture")


class Lead(FactModel):
    """A person or company that showed interest. `day` is the tenant-local date of `occurred_at` (first contact).

    `won_at` and `won_day` are derived from the lead's earliest won deal; they may precede the first contact.
    `first_touched_at` is derived from the lead's activities: the first after the first contact that reached out to it.
    `source_…` is what the source said last: only where that changes does a file overrule what was decided here since.
    """

    name = models.CharField(_("Name"), max_length=255, blank=True)
    company = models.CharField(_("Company"), max_length=255, blank=True)
    stage = models.CharField(_("Stage"), max_length=12, choices=Stage.choices, default=Stage.INQUIRY)
    status = models.CharField(_("Status in the source"), max_length=150, blank=True)
    occurred_at = models.DateTimeField()
    day = models.DateField()
    won_at = models.DateTimeField(null=True, blank=True)
    won_day = models.DateField(null=True, blank=True)
    first_touched_at = models.DateTimeField(_("First touched"), null=True, blank=True)
    source_stage = models.CharField(max_length=12, choices=Stage.choices, blank=True, editable=False)
    source_owner = TenantKey(Membership, null=True, blank=True, editable=False, related_name="+")
    source_territory = TenantKey(Territory, null=True, blank=True, editable=False, related_name="+")
    seconds_to_touch = generated(
        seconds_between("occurred_at", "first_touched_at"), models.BigIntegerField(_("Time to first touch"), null=True)
    )

    class Meta(FactModel.Meta):
        verbose_name = _("Lead")
        verbose_name_plural = _("Leads")
        ordering = ["-occurred_at", "pk"]
        constraints = [
            *fact_walls("pipeline_lead", source_owner="teams_membership", source_territory="teams_territory"),
            TouchTriggers(name="pipeline_lead_touch", fact="lead", days=("day",)),
        ]
        indexes = [
            *covering_indexes("pipeline_lead_day", key=("day",), values=("won_day",)),
            models.Index(
                fields=["organisation", "occurred_at"],
                name="pipeline_lead_unassigned",
                condition=models.Q(stage="mql", owner__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.company or self.external_id

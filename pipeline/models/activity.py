from django.db import models
from django.utils.translation import gettext_lazy as _

from pipeline.models.deal import Deal
from pipeline.models.fact import FactModel, covering_indexes, fact_walls
from pipeline.models.lead import Lead
from pipeline.models.lead_news import NewsTriggers
from pipeline.models.touched import TouchTriggers
from teams.tenancy import TenantKey


class Activity(FactModel):
    """Something a person did: a call, a meeting, a presentation, a press release, an hour of coaching, …"""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        PRESENTATION = "presentation", _("Presentation")
        PROPOSAL = "proposal", _("Proposal")
        EMAIL = "email", _("E-mail")
        TASK = "task", _("Task")
        STORE_VISIT = "store_visit", _("Store visit")
        COACHING = "coaching", _("Coaching")
        TRAINING = "training", _("Training")
        EVENT = "event", _("Event or association meeting")
        PRESS_RELEASE = "press_release", _("Press release")
        INTERVIEW = "interview", _("Interview or press briefing")
        PUBLICATION = "publication", _("Article or post")
        OTHER = "other", _("Other")

    # With these a lead has been reached out to.
    TOUCHES = (Kind.CALL, Kind.MEETING, Kind.PRESENTATION, Kind.PROPOSAL, Kind.EMAIL, Kind.STORE_VISIT)

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    subject = models.CharField(_("Subject"), max_length=255, blank=True)
    occurred_at = models.DateTimeField()
    day = models.DateField()
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    lead = TenantKey(Lead, null=True, blank=True, related_name="activities")
    deal = TenantKey(Deal, null=True, blank=True, related_name="activities")

    class Meta(FactModel.Meta):
        verbose_name = _("Activity")
        verbose_name_plural = _("Activities")
        ordering = ["-occurred_at", "pk"]
        constraints = [
            *fact_walls("pipeline_activity", lead="pipeline_lead", deal="pipeline_deal"),
            TouchTriggers(name="pipeline_activity_touch", fact="activity", days=("day",)),
            NewsTriggers(name="pipeline_activity_news"),
        ]
        indexes = [
            *covering_indexes("pipeline_activity_kind", key=("kind", "day")),
            models.Index(
                fields=["organisation", "lead"], name="pipeline_activity_lead", condition=models.Q(lead__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.external_id

from django.db import models
from django.utils.translation import gettext_lazy as _

from pipeline.models.deal import Deal
from pipeline.models.fact import ATTRIBUTION, AttributedModel, covering_indexes
from pipeline.models.lead import Lead, Stage
from pipeline.models.lead_news import NewsTriggers
from pipeline.models.touched import TouchTriggers
from teams.tenancy import TenantKey, walls


class StageTransition(AttributedModel):
    """A lead or a deal entered a stage. `is_first` marks the first entry, so that "leads reaching MQL" counts each once."""

    lead = TenantKey(Lead, null=True, blank=True, related_name="transitions")
    deal = TenantKey(Deal, null=True, blank=True, related_name="transitions")
    from_stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage.choices)
    occurred_at = models.DateTimeField()
    day = models.DateField()
    is_first = models.BooleanField(default=True)

    class Meta(AttributedModel.Meta):
        verbose_name = _("Stage change")
        verbose_name_plural = _("Stage changes")
        ordering = ["occurred_at", "pk"]
        constraints = [
            *walls("pipeline_stagetransition", **ATTRIBUTION, lead="pipeline_lead", deal="pipeline_deal"),
            TouchTriggers(name="pipeline_stagetransition_touch", fact="stage_transition", days=("day",)),
            NewsTriggers(name="pipeline_stagetransition_news"),
            models.CheckConstraint(
                name="pipeline_stagetransition_one_subject",
                condition=models.Q(lead__isnull=True, deal__isnull=False)
                | models.Q(lead__isnull=False, deal__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["organisation", "lead", "to_stage", "occurred_at"], name="pipeline_stagetransition_lead_key"
            ),
            models.UniqueConstraint(
                fields=["organisation", "deal", "to_stage", "occurred_at"], name="pipeline_stagetransition_deal_key"
            ),
        ]
        indexes = covering_indexes(
            "pipeline_stagetransition", key=("to_stage", "day"), condition=models.Q(is_first=True)
        )

from django.db import models
from django.db.models.functions import Now

from pipeline.models.deal import Deal
from teams.tenancy import TenantKey, TenantModel, walls


class DealStage(TenantModel):
    """A deal was seen open in a stage of its source. Exports overwrite the stage, so this is all that is known of its way."""

    deal = TenantKey(Deal, related_name="+")
    stage = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["deal", "recorded_at", "pk"]
        constraints = [
            *walls("pipeline_dealstage", deal="pipeline_deal"),
            models.UniqueConstraint(fields=["organisation", "deal", "stage"], name="pipeline_dealstage_once"),
        ]


class StageChance(TenantModel):
    """Of the deals that were seen in a stage and are closed, how many were won; without a stage, of all closed deals.

    Derived (pipeline/actions/stage_chances.py), never edited.
    """

    stage = models.CharField(max_length=150, blank=True)
    won = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        ordering = ["stage", "pk"]
        constraints = [
            *walls("pipeline_stagechance"),
            models.UniqueConstraint(fields=["organisation", "stage"], name="pipeline_stagechance_one"),
            models.CheckConstraint(
                name="pipeline_stagechance_won_of_closed", condition=models.Q(won__lte=models.F("closed"))
            ),
        ]

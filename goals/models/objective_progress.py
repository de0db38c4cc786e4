from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.objective import Objective
from teams.tenancy import TenantKey, TenantModel, walls


class Status(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    WATCH = "watch", _("Watch")
    OFF_TRACK = "off_track", _("Off track")
    REACHED = "reached", _("Reached")
    MISSED = "missed", _("Missed")
    NO_DATA = "no_data", _("No figure")


class LearnedFrom(models.TextChoices):
    """Whose past taught a learned course; `calendar`: nobody's was enough."""

    OWN = "own", _("Its own past")
    ORGANISATION = "organisation", _("The organisation’s past")
    CALENDAR = "calendar", _("The calendar")


class Figures(TenantModel):
    """What a recompute says of an objective. Days through `as_of` are counted.

    `actual` is in the unit of the target; NULL is undefined ("–"), never 0, and `reason` says why: {"code": …} with what its words need. `credited` is what the guards leave of `actual`
    (`guards`: a verdict each), `actual_of_all` what it would be if everything qualified; NULL where nothing is filtered.
    """

    as_of = models.DateField()
    numerator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    actual = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    attainment = models.DecimalField(max_digits=48, decimal_places=6, null=True)
    expected = models.DecimalField(max_digits=36, decimal_places=6)
    pace = models.DecimalField(max_digits=48, decimal_places=6, null=True)
    status = models.CharField(max_length=11, choices=Status.choices)
    effective_target = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    credited = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    credited_attainment = models.DecimalField(max_digits=48, decimal_places=6, null=True)
    actual_of_all = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    guards = models.JSONField(null=True)
    reason = models.JSONField(null=True)
    rule_version = models.PositiveSmallIntegerField(db_default=1)
    # The status by today's pace alone; `status` is the held one, which waits before it turns better.
    plain_status = models.CharField(max_length=11, choices=Status.choices, db_default="", blank=True)
    better_since = models.DateField(null=True)
    # What was held at the end of the last day computed before `as_of`.
    earlier_status = models.CharField(max_length=11, choices=Status.choices, db_default="", blank=True)
    earlier_better_since = models.DateField(null=True)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    units_elapsed = models.PositiveSmallIntegerField(null=True)
    units = models.PositiveSmallIntegerField(null=True)
    # Where a learned course came from, and how many past periods taught it.
    learned_from = models.CharField(max_length=12, choices=LearnedFrom.choices, db_default="", blank=True)
    learned_periods = models.PositiveSmallIntegerField(null=True)
    forecast = models.DecimalField(max_digits=48, decimal_places=6, null=True)
    required_rate = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    required_ratio = models.DecimalField(max_digits=48, decimal_places=6, null=True)
    # The share of the target that is left by ramp, leave and days before joining or after leaving.
    presence = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    computed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        abstract = True


class ObjectiveProgress(Figures):
    """What was last computed for an objective: derived, one row each, never edited by hand."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="progress")

    class Meta(TenantModel.Meta):
        ordering = ["objective"]
        verbose_name_plural = "objective progress"
        constraints = [
            *walls("goals_objectiveprogress", objective="goals_objective"),
            models.UniqueConstraint(fields=["organisation", "objective"], name="goals_objectiveprogress_one"),
        ]

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.canvas import CanvasEntry
from teams.tenancy import walls


class Assumption(CanvasEntry):
    """What a goal takes for granted in its period, and its effect if it does. Reviewed against what happened.

    A `measure` compares `expected_share` (0–1) with the records; otherwise `expected` says it in words.
    """

    class Measure(models.TextChoices):
        TYPED = "typed", _("In words")
        TURNOVER = "turnover", _("Rep turnover, counted from the teams")

    class Outcome(models.TextChoices):
        PENDING = "pending", pgettext_lazy("assumption", "Not reviewed")
        HELD = "held", pgettext_lazy("assumption", "Held")
        PARTLY = "partly", pgettext_lazy("assumption", "Held in part")
        BROKE = "broke", pgettext_lazy("assumption", "Did not hold")

    measure = models.CharField(_("Measured"), max_length=8, choices=Measure.choices, default=Measure.TYPED)
    expected = models.CharField(_("What we expect"), max_length=200, blank=True)
    expected_share = models.DecimalField(_("Expected share"), max_digits=7, decimal_places=6, null=True, blank=True)
    effect = models.CharField(_("Effect"), max_length=500, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=7, choices=Outcome.choices, default=Outcome.PENDING)
    happened = models.TextField(_("What happened"), blank=True)

    class Meta(CanvasEntry.Meta):
        verbose_name = _("Assumption")
        verbose_name_plural = _("Assumptions")
        ordering = ["created_at", "pk"]
        constraints = [
            *walls("goals_assumption", goal="goals_goal"),
            models.CheckConstraint(
                name="goals_assumption_measured_has_share",
                condition=~models.Q(measure="turnover")
                | models.Q(expected_share__isnull=False, expected_share__gte=0, expected_share__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "goal"], name="goals_assumption_goal")]

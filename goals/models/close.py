import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.catalogue import metric_or_gone
from goals.models.objective import Objective
from goals.models.objective_progress import Figures
from metrics.definitions import Metric
from teams.models import Department, Membership, Period
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class CloseQuerySet(models.QuerySet["Close"]):
    def standing(self) -> "CloseQuerySet":
        """Closed, and not opened again."""
        return self.filter(state=Close.State.CLOSED)

    def asked_for(self, period: Period) -> "Close | None":
        """The closing of a period that stands, or waits for its worker."""
        return self.filter(period=period, state__in=[Close.State.QUEUED, Close.State.CLOSED]).first()


class Close(TenantModel):
    """The closing of a period: its results are frozen, signed, and never changed. The row is the job that freezes them.

    Opened again, it stays with its reason and its results; closing once more makes the next number. `hash` commits to
    the hashes of all results (docs/adr/0007-closed-periods.md). The database refuses other changes.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("closing", "Being closed")
        CLOSED = "closed", pgettext_lazy("closing", "Closed")
        FAILED = "failed", pgettext_lazy("closing", "Failed")
        REOPENED = "reopened", pgettext_lazy("closing", "Opened again")

    period = TenantKey(Period, verbose_name=_("Period"), related_name="closes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.QUEUED)
    asked_by = TenantKey(Membership, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    results = models.PositiveIntegerField(null=True)
    undefined = models.PositiveIntegerField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    reopened_by = TenantKey(Membership, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reason = models.TextField(_("Reason"), blank=True)

    objects = TenantManager.from_queryset(CloseQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Closing of a period")
        ordering = ["-asked_at", "pk"]
        constraints = [
            *walls("goals_close", period="teams_period", asked_by="teams_membership", reopened_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "period", "number"], name="goals_close_number"),
            models.UniqueConstraint(
                fields=["organisation", "period"],
                name="goals_close_one_stands",
                condition=models.Q(state__in=["queued", "closed"]),
            ),
            models.CheckConstraint(
                name="goals_close_is_whole",
                condition=models.Q(state__in=["queued", "failed"], closed_at=None)
                | models.Q(state__in=["closed", "reopened"], closed_at__isnull=False, results__isnull=False),
            ),
            models.CheckConstraint(
                name="goals_close_reopened_for_a_reason",
                condition=models.Q(state="reopened", reopened_at__isnull=False, reopened_by__isnull=False)
                & ~models.Q(reason="")
                | ~models.Q(state="reopened") & models.Q(reopened_at=None, reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.period.key


class ClosedResult(Figures):
    """The result of an objective in a closed period: what it asked, what came of it, and from which records.

    `text` is the canonical text of all of it and `hash` its SHA-256; the columns repeat the figures for queries. Results
    of a department are signed by its managers; those of none (products, the whole organisation) by who leads it.
    """

    close = TenantKey(Close, related_name="closed_results")
    objective = TenantKey(Objective, related_name="closed_results")
    department = TenantKey(Department, null=True, related_name="+")
    name = models.CharField(max_length=200)
    scope_name = models.CharField(max_length=200, blank=True)
    target = models.DecimalField(max_digits=24, decimal_places=6)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        ordering = ["close", "name", "scope_name", "pk"]
        constraints = [
            *walls(
                "goals_closedresult", close="goals_close", objective="goals_objective", department="teams_department"
            ),
            models.UniqueConstraint(fields=["organisation", "close", "objective"], name="goals_closedresult_one"),
        ]
        indexes = [models.Index(fields=["organisation", "objective"], name="goals_closedresult_objective")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """The terms, figures and inputs of the text."""
        return dict(json.loads(self.text))

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.frozen["terms"]["metric_key"])

    @property
    def asked(self) -> Decimal:
        """The target of somebody who was not there, or not up to speed, all the time."""
        return self.target if self.effective_target is None else self.effective_target

    @property
    def currency(self) -> str:
        return str(self.frozen["terms"].get("currency", ""))


class CloseSignature(TenantModel):
    """A manager's signature under the exact results of a department, or (NULL) under those of no department."""

    close = TenantKey(Close, related_name="signatures")
    department = TenantKey(Department, null=True, related_name="+")
    signed_by = TenantKey(Membership, related_name="+")
    signer_name = models.CharField(max_length=150)
    signer_role = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    results = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        ordering = ["signed_at", "pk"]
        constraints = [
            *walls(
                "goals_closesignature", close="goals_close", department="teams_department", signed_by="teams_membership"
            ),
            models.UniqueConstraint(
                fields=["organisation", "close", "department"],
                name="goals_closesignature_one",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.signer_name


class Restatement(Figures):
    """What the records say of a closed result since `computed_at`: beside the frozen result, never in its place."""

    result = TenantKey(ClosedResult, related_name="restatements")

    class Meta(TenantModel.Meta):
        ordering = ["result", "computed_at", "pk"]
        constraints = walls("goals_restatement", result="goals_closedresult")
        indexes = [models.Index(fields=["organisation", "result", "computed_at"], name="goals_restatement_latest")]

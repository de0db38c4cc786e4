from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from goals.catalogue import metric_or_gone
from goals.models.goal import Goal
from metrics.definitions import Metric
from pipeline.models import LeadSource, Product
from teams.models import Assignment, Department, Membership, Period, Team, Territory
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Scope(models.TextChoices):
    """Whom an objective is about; each but the first has a column of the same name."""

    ORGANISATION = "organisation", _("Organisation")
    DEPARTMENT = "department", _("Department")
    TEAM = "team", _("Team")
    REP = "rep", _("Rep")
    PRODUCT = "product", _("Product")
    TERRITORY = "territory", _("Territory")
    LEAD_SOURCE = "lead_source", _("Lead source")


class Direction(models.TextChoices):
    AT_LEAST = "at_least", pgettext_lazy("target", "At least")
    AT_MOST = "at_most", pgettext_lazy("target", "At most")
    BETWEEN = "between", pgettext_lazy("target", "Between")


class TargetMode(models.TextChoices):
    """How the target was typed; `target` always holds the resolved number."""

    ABSOLUTE = "absolute", pgettext_lazy("target", "A number")
    RELATIVE = "relative", pgettext_lazy("target", "A change of the baseline")
    POINTS = "points", pgettext_lazy("target", "Percentage points on the baseline")


class Relation(models.TextChoices):
    """What an objective does for the one above it: counts in its sums, is merely shown, or watches over it."""

    CONTRIBUTE = "contribute", pgettext_lazy("relation", "Contributes")
    SUPPORT = "support", pgettext_lazy("relation", "Supports")
    GUARD = "guard", pgettext_lazy("relation", "Guards")


class PaceMethod(models.TextChoices):
    """How the share of a target that is expected by a day runs through its period."""

    CALENDAR = "calendar", pgettext_lazy("pace", "Every day alike")
    BUSINESS_DAYS = "business_days", pgettext_lazy("pace", "Business days")
    SEASONAL = "seasonal", pgettext_lazy("pace", "Weights of the months")
    LEARNED = "learned", pgettext_lazy("pace", "Learned from past periods")
    STEPS = "steps", pgettext_lazy("pace", "Steps at the end of each month")
    MILESTONES = "milestones", pgettext_lazy("pace", "Milestones")


BY_BUSINESS_DAYS = frozenset({PaceMethod.BUSINESS_DAYS, PaceMethod.SEASONAL})
# A rate or a level is expected at its target on any day, unless one of these gives it a way to go.
OF_LEVELS = frozenset({PaceMethod.STEPS, PaceMethod.MILESTONES})


SCOPE_COLUMNS = [scope.value for scope in Scope if scope != Scope.ORGANISATION]


def _scope_matches_column() -> models.Q:
    """Exactly the column of the scope is set."""
    matches = models.Q()
    for scope in Scope:
        columns = {f"{column}__isnull": column != scope for column in SCOPE_COLUMNS}
        matches |= models.Q(scope=scope.value, **columns)
    return matches


def _target_is_whole() -> list[models.CheckConstraint]:
    """Fields that belong together: both ends of a band, a change with its way of counting, a stretch beyond the target."""
    return [
        models.CheckConstraint(
            name="goals_objective_band_has_ends",
            condition=models.Q(direction="between", target_upper__isnull=False, target_upper__gt=models.F("target"))
            | (~models.Q(direction="between") & models.Q(target_upper=None)),
        ),
        models.CheckConstraint(
            name="goals_objective_change_has_mode",
            condition=models.Q(target_mode="absolute", target_change=None)
            | models.Q(target_mode__in=["relative", "points"], target_change__isnull=False, baseline__isnull=False),
        ),
        models.CheckConstraint(
            name="goals_objective_stretch_is_beyond",
            condition=models.Q(stretch=None)
            | models.Q(direction="at_least", stretch__gt=models.F("target"))
            | models.Q(direction="at_most", stretch__lt=models.F("target")),
        ),
        models.CheckConstraint(
            name="goals_objective_currency_is_a_code",
            condition=models.Q(currency="") | models.Q(currency__regex=r"^[A-Z]{3}$"),
        ),
    ]


def _tree_is_whole() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name="goals_objective_parent_has_relation",
            condition=models.Q(parent=None, relation="") | models.Q(parent__isnull=False, relation__in=Relation.values),
        ),
        models.CheckConstraint(
            name="goals_objective_not_its_own_parent",
            condition=~models.Q(parent=models.F("id")),
        ),
        models.CheckConstraint(
            name="goals_objective_share_is_a_share",
            condition=models.Q(contribution_share__gt=0, contribution_share__lte=1),
        ),
    ]


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def active(self) -> "ObjectiveQuerySet":
        return self.filter(is_archived=False)

    def in_period(self, period: Period) -> "ObjectiveQuerySet":
        return self.filter(period=period)

    def of_rep(self, membership: Membership | UUID) -> "ObjectiveQuerySet":
        return self.filter(scope=Scope.REP, rep=membership)

    def placed_on(self, day: date) -> "ObjectiveQuerySet":
        """With `place_team` and `place_department`: its own, its team's, or those in which its rep works on the day."""
        work = Assignment.objects.on(day).filter(membership=models.OuterRef("rep"))
        return self.annotate(
            place_team=Coalesce("team_id", models.Subquery(work.values("team")[:1]), output_field=models.UUIDField()),
            place_department=Coalesce(
                "department_id",
                "team__department_id",
                models.Subquery(work.values("team__department")[:1]),
                output_field=models.UUIDField(),
            ),
        )

    def with_scope(self) -> "ObjectiveQuerySet":
        return self.select_related("period", *SCOPE_COLUMNS)


class Objective(TenantModel):
    """A measurable promise of a goal: metric, scope, period, target. Money is in minor units, a share is 0–1.

    `target` is the resolved number (of a band its lower end), `target_change` a signed share: what "+10 %" was typed as.
    `qualifying` lists conditions (see metrics/queries/terms.py) that a fact must meet to count.
    """

    goal = TenantKey(Goal, verbose_name=_("Goal"), related_name="objectives")
    title = models.CharField(_("Title"), max_length=200, blank=True)
    metric_key = models.CharField(_("Metric"), max_length=40)
    scope = models.CharField(_("Scope"), max_length=12, choices=Scope.choices)
    department = TenantKey(
        Department,
        verbose_name=_("Department"),
        null=True,
        blank=True,
        related_name="+",
    )
    team = TenantKey(Team, verbose_name=_("Team"), null=True, blank=True, related_name="+")
    rep = TenantKey(Membership, verbose_name=_("Rep"), null=True, blank=True, related_name="+")
    product = TenantKey(Product, verbose_name=_("Product"), null=True, blank=True, related_name="+")
    territory = TenantKey(Territory, verbose_name=_("Territory"), null=True, blank=True, related_name="+")
    lead_source = TenantKey(
        LeadSource,
        verbose_name=_("Lead source"),
        null=True,
        blank=True,
        related_name="+",
    )
    period = TenantKey(Period, verbose_name=_("Period"), related_name="+")
    direction = models.CharField(
        _("Direction"),
        max_length=8,
        choices=Direction.choices,
        default=Direction.AT_LEAST,
    )
    baseline = models.DecimalField(_("Baseline"), max_digits=24, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(_("Target"), max_digits=24, decimal_places=6)
    target_upper = models.DecimalField(_("Upper end"), max_digits=24, decimal_places=6, null=True, blank=True)
    target_mode = models.CharField(
        _("Target as"), max_length=8, choices=TargetMode.choices, default=TargetMode.ABSOLUTE
    )
    target_change = models.DecimalField(_("Change"), max_digits=12, decimal_places=6, null=True, blank=True)
    stretch = models.DecimalField(_("Stretch target"), max_digits=24, decimal_places=6, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    qualifying = models.JSONField(_("Only what qualifies counts"), default=list, blank=True)
    parent = TenantKey("self", verbose_name=_("Part of"), null=True, blank=True, related_name="children")
    relation = models.CharField(_("Relation"), max_length=10, choices=Relation.choices, blank=True)
    contribution_share = models.DecimalField(_("Contribution"), max_digits=7, decimal_places=6, default=Decimal(1))
    weight = models.DecimalField(
        _("Weight"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0)],
    )
    pace_method = models.CharField(
        _("Expected course"), max_length=13, choices=PaceMethod.choices, default=PaceMethod.CALENDAR
    )
    season_weights = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=4), verbose_name=_("Weights of the months"), default=list
    )
    is_prorated = models.BooleanField(_("Prorated for leave and ramp"), default=True)
    owner = TenantKey(Membership, verbose_name=_("Owner"), related_name="+")
    is_archived = models.BooleanField(_("Archived"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(ObjectiveQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Objective")
        verbose_name_plural = _("Objectives")
        ordering = ["metric_key", "scope", "pk"]
        constraints = [
            *walls(
                "goals_objective",
                goal="goals_goal",
                department="teams_department",
                team="teams_team",
                rep="teams_membership",
                product="pipeline_product",
                territory="teams_territory",
                lead_source="pipeline_leadsource",
                period="teams_period",
                owner="teams_membership",
                parent="goals_objective",
            ),
            *_target_is_whole(),
            *_tree_is_whole(),
            models.CheckConstraint(name="goals_objective_scope_matches", condition=_scope_matches_column()),
            models.CheckConstraint(
                name="goals_objective_season_has_weights",
                condition=models.Q(pace_method="seasonal", season_weights__len__gte=1)
                | (~models.Q(pace_method="seasonal") & models.Q(season_weights=[])),
            ),
            models.CheckConstraint(
                name="goals_objective_weight_positive",
                condition=models.Q(weight__gte=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "period", "metric_key"],
                name="goals_objective_period",
            ),
            models.Index(fields=["organisation", "goal"], name="goals_objective_goal"),
            models.Index(
                fields=["organisation", "parent"],
                name="goals_objective_parent",
                condition=models.Q(parent__isnull=False),
            ),
            models.Index(
                fields=["organisation", "rep", "period"],
                name="goals_objective_rep",
                condition=models.Q(scope="rep"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.metric.label)

    @property
    def told(self) -> str | dict[str, Any]:
        """Its name in a notice, whose reader may read another language."""
        with override(None):
            return self.title or {"msgid": str(self.metric.label)}

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.metric_key)

    @property
    def scope_record(self) -> models.Model | None:
        """The department, team, rep, … it is about; None for the whole organisation."""
        return None if self.scope == Scope.ORGANISATION else getattr(self, self.scope)

    @property
    def can_be_handed_down(self) -> bool:
        """What adds up, and is not a band."""
        return not self.is_archived and self.metric.accumulates and self.direction != Direction.BETWEEN

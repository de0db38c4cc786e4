from datetime import datetime

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models import Lead
from pipeline.models.fact import ATTRIBUTION, WIDE, AttributedModel
from pipeline.models.generated import generated
from pipeline.models.touched import TouchTriggers
from slas.models.promise import Promise
from slas.rules.clock import State as RuleState
from slas.rules.compliance import BREACHED
from teams.models import CalendarVersion, Membership
from teams.models.signed import Side
from teams.permissions import Permission
from teams.tenancy import TenantKey, TenantManager, walls


class ClockQuerySet(models.QuerySet["Clock"]):
    def as_of(self, now: datetime) -> "ClockQuerySet":
        """With `state_now`: what the clock is at `now`, though no sweep has noticed yet. The one definition of a breach."""
        late = Q(state__in=[Clock.State.PENDING, Clock.State.RUNNING], due_at__lt=now)
        waived = Q(waived_at__isnull=False) & (Q(waived_until__isnull=True) | Q(waived_until__gte=now))
        lapsed = Q(state=Clock.State.WAIVED, stopped_at__isnull=True, waived_until__lt=now)
        begun = Q(state=Clock.State.PENDING, started_at__lte=now)
        return self.annotate(
            state_now=Case(
                When(late & waived, then=Value(Clock.State.WAIVED)),
                When(late | lapsed, then=Value(Clock.State.BREACHED_OPEN)),
                When(begun, then=Value(Clock.State.RUNNING)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )

    def breached(self) -> "ClockQuerySet":
        """After `as_of`: those that count as breaches."""
        return self.filter(state_now__in=[state.value for state in BREACHED])

    def visible_to(self, member: Membership) -> "ClockQuerySet":
        """Everybody's for those who may see them, else one's own."""
        return self if member.may(Permission.CLOCK_VIEW_ALL) else self.filter(owner=member)


class Clock(AttributedModel):
    """What the log of one cycle comes to (slas/rules/clock.py), kept so that lists, sweeps and measures can read it.

    Nothing here is a source: replaying the log gives the same rows. `due_at` is empty while a pause holds it up. `elapsed`
    is known once nothing runs: paused or closed. `day` is the organisation's date of the start, and so is the attribution.
    """

    class State(models.TextChoices):
        PENDING = RuleState.PENDING.value, pgettext_lazy("clock", "Not begun")
        RUNNING = RuleState.RUNNING.value, pgettext_lazy("clock", "Running")
        PAUSED = RuleState.PAUSED.value, pgettext_lazy("clock", "Paused")
        MET = RuleState.MET.value, pgettext_lazy("clock", "Kept")
        MET_LATE = RuleState.MET_LATE.value, pgettext_lazy("clock", "Done late")
        BREACHED_OPEN = RuleState.BREACHED_OPEN.value, pgettext_lazy("clock", "Overdue")
        CANCELLED = RuleState.CANCELLED.value, pgettext_lazy("clock", "Cancelled")
        WAIVED = RuleState.WAIVED.value, pgettext_lazy("clock", "Waived")

    OPEN = (State.PENDING, State.RUNNING, State.PAUSED, State.BREACHED_OPEN)

    promise = TenantKey(Promise, verbose_name=_("Promise"), related_name="clocks")
    calendar_version = TenantKey(CalendarVersion, related_name="+")
    line = models.UUIDField()
    lead = TenantKey(Lead, verbose_name=_("Lead"), related_name="clocks")
    cycle = models.PositiveIntegerField(default=1)
    state = models.CharField(_("State"), max_length=13, choices=State.choices)
    day = models.DateField()
    started_at = models.DateTimeField(_("Started"))
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    allowed = models.DurationField()
    elapsed = models.DurationField(null=True, blank=True)
    acts = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(_("Done"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(_("Breached"), null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_until = models.DateTimeField(null=True, blank=True)
    # For measuring: what its promise says, and whole seconds of business time.
    promise_kind = models.CharField(max_length=12, choices=Promise.Kind.choices, editable=False)
    promise_side = models.CharField(max_length=9, choices=Side.choices, editable=False)
    elapsed_seconds = generated(
        "floor(extract(epoch FROM elapsed))::bigint", models.BigIntegerField(_("Business time"), null=True)
    )

    objects = TenantManager.from_queryset(ClockQuerySet)()

    class Meta(AttributedModel.Meta):
        verbose_name = pgettext_lazy("record", "Clock")
        verbose_name_plural = _("Clocks")
        ordering = ["-started_at", "pk"]
        constraints = [
            *walls(
                "slas_clock",
                **ATTRIBUTION,
                promise="slas_promise",
                calendar_version="teams_calendarversion",
                lead="pipeline_lead",
            ),
            TouchTriggers(name="slas_clock_touch", fact="clock", days=("day",)),
            models.UniqueConstraint(fields=["organisation", "line", "lead", "cycle"], name="slas_clock_cycle_key"),
            models.CheckConstraint(
                name="slas_clock_running_is_due", condition=~Q(state="running") | Q(due_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at"], name="slas_clock_due", condition=Q(state="running")),
            models.Index(
                fields=["organisation", "waived_until"],
                name="slas_clock_waived",
                condition=Q(state="waived", stopped_at__isnull=True),
            ),
            models.Index(
                fields=["organisation", "started_at"], name="slas_clock_pending", condition=Q(state="pending")
            ),
            models.Index(fields=["organisation", "-started_at", "id"], name="slas_clock_started"),
            models.Index(fields=["organisation", "lead"], name="slas_clock_lead"),
            models.Index(
                fields=["organisation", "day"],
                include=["state", "promise_kind", "promise_side", "owner", "team", *WIDE, "elapsed_seconds"],
                name="slas_clock_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise} – {self.lead}"

    @property
    def is_waived_for_good(self) -> bool:
        """Also before it is late: then it runs on, and never counts as broken."""
        return self.waived_at is not None and self.waived_until is None

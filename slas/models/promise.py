from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models import Case, Stage
from slas.models.agreement import AgreementVersion
from slas.rules.clock_log import Reassignment
from teams.models import Calendar
from teams.models.signed import Side
from teams.tenancy import TenantKey, TenantModel, walls

_TIMED = Q(kind__in=["decision", "first_touch", "attempts", "answer", "nurture"])
_METERED = Q(kind__in=["volume", "quality", "completeness", "cases"])


class Promise(TenantModel):
    """A line of a version: who does what with a lead within how much business time, or how many and how good leads come.

    `line` is the same in every version of the promise. `allowed_minutes` is what counts; `amount` and `unit` are how it was
    said (a working day is as long as the calendar's usual one when the promise was written). What is metered has a `target`:
    so many a week, or a percentage; cases are answered within real hours, not business ones. `revision` counts its edits.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("Accept or reject")
        FIRST_TOUCH = "first_touch", _("First touch")
        ATTEMPTS = "attempts", _("Attempts")
        ANSWER = "answer", _("Answer to a rejection")
        NURTURE = "nurture", _("Nurture")
        VOLUME = "volume", _("Number of leads")
        QUALITY = "quality", _("Quality of leads")
        COMPLETENESS = "completeness", _("Completeness of leads")
        CASES = "cases", _("Answer to a case")

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("working days")

    class OnReassignment(models.TextChoices):
        KEEP = Reassignment.KEEP.value, _("The clock goes on: it is the buyer’s")
        RESTART = Reassignment.RESTART.value, _("The clock starts again: it is the owner’s")

    class Known(models.TextChoices):
        """What a complete lead tells."""

        PRODUCT = "product_id", _("Product")
        SOURCE = "lead_source_id", _("Lead source")
        TERRITORY = "territory_id", _("Territory")
        OWNER = "owner_id", _("Owner")

    # What clocks are kept for, and what is metered week by week.
    TIMED = (Kind.DECISION, Kind.FIRST_TOUCH, Kind.ATTEMPTS, Kind.ANSWER, Kind.NURTURE)
    METERED = (Kind.VOLUME, Kind.QUALITY, Kind.COMPLETENESS, Kind.CASES)
    # Which stages of the lead end the clock of a kind, and after which it is no longer asked for.
    STOPPED_BY = {
        Kind.DECISION: (Stage.SAL, Stage.SQL, Stage.OPPORTUNITY, Stage.WON, Stage.LOST, Stage.RECYCLED),
        Kind.ANSWER: (Stage.INQUIRY, Stage.MQL, Stage.SAL, Stage.SQL, Stage.OPPORTUNITY, Stage.WON, Stage.LOST),
    }
    CANCELLED_BY = {
        Kind.FIRST_TOUCH: (Stage.WON, Stage.LOST, Stage.RECYCLED),
        Kind.ATTEMPTS: (Stage.SQL, Stage.OPPORTUNITY, Stage.WON, Stage.LOST, Stage.RECYCLED),
        Kind.NURTURE: (Stage.MQL, Stage.SAL, Stage.SQL, Stage.OPPORTUNITY, Stage.WON, Stage.LOST),
    }
    COUNTS_TOUCHES = (Kind.FIRST_TOUCH, Kind.ATTEMPTS, Kind.NURTURE)

    version = TenantKey(AgreementVersion, on_delete=models.CASCADE, related_name="promises")
    line = models.UUIDField(editable=False)
    side = models.CharField(_("Who promises"), max_length=9, choices=Side.choices)
    kind = models.CharField(_("What"), max_length=12, choices=Kind.choices)
    start_stage = models.CharField(
        _("From the stage"),
        max_length=12,
        choices=Stage.choices,
        default=Stage.MQL,
        blank=True,
        help_text=_("When a lead reaches it."),
    )
    to_stage = models.CharField(
        _("To the stage"), max_length=12, choices=Stage.choices, blank=True, help_text=_("That it must go on to.")
    )
    case_kind = models.CharField(_("Kind of case"), max_length=20, choices=Case.Kind.choices, blank=True)
    known_fields = models.JSONField(_("What is known"), default=list)
    target = models.PositiveIntegerField(_("Target"), null=True, blank=True)
    amount = models.PositiveIntegerField(_("Within"), default=0)
    unit = models.CharField(_("Unit"), max_length=7, choices=Unit.choices, default=Unit.HOURS)
    allowed_minutes = models.PositiveIntegerField(editable=False, default=0)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=1)
    calendar = TenantKey(
        Calendar, verbose_name=pgettext_lazy("record", "Calendar"), null=True, blank=True, related_name="+"
    )
    on_reassignment = models.CharField(
        _("With a new owner"), max_length=7, choices=OnReassignment.choices, default=OnReassignment.KEEP
    )
    warn_percents = models.JSONField(_("Warn at"), default=list)
    ladder = models.JSONField(_("Escalation"), default=list)
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Promise")
        verbose_name_plural = _("Promises")
        ordering = ["position", "pk"]
        constraints = [
            *walls("slas_promise", version="slas_agreementversion", calendar="teams_calendar"),
            models.UniqueConstraint(fields=["organisation", "version", "line"], name="slas_promise_line_key"),
            models.UniqueConstraint(
                fields=["organisation", "version", "kind", "start_stage", "case_kind"], name="slas_promise_kind_key"
            ),
            models.CheckConstraint(
                name="slas_promise_takes_time",
                condition=_TIMED & Q(allowed_minutes__gt=0, amount__gt=0, calendar__isnull=False)
                | Q(kind="cases", allowed_minutes__gt=0, amount__gt=0)
                | Q(kind__in=["volume", "quality", "completeness"], amount=0, allowed_minutes=0),
            ),
            models.CheckConstraint(
                name="slas_promise_is_metered",
                condition=_TIMED & Q(target__isnull=True)
                | _METERED & Q(target__gt=0) & (Q(kind="volume") | Q(target__lte=100)),
            ),
            models.CheckConstraint(
                name="slas_promise_attempts",
                condition=Q(kind="attempts", attempts__gte=1) | ~Q(kind="attempts") & Q(attempts=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def allowed(self) -> timedelta:
        return timedelta(minutes=self.allowed_minutes)

    @property
    def is_timed(self) -> bool:
        return self.kind in self.TIMED

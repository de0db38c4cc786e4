from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models import Stage
from slas.rules.clock_log import Reassignment
from teams.models import Calendar, Department
from teams.models.signed import Side, SideSignature, SignedVersion, SignedVersionQuerySet
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Agreement(TenantModel):
    """What a marketing and a sales department promise each other. Its text and promises stand in versions."""

    name = models.CharField(_("Name"), max_length=100)
    marketing = TenantKey(Department, verbose_name=_("Marketing"), related_name="+")
    sales = TenantKey(Department, verbose_name=_("Sales"), related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Agreement")
        verbose_name_plural = _("Agreements")
        ordering = ["name", "pk"]
        constraints = [
            *walls("slas_agreement", marketing="teams_department", sales="teams_department"),
            models.UniqueConstraint(fields=["organisation", "name"], name="slas_agreement_name_key"),
            # Two agreements over one department would give its leads two clocks for one promise.
            models.UniqueConstraint(fields=["organisation", "marketing"], name="slas_agreement_marketing_key"),
            models.UniqueConstraint(fields=["organisation", "sales"], name="slas_agreement_sales_key"),
            models.CheckConstraint(
                name="slas_agreement_two_departments", condition=~models.Q(marketing=models.F("sales"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def department(self, side: str) -> Department:
        return self.sales if side == Side.SALES else self.marketing


class AgreementVersion(SignedVersion):
    """A version of an agreement (triggers refuse to change it once signed). Leads count from `applies_from`, else from the
    second signature.
    """

    agreement = TenantKey(Agreement, verbose_name=pgettext_lazy("record", "Agreement"), related_name="versions")
    introduction = models.TextField(_("What it is for"), blank=True)
    applies_from = models.DateTimeField(_("Counts leads from"), null=True, blank=True)

    objects = TenantManager.from_queryset(SignedVersionQuerySet)()

    class Meta(SignedVersion.Meta):
        verbose_name = _("Version of an agreement")
        verbose_name_plural = _("Versions of agreements")
        ordering = ["agreement", "-number", "pk"]
        constraints = [
            *walls("slas_agreementversion", agreement="slas_agreement", created_by="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "agreement", "number"], name="slas_agreementversion_number_key"
            ),
            models.UniqueConstraint(
                fields=["organisation", "agreement"],
                condition=models.Q(in_force_at__isnull=True),
                name="slas_agreementversion_one_draft",
            ),
            models.UniqueConstraint(
                fields=["organisation", "agreement"],
                condition=models.Q(in_force_at__isnull=False, ended_at__isnull=True),
                name="slas_agreementversion_one_in_force",
            ),
            models.CheckConstraint(
                name="slas_agreementversion_ends_after_it_began",
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("in_force_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def counts_from(self) -> datetime | None:
        """Leads that reach the stage of a promise at this instant or later have a clock; None for a draft."""
        return self.in_force_at and (self.applies_from or self.in_force_at)


class Signature(SideSignature):
    """One side's yes to the text and promises of a version."""

    version = TenantKey(AgreementVersion, on_delete=models.CASCADE, related_name="signatures")

    class Meta(SideSignature.Meta):
        verbose_name = _("Signature")
        verbose_name_plural = _("Signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            *walls("slas_signature", version="slas_agreementversion", member="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "version", "side"], name="slas_signature_side_key"),
            models.UniqueConstraint(fields=["organisation", "version", "member"], name="slas_signature_member_key"),
        ]


class Promise(TenantModel):
    """A line of a version: who does what with a lead within how much business time.

    `line` is the same in every version of the promise. `allowed_minutes` is what counts; `amount` and `unit` are how it was
    said (a working day is as long as the calendar's usual one when the promise was written).
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("Accept or reject")
        FIRST_TOUCH = "first_touch", _("First touch")
        ATTEMPTS = "attempts", _("Attempts")
        ANSWER = "answer", _("Answer to a rejection")
        NURTURE = "nurture", _("Nurture")

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("working days")

    class OnReassignment(models.TextChoices):
        KEEP = Reassignment.KEEP.value, _("The clock goes on: it is the buyer’s")
        RESTART = Reassignment.RESTART.value, _("The clock starts again: it is the owner’s")

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
        help_text=_("When a lead reaches it."),
    )
    amount = models.PositiveIntegerField(_("Within"))
    unit = models.CharField(_("Unit"), max_length=7, choices=Unit.choices, default=Unit.HOURS)
    allowed_minutes = models.PositiveIntegerField(editable=False)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=1)
    calendar = TenantKey(Calendar, verbose_name=pgettext_lazy("record", "Calendar"), related_name="+")
    on_reassignment = models.CharField(
        _("With a new owner"), max_length=7, choices=OnReassignment.choices, default=OnReassignment.KEEP
    )
    warn_percents = models.JSONField(_("Warn at"), default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("Promise")
        verbose_name_plural = _("Promises")
        ordering = ["position", "pk"]
        constraints = [
            *walls("slas_promise", version="slas_agreementversion", calendar="teams_calendar"),
            models.UniqueConstraint(fields=["organisation", "version", "line"], name="slas_promise_line_key"),
            models.UniqueConstraint(
                fields=["organisation", "version", "kind", "start_stage"], name="slas_promise_kind_key"
            ),
            models.CheckConstraint(
                name="slas_promise_takes_time", condition=models.Q(allowed_minutes__gt=0, amount__gt=0)
            ),
            models.CheckConstraint(
                name="slas_promise_attempts",
                condition=models.Q(kind="attempts", attempts__gte=1)
                | ~models.Q(kind="attempts") & models.Q(attempts=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def allowed(self) -> timedelta:
        return timedelta(minutes=self.allowed_minutes)

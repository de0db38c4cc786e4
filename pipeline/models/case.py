from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.fact import WIDE, FactModel, fact_walls
from pipeline.models.generated import generated, seconds_between
from pipeline.models.touched import TouchTriggers


class Case(FactModel):
    """Something asked that must be answered in time: by a customer, a journalist, a court, …

    `opened_day` and `closed_day` are the organisation's dates of the two instants. `due_at` is what was promised for this
    one case, if anything was. Attribution is that of the opening day. `business_seconds_to_answer` goes by the organisation's
    calendar as it was when the case was opened (pipeline/actions/answer_times.py).
    """

    class Kind(models.TextChoices):
        CUSTOMER_REQUEST = "customer_request", _("Customer request")
        COMPLAINT = "complaint", _("Complaint")
        PRESS_INQUIRY = "press_inquiry", _("Press inquiry")
        LEGAL_STATEMENT = "legal_statement", _("Statement on a lawsuit")
        QUOTE_REQUEST = "quote_request", _("Request for a quote")
        INTERNAL_REQUEST = "internal_request", _("Request of a colleague")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("case", "Open")
        CLOSED = "closed", pgettext_lazy("case", "Closed")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices, default=Kind.CUSTOMER_REQUEST)
    subject = models.CharField(_("Subject"), max_length=255, blank=True)
    status = models.CharField(_("Status"), max_length=6, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(_("Opened"))
    opened_day = models.DateField(_("Opened on"))
    first_answered_at = models.DateTimeField(_("First answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_day = models.DateField(_("Closed on"), null=True, blank=True)
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    seconds_to_answer = generated(
        seconds_between("opened_at", "first_answered_at"),
        models.BigIntegerField(_("Time to the first answer"), null=True),
    )
    business_seconds_to_answer = models.BigIntegerField(
        _("Business time to the first answer"), null=True, blank=True, editable=False
    )
    seconds_to_close = generated(
        seconds_between("opened_at", "closed_at"), models.BigIntegerField(_("Time to the end"), null=True)
    )

    class Meta(FactModel.Meta):
        verbose_name = _("Case")
        verbose_name_plural = _("Cases")
        ordering = ["-opened_at", "pk"]
        constraints = [
            *fact_walls("pipeline_case"),
            TouchTriggers(name="pipeline_case_touch", fact="case", days=("opened_day", "closed_day")),
            models.CheckConstraint(
                name="pipeline_case_closed_has_day",
                condition=models.Q(status="open", closed_day__isnull=True)
                | models.Q(status="closed", closed_day__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "opened_day"],
                include=["kind", "owner", "team", *WIDE, "seconds_to_answer", "business_seconds_to_answer"],
                name="pipeline_case_opened",
            ),
            models.Index(
                fields=["organisation", "closed_day"],
                include=["kind", "owner", "team", *WIDE, "seconds_to_close"],
                name="pipeline_case_closed",
                condition=models.Q(closed_day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.external_id

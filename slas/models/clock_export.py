from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class ClockExport(TenantModel):
    """A file of clocks as they were when it was asked for. The row is the queue; `query` is that of the list.

    The audit trail holds the hash of the file (`export.make`): with it a copy can be verified for ever, the row or not.
    """

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        PDF = "pdf", "PDF"

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("export", "In the queue")
        DONE = "done", pgettext_lazy("export", "Ready")

    format = models.CharField(_("Format"), max_length=4, choices=Format.choices)
    query = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=6, choices=State.choices, default=State.QUEUED)
    asked_by = TenantKey(Membership, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    clocks = models.PositiveIntegerField(default=0)
    breaches = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(default=bytes)

    class Meta(TenantModel.Meta):
        verbose_name = _("Export of clocks")
        verbose_name_plural = _("Exports of clocks")
        ordering = ["-asked_at", "pk"]
        constraints = [
            *walls("slas_clockexport", asked_by="teams_membership"),
            models.CheckConstraint(
                name="slas_clockexport_done_is_hashed",
                condition=models.Q(state="queued", sha256="")
                | models.Q(state="done", done_at__isnull=False) & ~models.Q(sha256=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "asked_at"], name="slas_clockexport_queued", condition=models.Q(state="queued")
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        return self._named(self.format)

    @property
    def table_name(self) -> str:
        """Of the table that is attached to a printed file."""
        return self._named(self.Format.CSV)

    def _named(self, ending: str) -> str:
        return f"clocks-{self.asked_at:%Y-%m-%d-%H%M%S}.{ending}"

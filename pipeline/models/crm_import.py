from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.names import SourceSystem
from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class CrmImport(TenantModel):
    """One uploaded file on its way into facts. The row is the job: swept, locked while worked on, and the report after."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("People and teams")
        PRODUCT = "product", _("Products")
        LEAD = "lead", _("Leads")
        DEAL = "deal", _("Deals")
        ACTIVITY = "activity", _("Activities")
        READING = "reading", pgettext_lazy("measured", "Readings")
        SPEND = "spend", _("Expenses")
        CASE = "case", _("Cases")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("import", "Draft")
        CHECKING = "checking", pgettext_lazy("import", "Checking")
        CHECKED = "checked", pgettext_lazy("import", "Checked")
        QUEUED = "queued", pgettext_lazy("import", "Waiting")
        RUNNING = "running", pgettext_lazy("import", "Running")
        DONE = "done", pgettext_lazy("import", "Done")
        FAILED = "failed", pgettext_lazy("import", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")

    CHANGEABLE = (State.DRAFT, State.CHECKED, State.FAILED, State.CANCELLED)
    WAITING = (State.CHECKING, State.QUEUED, State.RUNNING)

    kind = models.CharField(_("What is in the file"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.DRAFT)
    source_system = TenantKey(SourceSystem, verbose_name=_("Source system"), related_name="+")
    file_name = models.CharField(_("File"), max_length=255)
    size = models.PositiveBigIntegerField(_("Size"))
    sha256 = models.CharField(max_length=64)
    settings = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    matches = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Import")
        ordering = ["-created_at", "pk"]
        constraints = walls(
            "pipeline_crmimport", source_system="pipeline_sourcesystem", requested_by="teams_membership"
        )
        indexes = [
            models.Index(
                fields=["organisation", "state"],
                name="pipeline_crmimport_due",
                condition=models.Q(state__in=["checking", "queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportChunk(TenantModel):
    """A piece of the uploaded file, so that a worker on any machine can read it."""

    crm_import = TenantKey(CrmImport, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(TenantModel.Meta):
        ordering = ["number"]
        constraints = [
            *walls("pipeline_importchunk", crm_import="pipeline_crmimport"),
            models.UniqueConstraint(
                fields=["organisation", "crm_import", "number"], name="pipeline_importchunk_number_key"
            ),
        ]


class ImportProblem(TenantModel):
    """What is wrong (error: the row is refused) or odd (warning: the row is taken) in one line of the file."""

    class Severity(models.TextChoices):
        ERROR = "error", _("Refused")
        WARNING = "warning", _("Warning")

    crm_import = TenantKey(CrmImport, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    severity = models.CharField(max_length=7, choices=Severity.choices)
    code = models.CharField(max_length=50)
    column = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=255, blank=True)
    row = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        ordering = ["line", "pk"]
        constraints = walls("pipeline_importproblem", crm_import="pipeline_crmimport")
        indexes = [models.Index(fields=["organisation", "crm_import", "line"], name="pipeline_importproblem_line")]

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.lead import Lead, Stage
from pipeline.rules.lead_terms import LeadTerms, read
from teams.models import Department
from teams.models.signed import Side, SideSignature, SignedVersion, SignedVersionQuerySet
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class LeadDefinition(SignedVersion):
    """What the two departments call an MQL, a SAL and an SQL: a version (triggers refuse to change it once signed).

    `terms`: pipeline/rules/lead_terms.py; `names` of the records that they mention, as they were called. `judged_at` is when
    leads were last judged by it.
    """

    marketing = TenantKey(Department, verbose_name=_("Marketing"), related_name="+")
    sales = TenantKey(Department, verbose_name=_("Sales"), related_name="+")
    note = models.TextField(_("What it is for"), blank=True)
    terms = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    judged_at = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.from_queryset(SignedVersionQuerySet)()

    class Meta(SignedVersion.Meta):
        verbose_name = _("Lead definition")
        verbose_name_plural = _("Lead definitions")
        ordering = ["-number", "pk"]
        constraints = [
            *walls(
                "pipeline_leaddefinition",
                marketing="teams_department",
                sales="teams_department",
                created_by="teams_membership",
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="pipeline_leaddefinition_number_key"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(in_force_at__isnull=True),
                name="pipeline_leaddefinition_one_draft",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(in_force_at__isnull=False, ended_at__isnull=True),
                name="pipeline_leaddefinition_one_in_force",
            ),
            models.CheckConstraint(
                name="pipeline_leaddefinition_two_departments", condition=~models.Q(marketing=models.F("sales"))
            ),
            models.CheckConstraint(
                name="pipeline_leaddefinition_ends_after_it_began",
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("in_force_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})

    @property
    def rules(self) -> LeadTerms:
        return read(self.terms)

    def department(self, side: str) -> Department:
        return self.sales if side == Side.SALES else self.marketing


class LeadDefinitionSignature(SideSignature):
    """One side's yes to the terms of a definition."""

    definition = TenantKey(LeadDefinition, on_delete=models.CASCADE, related_name="signatures")

    class Meta(SideSignature.Meta):
        verbose_name = _("Signature under a lead definition")
        verbose_name_plural = _("Signatures under lead definitions")
        ordering = ["signed_at", "pk"]
        constraints = [
            *walls("pipeline_leaddefinitionsignature", definition="pipeline_leaddefinition", member="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "definition", "side"], name="pipeline_leaddefinitionsignature_side_key"
            ),
            models.UniqueConstraint(
                fields=["organisation", "definition", "member"], name="pipeline_leaddefinitionsignature_member_key"
            ),
        ]


class LeadJudgement(TenantModel):
    """What a lead was found to be by a definition, from then on until the next row: `facts` are all that was looked at."""

    CLASSES = [(value, Stage(value).label) for value in (Stage.INQUIRY, Stage.MQL, Stage.SAL, Stage.SQL)]

    lead = TenantKey(Lead, on_delete=models.CASCADE, related_name="judgements")
    definition = TenantKey(LeadDefinition, related_name="+")
    lead_class = models.CharField(pgettext_lazy("lead", "Class"), max_length=7, choices=CLASSES)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    judged_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        verbose_name = _("Judgement of a lead")
        verbose_name_plural = _("Judgements of leads")
        ordering = ["-judged_at", "pk"]
        constraints = [
            *walls("pipeline_leadjudgement", lead="pipeline_lead", definition="pipeline_leaddefinition"),
            models.UniqueConstraint(
                fields=["organisation", "lead", "definition", "judged_at"], name="pipeline_leadjudgement_key"
            ),
        ]

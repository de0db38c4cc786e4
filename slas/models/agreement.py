from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Department
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

    def department(self, side: str) -> Department:
        return self.agreement.department(side)


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

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.tenancy import TenantModel, walls


class SourceSystem(TenantModel):
    """The CRM (or other system) that a fact was exported from; external ids are unique within one."""

    name = models.CharField(_("Source system"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            *walls("pipeline_sourcesystem"),
            models.UniqueConstraint(fields=["organisation", "name"], name="pipeline_sourcesystem_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadSource(TenantModel):
    """Where a lead came from (organic search, referral, …). A lead without one is another thing than "unknown"."""

    name = models.CharField(_("Lead source"), max_length=150)
    name_key = models.CharField(max_length=300, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Lead source")
        ordering = ["name", "pk"]
        constraints = [
            *walls("pipeline_leadsource"),
            models.UniqueConstraint(fields=["organisation", "name_key"], name="pipeline_leadsource_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(TenantModel):
    """What is sold, with its list price in minor units."""

    name = models.CharField(_("Product"), max_length=150)
    name_key = models.CharField(max_length=300, editable=False)
    code = models.CharField(_("Code"), max_length=100, blank=True)
    list_price_minor = models.BigIntegerField(_("List price"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)

    class Meta(TenantModel.Meta):
        verbose_name = _("Product")
        verbose_name_plural = _("Products")
        ordering = ["name", "pk"]
        constraints = [
            *walls("pipeline_product"),
            models.UniqueConstraint(fields=["organisation", "name_key"], name="pipeline_product_name_key"),
        ]

    def __str__(self) -> str:
        return self.name

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.names import Product
from teams.models import Calendar, Membership, Team, Territory
from teams.tenancy import TenantKey, TenantModel, walls


class RoutingRule(TenantModel):
    """Leads of a territory and a product (or any) go to the people of a team in turn; the first rule that fits is taken."""

    name = models.CharField(_("Name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("Order"), default=1)
    territory = TenantKey(Territory, verbose_name=_("Territory"), null=True, blank=True, related_name="+")
    product = TenantKey(Product, verbose_name=_("Product"), null=True, blank=True, related_name="+")
    team = TenantKey(Team, verbose_name=_("Team"), related_name="+")
    fallback = TenantKey(Membership, verbose_name=_("If nobody is there"), related_name="+")
    calendar = TenantKey(
        Calendar, verbose_name=pgettext_lazy("record", "Calendar"), null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Distribution rule")
        verbose_name_plural = _("Distribution rules")
        ordering = ["position", "pk"]
        constraints = [
            *walls(
                "pipeline_routingrule",
                territory="teams_territory",
                product="pipeline_product",
                team="teams_team",
                fallback="teams_membership",
                calendar="teams_calendar",
            ),
            models.UniqueConstraint(fields=["organisation", "name"], name="pipeline_routingrule_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class RepCapacity(TenantModel):
    """How many leads a week somebody can take; `credit` is what the turns so far have left them (pipeline/rules/distribution.py)."""

    USUAL = 10

    membership = TenantKey(Membership, verbose_name=_("Person"), related_name="+")
    leads_per_week = models.PositiveSmallIntegerField(
        _("Leads a week"), default=USUAL, validators=[MaxValueValidator(1000)]
    )
    credit = models.IntegerField(default=0, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Capacity for leads")
        verbose_name_plural = _("Capacities for leads")
        ordering = ["membership", "pk"]
        constraints = [
            *walls("pipeline_repcapacity", membership="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "membership"], name="pipeline_repcapacity_member_key"),
        ]

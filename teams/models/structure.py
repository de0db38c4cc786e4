from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.query import TreeQuerySet

from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Department(TenantModel):
    """Sales, marketing, …: the two (or more) sides of every agreement."""

    class Kind(models.TextChoices):
        SALES = "sales", _("Sales")
        MARKETING = "marketing", _("Marketing")
        COMMUNICATIONS = "communications", _("Communications and PR")
        SALES_OPERATIONS = "sales_operations", _("Sales operations")
        LEADERSHIP = "leadership", _("Leadership")
        OTHER = "other", _("Other")

    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    head = TenantKey("teams.Membership", verbose_name=_("Head"), null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = _("Department")
        verbose_name_plural = _("Departments")
        ordering = ["name", "pk"]
        constraints = [
            *walls("teams_department", head="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "name"], name="teams_department_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(TenantModel):
    """A node of a department's tree of teams."""

    name = models.CharField(_("Name"), max_length=100)
    department = TenantKey(Department, verbose_name=_("Department"), related_name="teams")
    parent = TenantKey("self", verbose_name=_("Part of"), null=True, blank=True, related_name="children")

    objects = TenantManager.from_queryset(TreeQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")
        ordering = ["name", "pk"]
        constraints = [
            *walls("teams_team", department="teams_department", parent="teams_team"),
            models.UniqueConstraint(fields=["organisation", "name"], name="teams_team_name_key"),
            models.CheckConstraint(name="teams_team_not_its_own_parent", condition=~models.Q(parent=models.F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


class Territory(TenantModel):
    """A region or market that people work and deals come from."""

    name = models.CharField(_("Name"), max_length=100)

    class Meta(TenantModel.Meta):
        verbose_name = _("Territory")
        verbose_name_plural = _("Territories")
        ordering = ["name", "pk"]
        constraints = [
            *walls("teams_territory"),
            models.UniqueConstraint(fields=["organisation", "name"], name="teams_territory_name_key"),
        ]

    def __str__(self) -> str:
        return self.name

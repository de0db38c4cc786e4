from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models.structure import Team, Territory
from teams.permissions import ROLE_PERMISSIONS, Permission, Role
from teams.rules import names
from teams.tenancy import NoOverlap, TenantKey, TenantManager, TenantModel, walls


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(is_active=True)

    def with_those(self, *kept: "Membership | None") -> "list[Membership]":
        """To choose from: these stay at the end though they may have left, so that an edit of something else loses nobody."""
        found = {member.pk: member for member in self}
        return list((found | {one.pk: one for one in kept if one and one.pk not in found}).values())

    def matching(self, text: str) -> "MembershipQuerySet":
        """Whose name or e-mail address holds what was typed."""
        return self.filter(models.Q(name_key__contains=names.key(text)) | models.Q(email__icontains=text))

    def awaiting_letter(self) -> "MembershipQuerySet":
        """Invited, and the letter has not gone out."""
        return self.active().filter(invited_at__isnull=False, invitation_mailed_at__isnull=True, user__isnull=True)


class Membership(TenantModel):
    """A person's place in an organisation. A rep known only from a CRM export has no user until invited."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    full_name = models.CharField(_("Full name"), max_length=150)
    name_key = models.CharField(max_length=300, editable=False)
    email = models.EmailField(_("E-mail address"), blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.REP)
    is_active = models.BooleanField(_("Active"), default=True)
    joined_on = models.DateField(_("Joined on"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True, editable=False)
    invitation_mailed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(MembershipQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Person")
        verbose_name_plural = _("People")
        ordering = ["full_name", "pk"]
        constraints = [
            *walls("teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="teams_membership_user_key",
                condition=models.Q(user__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "name_key"], name="teams_membership_name"),
            models.Index(fields=["user"], name="teams_membership_user"),
            models.Index(
                fields=["organisation", "invited_at"],
                name="teams_membership_unmailed",
                condition=models.Q(invited_at__isnull=False, invitation_mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def may(self, permission: Permission) -> bool:
        return permission in ROLE_PERMISSIONS[Role(self.role)]

    @property
    def is_quota_carrier(self) -> bool:
        return self.role in {Role.REP, Role.MARKETER}


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> "AssignmentQuerySet":
        starts = models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=day)
        ends = models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day)
        return self.filter(starts, ends)


class Assignment(TenantModel):
    """A member works in a team (and perhaps a territory) during [starts_on, ends_on); an open side is NULL.

    Effective-dated, so that a fact counts for the team its owner was in on the fact's day.
    """

    membership = TenantKey("teams.Membership", verbose_name=_("Person"), related_name="assignments")
    team = TenantKey(Team, verbose_name=_("Team"), related_name="assignments")
    territory = TenantKey(Territory, verbose_name=_("Territory"), null=True, blank=True, related_name="assignments")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until (exclusive)"), null=True, blank=True)

    objects = TenantManager.from_queryset(AssignmentQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Assignment")
        verbose_name_plural = _("Assignments")
        ordering = ["starts_on", "pk"]
        constraints = [
            *walls("teams_assignment", membership="teams_membership", team="teams_team", territory="teams_territory"),
            NoOverlap(name="teams_assignment_no_overlap", key="membership"),
            models.CheckConstraint(
                name="teams_assignment_not_empty",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lt=models.F("ends_on")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "team"], name="teams_assignment_team")]

    def __str__(self) -> str:
        return f"{self.membership} – {self.team}"

    @property
    def last_day(self) -> date | None:
        return self.ends_on and self.ends_on - timedelta(days=1)


class AssignmentChange(TenantModel):
    """Somebody's assignments changed: swept by `pipeline`, which attributes that person's facts anew."""

    membership = TenantKey(Membership, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = walls("teams_assignmentchange", membership="teams_membership")

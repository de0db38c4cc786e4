"""Versions that two departments draft together and sign. In force = signed by both, not superseded."""

from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models.membership import Membership
from teams.models.structure import Department
from teams.rules import signing
from teams.tenancy import TenantKey, TenantModel


class Side(models.TextChoices):
    MARKETING = "marketing", _("Marketing")
    SALES = "sales", _("Sales")


class SignedVersionQuerySet(models.QuerySet[Any]):
    def drafts(self) -> Self:
        return self.filter(in_force_at__isnull=True)

    def in_force(self) -> Self:
        """Signed by both, not superseded: `signing.is_in_force` as a condition of the database."""
        return self.filter(in_force_at__isnull=False, ended_at__isnull=True)


class SignedVersion(TenantModel):
    """A draft until both sides have signed the same terms, then in force until the next version is; then never changed.
    `revision` counts the edits of a draft.
    """

    number = models.PositiveIntegerField(_("Version"))
    revision = models.PositiveIntegerField(default=1)
    in_force_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    created_by = TenantKey(Membership, null=True, blank=True, related_name="+")

    # Of the version's own kind: its signatures point at it by this name.
    signatures: Any

    class Meta(TenantModel.Meta):
        abstract = True

    def department(self, side: str) -> Department:
        """Who signs on this side."""
        raise NotImplementedError

    @property
    def is_draft(self) -> bool:
        return self.in_force_at is None

    @property
    def is_in_force(self) -> bool:
        return signing.is_in_force(is_signed=not self.is_draft, is_superseded=self.ended_at is not None)


class SideSignature(TenantModel):
    """One side's yes to exactly these terms: `terms_hash` is that of the terms as they were signed."""

    side = models.CharField(_("Side"), max_length=9, choices=Side.choices)
    member = TenantKey(Membership, verbose_name=_("Person"), related_name="+")
    signed_at = models.DateTimeField()
    terms_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        abstract = True

from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.goal import Goal
from teams.tenancy import TenantKey, TenantModel


class CanvasEntry(TenantModel):
    """A line of a goal's canvas. Put aside rather than deleted; a version guards two editors."""

    goal = TenantKey(Goal, verbose_name=_("Goal"), related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    is_archived = models.BooleanField(_("Put aside"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

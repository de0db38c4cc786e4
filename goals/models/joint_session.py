from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.goal import Goal
from teams.models import Department, Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class JointSessionQuerySet(models.QuerySet["JointSession"]):
    def with_parties(self) -> "JointSessionQuerySet":
        return self.select_related("goal", "first_department", "second_department", "led_by", "speaking")


class JointSession(TenantModel):
    """Both departments in one room: what is on the agenda, who speaks, what is noted, decided and drafted.

    `sequence` is raised, under the row's lock, by everything that changes in the room: it numbers the entries, and it is
    what a screen asks for. While somebody speaks, `speaking` is their department and `speaking_since` when they began.
    """

    title = models.CharField(_("Title"), max_length=200)
    goal = TenantKey(Goal, verbose_name=_("Goal"), null=True, blank=True, related_name="+")
    first_department = TenantKey(Department, verbose_name=_("Department"), related_name="+")
    second_department = TenantKey(Department, verbose_name=_("With"), related_name="+")
    planned_at = models.DateTimeField(_("Begins"))
    led_by = TenantKey(Membership, verbose_name=_("Led by"), related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    speaking = TenantKey(Department, null=True, blank=True, related_name="+")
    speaking_since = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(JointSessionQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Joint session")
        verbose_name_plural = _("Joint sessions")
        ordering = ["-planned_at", "pk"]
        constraints = [
            *walls(
                "goals_jointsession",
                goal="goals_goal",
                first_department="teams_department",
                second_department="teams_department",
                led_by="teams_membership",
                speaking="teams_department",
            ),
            models.CheckConstraint(
                name="goals_jointsession_two_departments",
                condition=~models.Q(first_department=models.F("second_department")),
            ),
            models.CheckConstraint(
                name="goals_jointsession_ends_after_start",
                condition=models.Q(ended_at=None) | models.Q(started_at__lte=models.F("ended_at"), speaking=None),
            ),
            models.CheckConstraint(
                name="goals_jointsession_speaks_since",
                condition=models.Q(speaking=None, speaking_since=None)
                | models.Q(speaking__isnull=False, speaking_since__isnull=False, started_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def departments(self) -> tuple[Department, Department]:
        return self.first_department, self.second_department


class SpeakingTurn(TenantModel):
    """Somebody of a department spoke, [started_at, ended_at)."""

    session = TenantKey(JointSession, related_name="turns")
    department = TenantKey(Department, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["started_at", "pk"]
        constraints = [
            *walls("goals_speakingturn", session="goals_jointsession", department="teams_department"),
            models.CheckConstraint(
                name="goals_speakingturn_in_order", condition=models.Q(started_at__lt=models.F("ended_at"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "session"], name="goals_speakingturn_session")]


class SessionTopic(TenantModel):
    """A point of the agenda, with the minutes it is given."""

    session = TenantKey(JointSession, related_name="topics")
    title = models.CharField(_("Point"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=10)
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["created_at", "pk"]
        constraints = walls("goals_sessiontopic", session="goals_jointsession")
        indexes = [models.Index(fields=["organisation", "session"], name="goals_sessiontopic_session")]

    def __str__(self) -> str:
        return self.title


class SessionEntry(TenantModel):
    """Something that was written in the room. Append-only, in the order of `number`.

    A proposal is an edit of a draft that came too late: what was typed is kept beside what was saved first.
    """

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("joint session", "Note")
        DECISION = "decision", pgettext_lazy("joint session", "Decision")
        QUESTION = "question", pgettext_lazy("joint session", "Open question")
        PROPOSAL = "proposal", pgettext_lazy("joint session", "Proposal")

    session = TenantKey(JointSession, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("Text"), max_length=2000)
    made_by = TenantKey(Membership, related_name="+")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["number", "pk"]
        constraints = [
            *walls("goals_sessionentry", session="goals_jointsession", made_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "session", "number"], name="goals_sessionentry_number"),
            models.CheckConstraint(name="goals_sessionentry_has_text", condition=~models.Q(text="")),
        ]


class SessionDraft(TenantModel):
    """An objective as it is drafted on everybody's screen; the target in the unit of the metric."""

    session = TenantKey(JointSession, related_name="drafts")
    title = models.CharField(_("Objective"), max_length=200)
    department = TenantKey(Department, verbose_name=_("Department"), null=True, blank=True, related_name="+")
    metric_key = models.CharField(_("Metric"), max_length=40)
    target = models.DecimalField(_("Target"), max_digits=24, decimal_places=6, null=True, blank=True)
    changed_by = TenantKey(Membership, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("joint session", "Draft of an objective")
        ordering = ["created_at", "pk"]
        constraints = walls(
            "goals_sessiondraft",
            session="goals_jointsession",
            department="teams_department",
            changed_by="teams_membership",
        )
        indexes = [models.Index(fields=["organisation", "session"], name="goals_sessiondraft_session")]

    def __str__(self) -> str:
        return self.title


class SessionPresence(TenantModel):
    """Whose screen shows the room, and when it last asked."""

    session = TenantKey(JointSession, related_name="presences")
    member = TenantKey(Membership, related_name="+")
    department = TenantKey(Department, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["member__full_name", "pk"]
        constraints = [
            *walls(
                "goals_sessionpresence",
                session="goals_jointsession",
                member="teams_membership",
                department="teams_department",
            ),
            models.UniqueConstraint(fields=["organisation", "session", "member"], name="goals_sessionpresence_once"),
        ]

    def is_there(self, *, since: datetime) -> bool:
        return self.seen_at >= since

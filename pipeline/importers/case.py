from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse
from pipeline.models import Case
from pipeline.rules import stages

CASE = Kind(
    "case",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "case id|caseid|case number|ticket id|ticket number|request id|record id|id"),
        Field("opened_at", _("Opened"), Parse.MOMENT, "created time|created at|created|create date|opened at|opened|received at|asked at|date", True),
        Field("first_answered_at", _("First answered"), Parse.MOMENT, "first response time|first response at|first reply at|first responded at|answered at|responded at"),
        Field("closed_at", _("Closed"), Parse.MOMENT, "closed time|closed at|closed date|resolved at|resolution time|solved at|completed at|modified time|last modified"),
        Field("due_at", _("Due"), Parse.MOMENT, "due date|due at|respond by|deadline"),
        Field("status", _("Status"), Parse.WORD, "case status|ticket status|state", limit=150, choices=lambda: list(Case.Status.choices), guess_word=stages.case_status),
        Field("kind", _("Kind"), Parse.WORD, "case type|ticket type|request type|type|category", limit=150, choices=lambda: list(Case.Kind.choices), guess_word=stages.case_kind),
        Field("subject", _("Subject"), Parse.TEXT, "title|summary|description|question"),
        Field("owner", _("Owner"), Parse.REFERENCE, "case owner|ticket owner|agent|assignee|assigned to|rep", to="member", limit=150),
        Field("team", _("Team"), Parse.REFERENCE, "team name|group", to="team", limit=100, may_create=False),
        Field("department", _("Department"), Parse.REFERENCE, "division|function", to="department", limit=100, may_create=False),
        Field("territory", _("Territory"), Parse.REFERENCE, "region|area|market", to="territory", limit=100, may_create=False),
        Field("product", _("Product"), Parse.REFERENCE, "product name|item", to="product", limit=150),
    ),
    identity=("owner", "opened_at", "subject"),
)  # fmt: skip

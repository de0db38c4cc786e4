"""Lead definitions for tests; made inside `tenant(…)`."""

from datetime import datetime
from typing import Any

from pipeline.actions import lead_definitions
from pipeline.models import LeadDefinition, LeadDefinitionSignature, LeadJudgement
from teams.models import Department, Membership
from teams.models.signed import Side
from teams.permissions import Role
from tests.factories.pipeline import make_lead
from tests.factories.teams import NOW, make_department, make_membership

# An MQL has a company and ten points, a SAL is accepted, an SQL has been met.
TERMS = {
    "score": {"half_life_days": 30, "lines": [{"kind": "meeting", "points": 10, "cap": 30}]},
    "stages": {
        "mql": {"min_score": 10, "conditions": [{"field": "company", "op": "known"}]},
        "sal": {"min_score": None, "conditions": [{"field": "accepted_at", "op": "known"}]},
        "sql": {"min_score": None, "conditions": [{"field": "activity:meeting", "op": "at_least", "values": [1]}]},
    },
}


def make_lead_definition(**values: Any) -> LeadDefinition:
    """A draft of two departments."""
    for kind in (Department.Kind.MARKETING, Department.Kind.SALES):
        if not Department.objects.filter(kind=kind).exists():
            make_department(kind)
    drafted = lead_definitions.draft(by=None, at=NOW)
    LeadDefinition.objects.filter(pk=drafted.pk).update(**({"terms": TERMS} | values))
    return LeadDefinition.objects.select_related("marketing", "sales").get(pk=drafted.pk)


def sign_definition(
    definition: LeadDefinition, *, at: datetime = NOW, by: tuple[Membership, ...] = ()
) -> LeadDefinition:
    """In force: signed by both sides."""
    signers = by or (make_membership(Role.OWNER), make_membership(Role.OWNER))
    for side, member in zip(Side.values, signers, strict=True):
        lead_definitions.sign(definition=definition, revision=definition.revision, side=side, by=member, at=at)
    return LeadDefinition.objects.select_related("marketing", "sales").get(pk=definition.pk)


def make_lead_definition_signature(**values: Any) -> LeadDefinitionSignature:
    definition = values.pop("definition", None) or make_lead_definition()
    defaults = {"side": Side.SALES, "signed_at": NOW, "terms_hash": "0" * 64}
    member = values.pop("member", None) or make_membership()
    return LeadDefinitionSignature.objects.create(definition=definition, member=member, **(defaults | values))


def make_lead_judgement(**values: Any) -> LeadJudgement:
    defaults = {"lead_class": "mql", "facts": {"values": {}, "seen": {}}, "judged_at": NOW}
    definition = values.pop("definition", None) or make_lead_definition()
    lead = values.pop("lead", None) or make_lead()
    return LeadJudgement.objects.create(definition=definition, lead=lead, **(defaults | values))

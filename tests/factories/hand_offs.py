"""Leads that are handed out and given back; made inside `tenant(…)`."""

from typing import Any

from pipeline.models import LeadAssignment, LeadRejection, RepCapacity, RoutingRule
from tests.factories.pipeline import make_lead
from tests.factories.teams import NOW, make_membership, make_team


def make_lead_rejection(**values: Any) -> LeadRejection:
    defaults = {"reason": "bad_contact", "action": "fix_data", "rejected_at": NOW}
    lead = values.pop("lead", None) or make_lead(stage="recycled")
    by = values.pop("rejected_by", None) or make_membership()
    return LeadRejection.objects.create(lead=lead, rejected_by=by, **(defaults | values))


def make_routing_rule(**values: Any) -> RoutingRule:
    defaults = {"name": "Everything"}
    team = values.pop("team", None) or make_team()
    fallback = values.pop("fallback", None) or make_membership()
    return RoutingRule.objects.create(team=team, fallback=fallback, **(defaults | values))


def make_rep_capacity(**values: Any) -> RepCapacity:
    return RepCapacity.objects.create(membership=values.pop("membership", None) or make_membership(), **values)


def make_lead_assignment(**values: Any) -> LeadAssignment:
    defaults = {"reason": "turn", "assigned_at": NOW}
    lead = values.pop("lead", None) or make_lead()
    owner = values.pop("owner", None) or make_membership()
    return LeadAssignment.objects.create(lead=lead, owner=owner, **(defaults | values))

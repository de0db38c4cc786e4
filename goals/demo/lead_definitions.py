"""What the demo's departments call an MQL, a SAL and an SQL: one version in force, and a stricter one under discussion."""

from datetime import datetime, timedelta
from typing import Any

from goals.demo.company import Company
from pipeline.actions import judgements, lead_definitions
from pipeline.models import LeadDefinition
from teams.models import Membership
from teams.models.signed import Side

CONTESTED = "Social media"
AGREED = timedelta(days=120)
SCORE = {
    "half_life_days": 60,
    "lines": [
        {"kind": "call", "points": 5, "cap": 20},
        {"kind": "meeting", "points": 15, "cap": 45},
        {"kind": "presentation", "points": 20, "cap": 40},
        {"kind": "email", "points": 2, "cap": 10},
    ],
}
KNOWN = [{"field": "name", "op": "known"}, {"field": "company", "op": "known"}]


def write(*, company: Company, at: datetime) -> None:
    """Drafted, signed by both heads, in force for some months; then a draft that asks more of an MQL."""
    known = {"field": "lead_source", "op": "known"}
    first = _draft(_terms(known), "What we agreed on at the spring meeting.", at=at - AGREED)
    for side, name in ((Side.MARKETING, "Marketing"), (Side.SALES, "Sales")):
        head = _head(company, name)
        lead_definitions.sign(definition=first, revision=first.revision, side=side, by=head, at=at - AGREED)
    judgements.judge(at=at)
    social = next(row for channel, row in company.channels.items() if channel.name == CONTESTED)
    stricter = {"field": "lead_source", "op": "not_in", "values": [str(social.pk)]}
    reason = "Sales finds that too few of the leads from social media come to anything."
    _draft(_terms(stricter), reason, at=at, names={str(social.pk): social.name})


def _head(company: Company, name: str) -> Membership:
    head: Any = company.departments[name].head
    return head


def _draft(terms: dict[str, Any], note: str, *, at: datetime, names: dict[str, str] | None = None) -> LeadDefinition:
    drafted = lead_definitions.draft(by=None, at=at)
    values = {"terms": terms, "note": note, "names": names or {}}
    return lead_definitions.edit(definition=drafted, revision=drafted.revision, values=values, by=None, at=at)


def _terms(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "score": SCORE,
        "stages": {
            "mql": {"min_score": None, "conditions": [*KNOWN, source]},
            "sal": {"min_score": None, "conditions": [{"field": "accepted_at", "op": "known"}]},
            "sql": {"min_score": None, "conditions": [{"field": "deals", "op": "at_least", "values": [1]}]},
        },
    }

"""The audit trail in words: `audit` keeps codes and plain values, a reader wants labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

import audit.queries
from audit.models import Event
from audit.queries import ChainState, SignedLink
from teams.rules import formats

VERBS = {
    "accept": pgettext_lazy("audit", "Accepted"),
    "activate": pgettext_lazy("audit", "In force"),
    "agree": pgettext_lazy("audit", "Set as agreed"),
    "amend": pgettext_lazy("audit", "Amended"),
    "answer": pgettext_lazy("audit", "Answered"),
    "apply": pgettext_lazy("audit", "Handed down"),
    "archive": pgettext_lazy("audit", "Archived"),
    "ask": pgettext_lazy("audit", "Asked"),
    "ask_again": pgettext_lazy("audit", "Asked again"),
    "assign": pgettext_lazy("audit", "Given to somebody"),
    "cancel": pgettext_lazy("audit", "Cancelled"),
    "cancelled": pgettext_lazy("audit", "Cancelled"),
    "close": pgettext_lazy("audit", "Closed"),
    "counter": pgettext_lazy("audit", "Countered"),
    "create": pgettext_lazy("audit", "Created"),
    "decide": pgettext_lazy("audit", "Decided"),
    "decline": pgettext_lazy("audit", "Declined"),
    "delete": pgettext_lazy("audit", "Deleted"),
    "discard": pgettext_lazy("audit", "Thrown away"),
    "draft": pgettext_lazy("audit", "Drafted"),
    "edit": pgettext_lazy("audit", "Changed"),
    "end": pgettext_lazy("audit", "Ended"),
    "escalate": pgettext_lazy("audit", "Escalated"),
    "finish": pgettext_lazy("audit", "Finished"),
    "hand_back": pgettext_lazy("audit", "Handed back"),
    "impose": pgettext_lazy("audit", "Imposed"),
    "invite": pgettext_lazy("audit", "Invited"),
    "join": pgettext_lazy("audit", "Joined"),
    "make": pgettext_lazy("audit", "Made"),
    "make_default": pgettext_lazy("audit", "Made the default"),
    "mapping": pgettext_lazy("audit", "Columns matched"),
    "matches": pgettext_lazy("audit", "Names matched"),
    "move": pgettext_lazy("audit", "Moved"),
    "offer": pgettext_lazy("audit", "Offered"),
    "open": pgettext_lazy("audit", "Opened"),
    "paused": pgettext_lazy("audit", "Paused"),
    "plan": pgettext_lazy("audit", "Planned"),
    "put_in_force": pgettext_lazy("audit", "In force"),
    "reassigned": pgettext_lazy("audit", "Handed on"),
    "rebased": pgettext_lazy("audit", "Brought to other terms"),
    "record": pgettext_lazy("audit", "Recorded"),
    "refuse": pgettext_lazy("audit", "Refused"),
    "reject": pgettext_lazy("audit", "Given back"),
    "reopen": pgettext_lazy("audit", "Opened again"),
    "renew": pgettext_lazy("audit", "Taken over into the next period"),
    "replace": pgettext_lazy("audit", "Replaced"),
    "request": pgettext_lazy("audit", "Requested"),
    "restore": pgettext_lazy("audit", "Restored"),
    "retry": pgettext_lazy("audit", "Tried again"),
    "retry_all": pgettext_lazy("audit", "All mail tried again"),
    "resumed": pgettext_lazy("audit", "Resumed"),
    "review": pgettext_lazy("audit", "Reviewed"),
    "revoke": pgettext_lazy("audit", "Revoked"),
    "reversed": pgettext_lazy("audit", "Reversed"),
    "sample": pgettext_lazy("audit", "Sampled"),
    "settings": pgettext_lazy("audit", "Settings changed"),
    "settle": pgettext_lazy("audit", "Settled"),
    "sign": pgettext_lazy("audit", "Signed"),
    "start": pgettext_lazy("audit", "Started"),
    "stopped": pgettext_lazy("audit", "Act recorded"),
    "take_back": pgettext_lazy("audit", "Taken back"),
    "upload": pgettext_lazy("audit", "Uploaded"),
    "waived": pgettext_lazy("audit", "Waived"),
    "withdraw": pgettext_lazy("audit", "Withdrawn"),
}
# What actions tell under a name for which no field has a label.
NAMES = {
    "about": gettext_lazy("About"),
    "allowed_minutes": gettext_lazy("Allowed"),
    "asked_by": gettext_lazy("Asked by"),
    "clocks": gettext_lazy("Clocks"),
    "days": pgettext_lazy("audit", "Special days"),
    "department": gettext_lazy("Department"),
    "digits": pgettext_lazy("audit", "Decimal places"),
    "entries": gettext_lazy("Notes and decisions"),
    "guardrails": gettext_lazy("Guardrails"),
    "hash": gettext_lazy("Hash"),
    "lead_source": gettext_lazy("Lead source"),
    "leads_per_week": gettext_lazy("Leads a week"),
    "mails": gettext_lazy("Messages"),
    "names": pgettext_lazy("audit", "Names"),
    "note": gettext_lazy("Note"),
    "number": gettext_lazy("Version"),
    "occurred_at": gettext_lazy("Happened"),
    "part": pgettext_lazy("audit", "Signed as"),
    "query": gettext_lazy("Filters"),
    "results": gettext_lazy("Results"),
    "seed": gettext_lazy("Seed"),
    "terms": gettext_lazy("Terms"),
    "terms_hash": gettext_lazy("Hash of the exact terms"),
    "to": gettext_lazy("To"),
    "undefined": gettext_lazy("Without a figure"),
    "until": gettext_lazy("Until"),
    "value": gettext_lazy("Value"),
    "version": gettext_lazy("Version"),
    "worked_holidays": pgettext_lazy("audit", "Holidays that are worked"),
}
VERIFIED_AT_ONCE = 5_000


@dataclass(frozen=True)
class Change:
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Line:
    event: Event
    verb: str
    kind: str
    changes: list[Change]


def lines(events: Iterable[Event]) -> list[Line]:
    return [_line(event) for event in events]


def chain(*, organisation_id: UUID, verify: bool) -> ChainState:
    """The chain's head; verified when asked, and always while that takes no time."""
    head = audit.queries.link(organisation_id=organisation_id)
    if head is None or verify or head.number <= VERIFIED_AT_ONCE:
        return audit.queries.chain_state(organisation_id=organisation_id)
    return ChainState(length=head.number, head=head.hash, broken_at=None, is_verified=False)


def entry(*, organisation_id: UUID, number: str) -> SignedLink | None:
    """The entry that a reader typed the number of, to compare with a letter."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return audit.queries.link(organisation_id=organisation_id, number=int(number))


def choices(*, organisation_id: UUID) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Record types and actions that occur, with their labels, for the filter."""
    types, actions = audit.queries.used_values(organisation_id=organisation_id)
    kinds = [(record_type, kind_of(record_type)) for record_type in types]
    verbs = [(action, f"{verb_of(action)}: {action}") for action in actions]
    return sorted(kinds, key=lambda choice: choice[1]), verbs


def verb_of(action: str) -> str:
    verb = action.rpartition(".")[2]
    return str(VERBS.get(verb, verb))


def kind_of(record_type: str) -> str:
    model = _model_of(record_type)
    return capfirst(str(model._meta.verbose_name)) if model else record_type


def _model_of(record_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(record_type)
    except LookupError:
        return None


def _line(event: Event) -> Line:
    fields = _fields_of(event.record_type)
    named = {name for name in event.after | event.before if not _is_nothing(event, name)}
    names = [name for name in fields if name in named] + sorted(named - fields.keys())
    changes = [
        Change(
            field=capfirst(_name_of(name, fields.get(name, []))),
            before=_told(event.before[name], fields.get(name, [])) if name in event.before else None,
            after=_told(event.after[name], fields.get(name, [])) if name in event.after else None,
        )
        for name in names
    ]
    return Line(event, verb_of(event.action), kind_of(event.record_type), changes)


def _is_nothing(event: Event, name: str) -> bool:
    """A new record's empty fields are not worth a line."""
    return name not in event.before and event.after[name] in (None, "")


@cache
def _fields_of(record_type: str) -> dict[str, list[Any]]:
    """By name: the record's own field, then those of its app that are called the same, for what is told beside it."""
    model = _model_of(record_type)
    if model is None:
        return {}
    found: dict[str, list[Any]] = {field.name: [field] for field in model._meta.get_fields()}
    for other in apps.get_app_config(model._meta.app_label).get_models():
        for field in other._meta.fields:
            found.setdefault(field.name, []).append(field)
    return found


def _name_of(name: str, fields: list[Any]) -> str:
    """A label that somebody wrote; Django's own for a field without one is its name in English."""
    plain = name.replace("_", " ")
    written = (str(getattr(field, "verbose_name", plain)) for field in fields)
    return next((label for label in written if label != plain), str(NAMES.get(name, plain)))


def _told(value: Any, fields: list[Any]) -> str:
    if value in (None, "", {}, []):
        return formats.NONE
    if isinstance(value, dict):
        return " · ".join(f"{name}: {_told(one, [])}" for name, one in value.items())
    if isinstance(value, list):
        return formats.joined(parts=[_told(one, []) for one in value], language=get_language() or "en")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    for field in fields:
        labels = dict(getattr(field, "flatchoices", None) or [])
        if value in labels:
            return str(labels[value])
    return _dated(value, fields[0] if fields else None)


def _dated(value: Any, field: Any) -> str:
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return formats.moment(value=localtime(moment) if is_aware(moment) else moment, language=_language())
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return formats.day(value=day, language=_language())
    return str(value)


def _language() -> str:
    return get_language() or "en"

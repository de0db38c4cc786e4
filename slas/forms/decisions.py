"""What people may decide about a clock: one table of verbs, one form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from slas.access import may_excuse
from slas.actions import clocks, waivers
from slas.models import Clock, ClockEvent
from slas.queries.waivers import open_ask
from teams.http import RowChoiceField
from teams.http.fields import MomentField
from teams.models import Membership
from teams.permissions import Permission

State = Clock.State
REASONS = ClockEvent.Reason.choices


@dataclass(frozen=True, slots=True)
class Verb:
    """`fields` of the form; `states` in which it says something; who may, and for the rest nobody about their own clock.

    What `excuses` is not for the side that made the promise: it may ask.
    """

    name: str
    label: Text | str
    icon: str
    action: Callable[..., Clock]
    fields: tuple[str, ...]
    states: frozenset[str]
    permission: Permission = Permission.CLOCK_DECIDE
    excuses: bool = False


OPEN = frozenset(Clock.OPEN)
VERBS = {
    verb.name: verb
    for verb in (
        Verb("act", _("Record what was done"), "check", clocks.record_act, ("occurred_at",), OPEN, Permission.CLOCK_PAUSE),
        Verb("pause", _("Pause"), "player-pause", clocks.pause, ("reason",), frozenset({State.RUNNING}), Permission.CLOCK_PAUSE),
        Verb("resume", _("Resume"), "player-play", clocks.resume, (), frozenset({State.PAUSED}), Permission.CLOCK_PAUSE),
        Verb("hand_on", _("Hand on"), "switch-horizontal", clocks.hand_on, ("owner",), OPEN),
        Verb("rebase", _("Move to the terms in force"), "refresh", clocks.rebase, (), OPEN - {State.BREACHED_OPEN}),
        Verb("cancel", _("Cancel the clock"), "circle-minus", clocks.cancel, ("reason",), OPEN),
        Verb("waive", _("Waive"), "shield", waivers.waive, ("reason", "until"), clocks.WAIVABLE, excuses=True),
        Verb("refuse", _("Refuse the waiver"), "x", waivers.refuse, (), clocks.WAIVABLE, excuses=True),
        Verb("ask", _("Ask for a waiver"), "message", waivers.ask, ("reason",), clocks.WAIVABLE, Permission.CLOCK_PAUSE),
        Verb("reverse", _("Reverse the breach"), "history", waivers.reverse_breach, ("reason",), clocks.REVERSIBLE, excuses=True),
    )
}  # fmt: skip


def verbs_for(member: Membership, clock: Clock, *, state: str) -> list[Verb]:
    """What this member may decide about a clock in that state; refuse only what was asked for, ask only for what is not waived."""
    found = [verb for verb in VERBS.values() if state in verb.states and may_decide(member, clock, verb)]
    return [verb for verb in found if _is_called_for(verb, clock)]


def _is_called_for(verb: Verb, clock: Clock) -> bool:
    if verb.name == "refuse":
        return open_ask(clock) is not None
    return verb.name != "ask" or not clock.is_waived_for_good


def may_decide(member: Membership, clock: Clock, verb: Verb) -> bool:
    """Nobody excuses themselves: what changes what is owed is for others to decide."""
    is_own = clock.owner_id == member.pk and verb.permission == Permission.CLOCK_DECIDE
    if is_own or not member.may(verb.permission):
        return False
    if verb.name == "ask":
        return not may_decide(member, clock, VERBS["waive"])
    return not verb.excuses or may_excuse(member, clock)


class DecisionForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *REASONS])
    owner = RowChoiceField(label=_("New owner"))
    occurred_at = MomentField(label=_("When it was done"))
    until = MomentField(label=_("Waived until"), required=False, help_text=_("Without a day it is waived for good."))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, verb: Verb) -> None:
        super().__init__(data)
        for name in set(self.fields) - {*verb.fields, "note"}:
            del self.fields[name]
        # Whoever asked is owed a reason.
        self.fields["note"].required = verb.name == "refuse"
        if "owner" in self.fields:
            people = Membership.objects.active().order_by("full_name", "pk")
            self.fields["owner"].offer(people, empty="–")  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes: what was left empty is not told."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

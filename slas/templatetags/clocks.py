"""`{% load clocks %}`: spans of time and states of clocks."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pipeline.rules.intervals import Interval
from slas.models import Clock
from slas.queries.clocks import used_by
from slas.rules.clock import State
from teams.rules import formats
from teams.templatetags.shell import icon

register = template.Library()

LOOKS = {
    State.PENDING: ("not_started", "hourglass"),
    State.RUNNING: ("no_data", "clock"),
    State.PAUSED: ("watch", "player-pause"),
    State.MET: ("reached", "circle-check"),
    State.MET_LATE: ("missed", "circle-x"),
    State.BREACHED_OPEN: ("off_track", "alert-circle"),
    State.CANCELLED: ("not_started", "circle-minus"),
    State.WAIVED: ("watch", "shield"),
}


@register.filter
def span(value: timedelta | int | None) -> str:
    """A span of time, or seconds of it."""
    seconds = value // timedelta(seconds=1) if isinstance(value, timedelta) else value
    return formats.duration(seconds=seconds, language=get_language() or "en")


@register.filter
def whole_hours(minutes: int) -> str:
    return formats.whole_hours(minutes=minutes, language=get_language() or "en")


@register.simple_tag
def used(clock: Clock, at: Any) -> timedelta:
    """Business time that has run by then."""
    return used_by(clock, at=at)


@register.filter
def state_badge(state: str) -> SafeString:
    """Colour, icon and words say the same."""
    status, name = LOOKS[State(state)]
    return format_html(
        '<span class="status-badge" data-status="{}">{}{}</span>', status, icon(name), Clock.State(state).label
    )


@register.filter
def interval(value: Interval | None) -> str:
    """“69% – 97%”"""
    if value is None:
        return formats.NONE
    low, high = (
        formats.percent(share=one, language=get_language() or "en", digits=0) for one in (value.low, value.high)
    )
    return f"{low} – {high}"

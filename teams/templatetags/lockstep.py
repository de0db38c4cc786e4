"""Tags and filters that every template may use without loading them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from teams import http
from teams.permissions import Permission
from teams.rules import formats

register = template.Library()


def _language() -> str:
    return get_language() or "en"


@register.simple_tag(takes_context=True)
def url_for(context: template.Context, name: str, *args: Any, **query: Any) -> str:
    """`{% url_for "goals:objective_detail" objective.pk %}`: an address in the request's organisation."""
    return http.url_for(context["request"], name, *args, **query)


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """`{% may "objective.edit" as can_edit %}`"""
    return context["request"].membership.may(Permission(permission))


@register.filter
def money(minor: int | Decimal | None, currency: str) -> str:
    return formats.money(minor=minor, currency=currency, language=_language())


@register.filter
def number(value: int | float | Decimal | None, digits: int = 0) -> str:
    return formats.number(value=value, language=_language(), digits=digits)


@register.filter
def percent(share: float | Decimal | None, digits: int = 1) -> str:
    return formats.percent(share=share, language=_language(), digits=digits)


@register.filter
def of_hundred(hundredths: float) -> str:
    """What people say as 0–100, such as how sure they are."""
    return percent(hundredths / 100, 0)


@register.filter
def day(value: date | datetime | None, style: str = "medium") -> str:
    """Of a moment the day that it is here."""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    return formats.day(value=here, language=_language(), style=style)


@register.filter
def month(value: date) -> str:
    return formats.month(value=value, language=_language())


@register.filter
def moment(value: datetime | None) -> str:
    local = timezone.localtime(value) if value else None
    return formats.moment(value=local, language=_language())


@register.filter
def time_of_day(value: datetime) -> str:
    return formats.time_of_day(value=timezone.localtime(value), language=_language())


@register.filter
def hours(minutes: int | None) -> str:
    return formats.hours(minutes=minutes, language=_language())


@register.filter
def weekday(day: date | int, width: str = "wide") -> str:
    """The name of a day, or of an ISO weekday (1 Monday … 7 Sunday)."""
    number = day if isinstance(day, int) else day.isoweekday()
    return formats.weekday(number=number, language=_language(), width=width)


@register.filter
def country(code: str) -> str:
    return formats.country(code=code, language=_language())

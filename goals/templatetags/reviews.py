"""`{% load reviews %}`: what a review keeps as texts, written for its reader."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from goals.models import Assumption
from pipeline.rules import amounts
from pipeline.rules.amounts import Unit
from teams.rules import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: template.Context, value: str | None, unit: Unit, currency: str) -> str:
    """An amount in its unit; "–" where it was undefined."""
    home = context["request"].organisation.currency
    number = None if value is None else Decimal(value)
    return amounts.write(value=number, unit=unit, currency=currency or home, language=get_language() or "en")


@register.filter
def kept_percent(share: str | None) -> str:
    return formats.percent(share=None if share is None else Decimal(share), language=get_language() or "en")


@register.simple_tag
def outcome(name: Any) -> str:
    """Whether an assumption held, in words."""
    return str(Assumption.Outcome(name).label)

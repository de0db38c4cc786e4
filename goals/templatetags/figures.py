"""`{% load figures %}`: values of objectives, written in their unit and the organisation's money."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from goals.rules import amounts
from goals.rules.amounts import Unit

register = template.Library()


@register.simple_tag(takes_context=True)
def amount(context: template.Context, value: Decimal | None, unit: Unit) -> str:
    """`{% amount row.actual row.metric.unit %}`: "USD 1,200", "42" or "12.5%"; "–" for None."""
    currency = context["request"].organisation.currency
    return amounts.write(value=value, unit=unit, currency=currency, language=get_language() or "en")

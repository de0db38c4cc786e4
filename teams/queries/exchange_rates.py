from typing import Any

from django.core.paginator import Page, Paginator

from teams.models import ExchangeRate

PER_PAGE = 50


def rate_page(*, number: str | None) -> "Page[Any]":
    """By currency, the newest first."""
    return Paginator(ExchangeRate.objects.all(), PER_PAGE).get_page(number)

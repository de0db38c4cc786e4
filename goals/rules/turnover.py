"""Turnover of people, and what it costs of their capacity."""

from decimal import Decimal


def turnover(*, left: int, at_start: int) -> Decimal | None:
    """Who left within the period ÷ who was there at its start; undefined where nobody was."""
    return Decimal(left) / at_start if at_start else None


def capacity_lost(*, turnover: Decimal) -> Decimal:
    """Share of the period's working time that is lost until places are filled: who leaves is gone for half of it on average."""
    return turnover / 2

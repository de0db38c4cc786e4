"""Rows that a name in a file can stand for."""

from django.db import models

from pipeline.models import LeadSource, Product, ReadingSeries, SourceSystem
from teams.models import Department, Membership, Team, Territory

MOST_CHOICES = 300
TARGETS: dict[str, tuple[type[models.Model], str]] = {
    "member": (Membership, "full_name"),
    "department": (Department, "name"),
    "team": (Team, "name"),
    "territory": (Territory, "name"),
    "product": (Product, "name"),
    "lead_source": (LeadSource, "name"),
    "reading_series": (ReadingSeries, "name"),
}


def known_names(target: str) -> list[str]:
    """Names to choose from; none when there are too many for a list."""
    model, column = TARGETS[target]
    names = list(model._default_manager.order_by(column, "pk").values_list(column, flat=True)[: MOST_CHOICES + 1])
    return names if len(names) <= MOST_CHOICES else []


def source_names() -> list[str]:
    return list(SourceSystem.objects.order_by("name", "pk").values_list("name", flat=True))

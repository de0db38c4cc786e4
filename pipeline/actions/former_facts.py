from datetime import datetime

from pipeline.models.former_fact import KEPT_FOR, FormerFact


def forget(*, at: datetime) -> int:
    """Delete what has been kept long enough; returns how many rows that were."""
    facts = list(FormerFact.objects.order_by("fact").values_list("fact", flat=True).distinct())
    old = FormerFact.objects.filter(fact__in=facts, replaced_at__lt=at - KEPT_FOR)
    return old.delete()[0]

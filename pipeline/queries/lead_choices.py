"""What conditions of a lead definition can choose from."""

from pipeline.models import Lead, LeadSource, Product
from teams.models import Territory

MOST_WORDS = 60
type Choices = dict[str, list[tuple[str, str]]]


def choices_now() -> Choices:
    """By field, (value, label)."""
    return {
        "lead_source": _rows(LeadSource.objects.order_by("name", "pk")),
        "product": _rows(Product.objects.order_by("name", "pk")),
        "territory": _rows(Territory.objects.order_by("name", "pk")),
        "status": [(word, word) for word in _words()],
    }


def _rows(rows: object) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]  # type: ignore[attr-defined]


def _words() -> list[str]:
    found = Lead.objects.exclude(status="").order_by("status").values_list("status", flat=True).distinct()
    return list(found[:MOST_WORDS])

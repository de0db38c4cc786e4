"""What was given back and why, and why a lead is whose it is."""

from typing import Any

from django.core.paginator import Page, Paginator

from pipeline.models import Lead, LeadAssignment, LeadRejection

PER_PAGE = 25


def rejections(*, is_settled: bool, number: Any) -> Page:
    """Those that wait for something, or those that are settled; the newest first."""
    found = LeadRejection.objects.filter(settled_at__isnull=not is_settled)
    rows = found.select_related("lead__owner", "rejected_by", "settled_by").order_by("-rejected_at", "pk")
    return Paginator(rows, PER_PAGE).get_page(number)


def rejections_of(lead: Lead) -> list[LeadRejection]:
    found = LeadRejection.objects.filter(lead=lead).select_related("rejected_by", "settled_by")
    return list(found.order_by("-rejected_at", "pk")[:20])


def assignments_of(lead: Lead) -> list[LeadAssignment]:
    """Why it is whose it is, the newest first."""
    found = LeadAssignment.objects.filter(lead=lead).select_related("owner", "by")
    return list(found.order_by("-assigned_at", "pk")[:20])

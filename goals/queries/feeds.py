"""What another department says of its goals lately."""

from collections.abc import Collection
from uuid import UUID

from goals.models import CheckIn, Comment
from goals.queries.talks import WITH, Entry, merged
from teams.models import Department

MOST = 40


def departments_to_hear(managed: Collection[UUID]) -> tuple[list[Department], Department | None]:
    """All departments, and whom a manager hears unless they choose: the other one of sales and marketing."""
    departments = list(Department.objects.order_by("name", "pk"))
    both = (Department.Kind.SALES, Department.Kind.MARKETING)
    others = [one for one in departments if one.kind in both and one.pk not in managed]
    return departments, others[0] if managed and others else None


def feed_of(department: Department | None) -> list[Entry]:
    """Check-ins and comments of those who worked there, the newest first; None: of all. Two queries."""
    check_ins = CheckIn.objects.select_related(*WITH, "asked_of", "settled_by").order_by("-made_at", "-pk")
    comments = Comment.objects.select_related(*WITH).order_by("-made_at", "-pk")
    if department:
        check_ins, comments = check_ins.filter(department=department), comments.filter(department=department)
    return merged(check_ins[:MOST], comments[:MOST])[:MOST]

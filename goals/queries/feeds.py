"""What another department says of its goals lately."""

from goals.models import CheckIn, Comment
from goals.queries.talks import WITH, Entry, merged
from teams.models import Department

MOST = 80


def feed_of(department: Department | None) -> list[Entry]:
    """Check-ins and comments of those who worked there, the newest first; None: of all. Two queries."""
    check_ins = CheckIn.objects.select_related(*WITH, "asked_of", "settled_by").order_by("-made_at", "-pk")
    comments = Comment.objects.select_related(*WITH).order_by("-made_at", "-pk")
    if department:
        check_ins, comments = check_ins.filter(department=department), comments.filter(department=department)
    return merged(check_ins[:MOST], comments[:MOST])[:MOST]

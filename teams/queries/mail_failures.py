from django.db.models import F

from teams.models import MailFailure


def failures_listed() -> list[MailFailure]:
    """Mail to people who are here, what is given up first."""
    rows = MailFailure.objects.here().select_related("member")
    return list(rows.order_by(F("retry_at").asc(nulls_first=True), "-last_at", "pk"))

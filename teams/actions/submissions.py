"""What a person sends twice, by a double click or by sending a page again, is done once."""

from datetime import datetime, timedelta

from teams.models import Membership

# The same words of the same person within this time are one.
SENT_TWICE = timedelta(seconds=10)


def in_turn(by: Membership) -> None:
    """Let what the person sends be looked at one after the other, so that the second finds the first. Within a transaction."""
    Membership.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)


def just_now(at: datetime) -> tuple[datetime, datetime]:
    """The range of moments, for a filter, in which the first may have come."""
    return at - SENT_TWICE, at + SENT_TWICE

"""Whose API token somebody else has revoked hears of it. The rows of `teams`, which knows no notices, are the queue."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from notifications.actions.notices import post
from notifications.models import Notification
from teams.models import ApiToken
from teams.queries.organisations import active_organisation

# As long as a sweep may be late.
LOOKED_BACK = timedelta(days=7)


@transaction.atomic
def tell_of_revoked(*, at: datetime) -> int:
    """Once per token: twice, or twice at once, the key lets none through."""
    kind = Notification.Kind.TOKEN_REVOKED
    tokens = ApiToken.objects.taken_away(since=at - LOOKED_BACK).select_related("membership", "revoked_by")
    waiting = {str(token.pk): token for token in tokens.order_by("revoked_at", "pk")}
    told = Notification.objects.filter(kind=kind, key__in=waiting).values_list("key", flat=True)
    url = reverse("teams:api_token_list", args=[active_organisation().slug])
    return post(
        [
            Notification(to=token.membership, kind=kind, key=key, values=_said(token), url=url, created_at=at)
            for key, token in waiting.items()
            if key not in set(told)
        ]
    )


def _said(token: ApiToken) -> dict[str, str]:
    return {"token": token.name, "by": token.revoked_by.full_name if token.revoked_by else ""}

from dataclasses import dataclass
from datetime import datetime

from teams.models import ApiToken, Membership


@dataclass(frozen=True, slots=True)
class TokenRow:
    token: ApiToken
    is_expired: bool


def tokens_of(member: Membership, *, at: datetime) -> list[TokenRow]:
    """A person's own, the latest first; those that are revoked stand in the audit trail."""
    tokens = ApiToken.objects.filter(membership=member, revoked_at__isnull=True).order_by("-created_at", "pk")
    return [TokenRow(token, is_expired=token.expires_at <= at) for token in tokens]

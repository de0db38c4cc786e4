from teams.models import User


def choose_language(*, user: User, language: str) -> User:
    """A person's own preference in all their organisations; no organisation's record, so no audit line."""
    user.language = language
    user.save(update_fields=["language"])
    return user

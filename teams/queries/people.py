from allauth.account.models import EmailAddress

from teams.models import User


def is_known(*, email: str) -> bool:
    """Whether somebody signs in with this address, be it their second one."""
    second = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(email__iexact=email).exists() or second.exists()

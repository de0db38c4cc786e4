"""Sign-ins of the demo organisation. Their password belongs to this installation alone: it is derived from its secret key."""

from base64 import b32encode
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac

from goals.demo import cast
from goals.demo.cast import Person
from goals.demo.company import Company
from teams.models import Membership, User
from teams.permissions import Role

DOMAIN = "saltmarsh.example"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", ".localhost", "testserver"})


@dataclass(frozen=True, slots=True)
class SignIn:
    role: Role
    name: str
    email: str
    language: str


def is_private_place() -> bool:
    """Whether only this machine can reach the pages, so that accounts with a printed password do no harm."""
    return settings.DEBUG or LOCAL_HOSTS.issuperset(settings.ALLOWED_HOSTS)


def password() -> str:
    """The same on every run of one installation; sixty bits that nobody without its secret key can know."""
    digest = salted_hmac("goals.demo.accounts", cast.SLUG, algorithm="sha256").digest()
    letters = b32encode(digest).decode().lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def sign_ins() -> list[SignIn]:
    return [
        SignIn(person.role, person.name, email_of(person), person.language) for person in cast.PEOPLE if person.account
    ]


def email_of(person: Person) -> str:
    return f"{person.account}@{DOMAIN}"


def open_for(company: Company) -> None:
    """Give everybody with an account a user with a verified address."""
    secret = password()
    for worker in company.workers.values():
        if worker.person.account:
            _open(worker.membership, worker.person, secret)


def _open(membership: Membership, person: Person, secret: str) -> None:
    email = email_of(person)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email=email, password=secret, full_name=person.name, language=person.language)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    membership.user, membership.email = user, email
    membership.save(update_fields=["user", "email"])


def renew_passwords() -> None:
    """After the secret key has changed, the printed password must still open the doors."""
    secret = password()
    users = list(User.objects.filter(email__in=[sign_in.email for sign_in in sign_ins()]).order_by("pk"))
    if users and users[0].check_password(secret):
        return  # they are all of one key, and each check is slow on purpose
    for user in users:
        user.set_password(secret)
        user.save(update_fields=["password"])

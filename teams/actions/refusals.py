"""A "no" of the database or of a rule, as a reason that a form can show."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Refused(ValueError):
    """The action may not be done: `reason` is for the person who asked, `field` the form's field that it is about."""

    def __init__(self, reason: str | Promise, *, field: str | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.field = str(reason), field


class StillUsed(Refused):
    """Other rows point at the row that was to be deleted."""


@contextmanager
def told_as(refusals: Mapping[str, Callable[[], Refused]]) -> Iterator[None]:
    """Turn the violation of a named constraint into the refusal it stands for; the block is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusals.get(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        if refusal is None:
            raise
        raise refusal() from error


def name_taken() -> Refused:
    return Refused(_("This name is already in use."), field="name")


def label_of_table(table: str) -> str:
    labels = {model._meta.db_table: model._meta.verbose_name_plural for model in apps.get_models()}
    return str(labels.get(table, table))

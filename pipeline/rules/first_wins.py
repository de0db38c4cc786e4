"""Which won deal makes a customer new: the first that it ever brought."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class Win(NamedTuple):
    """A won deal; `customer` is what tells customers apart, "" where it is not known."""

    customer: str
    day: date
    at: datetime | None
    external_id: str
    id: UUID


def first_wins(*, wins: Iterable[Win]) -> set[UUID]:
    """Of each known customer the earliest: by day, instant (unknown is last) and key in the source."""
    found: dict[str, Win] = {}
    for win in wins:
        if win.customer and (win.customer not in found or _place(win) < _place(found[win.customer])):
            found[win.customer] = win
    return {win.id for win in found.values()}


def _place(win: Win) -> tuple[date, bool, datetime | None, bytes, bytes]:
    return win.day, win.at is None, win.at, win.external_id.encode(), win.id.bytes

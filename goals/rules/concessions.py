"""How far apart both sides of a negotiation are, and how they came towards each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from goals.rules.negotiation import Side


def gap(*, offer: Decimal | None, counter: Decimal | None) -> Decimal | None:
    """(offer − counter) / offer: the share of the offer that the holder does not see; undefined without either, or at 0."""
    if not offer or counter is None:
        return None
    return (offer - counter) / offer


@dataclass(frozen=True, slots=True)
class Bid:
    """A number of one side."""

    side: Side
    committed: Decimal


@dataclass(frozen=True, slots=True)
class Concession:
    """A bid, how far it went from its own side's bid before (None: the first), and the gap that it left."""

    bid: Bid
    moved: Decimal | None
    gap: Decimal | None


def concessions(*, bids: Iterable[Bid]) -> list[Concession]:
    """The path of both sides towards each other, in the order of the bids."""
    last: dict[Side, Decimal] = {}
    path = []
    for bid in bids:
        before = last.get(bid.side)
        last[bid.side] = bid.committed
        left = gap(offer=last.get(Side.MANAGER), counter=last.get(Side.HOLDER))
        path.append(Concession(bid, None if before is None else bid.committed - before, left))
    return path

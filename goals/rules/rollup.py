"""How objectives add up: teams, contributions, padding, and months under quarters under years.

Only what accumulates (revenue, units, calls) may be added. The team's rate is not the sum or mean of its members'
rates: it is measured anew, Σ numerators ÷ Σ denominators, by the engine.
Undefined values (None) are left out of the sums and *counted*, so that a page can say "2 of 9 without figures".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from goals.rules import progress, spans
from goals.rules.progress import Direction
from goals.rules.spans import Span

Relation = Literal["contribute", "support", "guard"]
Obstacle = Literal["metric", "ratio", "currency", "direction", "period"]
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Member:
    """What counts of one member, and the effective target, in one unit; ``upper`` is the upper end of a band.

    ``attainment`` is the credited one. Target 0: away for the whole period.
    """

    actual: Decimal | None
    target: Decimal
    attainment: Decimal | None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Both views of a team: its sums, and ``reached`` of the ``judged`` members. ``left_out`` have no actual."""

    actual: Decimal
    target: Decimal
    attainment: Decimal | None
    reached: int
    judged: int
    left_out: int

    @property
    def reached_share(self) -> Decimal | None:
        return Decimal(self.reached) / self.judged if self.judged else None


def counted(
    *,
    actual: Decimal | None,
    credited: Decimal | None,
    attainment: Decimal | None,
    credited_attainment: Decimal | None,
) -> Decimal | None:
    """What of an actual counts in a sum: nothing is known of it while a guard is undefined."""
    if attainment is not None and credited_attainment is None:
        return None
    return actual if credited is None else credited


def team(*, members: Sequence[Member], direction: Direction = "at_least") -> Team:
    """Σ actual against Σ target, and how many reach 100 %; each undefined where it has nothing to divide by."""
    known = [member for member in members if member.actual is not None]
    actual = sum((member.actual or ZERO for member in known), ZERO)
    target = sum((member.target for member in known), ZERO)
    upper = sum((member.upper or ZERO for member in known), ZERO)
    judged = [met for member in known if (met := is_reached(member=member, direction=direction)) is not None]
    return Team(
        actual=actual,
        target=target,
        attainment=attainment(actual=actual, target=target, upper=upper, direction=direction) if known else None,
        reached=sum(judged),
        judged=len(judged),
        left_out=len(members) - len(known),
    )


def attainment(
    *, actual: Decimal | None, target: Decimal, upper: Decimal | None, direction: Direction
) -> Decimal | None:
    """Of sums. Baselines are not added: they are each member's own starting point."""
    return progress.attainment(
        actual=actual, target=target, upper=upper, baseline=None, direction=direction, accumulates=True
    )


def is_reached(*, member: Member, direction: Direction) -> bool | None:
    """Whether a member is at 100 % or more; None where nobody can say. Nothing lost of at most five is reached."""
    if member.actual is None:
        return None
    if member.attainment is not None:
        return member.attainment >= ONE
    return member.actual <= member.target if direction == "at_most" else None


class Addable(NamedTuple):
    """What must agree before one objective's numbers can be added to another's."""

    metric_key: str
    currency: str
    direction: Direction
    accumulates: bool
    starts_on: date
    ends_on: date


def obstacle(*, child: Addable, parent: Addable) -> Obstacle | None:
    """Why a child's numbers cannot be added to its parent's; None if they can."""
    if child.metric_key != parent.metric_key:
        return "metric"
    if not child.accumulates:
        return "ratio"
    if child.currency != parent.currency:
        return "currency"
    if child.direction != parent.direction:
        return "direction"
    is_apart = child.ends_on <= parent.starts_on or parent.ends_on <= child.starts_on
    return "period" if is_apart else None


@dataclass(frozen=True, slots=True)
class Child:
    """An objective below another. ``share`` (0–1) of its actual and target counts upwards if it contributes."""

    relation: Relation
    actual: Decimal | None
    target: Decimal
    share: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Contribution:
    """What children bring to their parent, in the parent's unit; ``parts`` holds a line per contributing child."""

    actual: Decimal
    target: Decimal
    parts: tuple[Decimal | None, ...]
    left_out: int


def contributed(*, children: Sequence[Child]) -> Contribution:
    """Σ share · actual and Σ share · target of the contributing children; support and guard never enter a sum.

    Raises ``ValueError`` for a share outside 0–1.
    """
    counted = [child for child in children if child.relation == "contribute"]
    if any(not ZERO <= child.share <= ONE for child in counted):
        raise ValueError("A contribution is a share between 0 and 1.")
    parts = tuple(None if child.actual is None else child.actual * child.share for child in counted)
    return Contribution(
        actual=sum((part for part in parts if part is not None), ZERO),
        target=sum((child.target * child.share for child in counted), ZERO),
        parts=parts,
        left_out=parts.count(None),
    )


@dataclass(frozen=True, slots=True)
class Padding:
    """``amount`` is the line that makes the table exact: parent − Σ children (negative: more is handed down).

    ``over_assigned`` is the same as a share of the parent with the sign turned: 0.05 hands down 5 % more than is asked.
    """

    amount: Decimal
    over_assigned: Decimal | None


def padding(*, parent: Decimal, children: Sequence[Decimal]) -> Padding:
    """Between one level and the next. The share of a parent of 0 is undefined."""
    amount = parent - sum(children, ZERO)
    return Padding(amount=amount, over_assigned=-amount / parent if parent else None)


def compounded(*, over_assigned: Sequence[Decimal]) -> Decimal:
    """What padding on several levels makes together: Π(1 + s) − 1; 5 % on three levels is 15.76 %."""
    product = ONE
    for share in over_assigned:
        product *= ONE + share
    return product - ONE


@dataclass(frozen=True, slots=True)
class PeriodTarget:
    """A target of one period, [starts_on, ends_on)."""

    starts_on: date
    ends_on: date
    target: Decimal


@dataclass(frozen=True, slots=True)
class PeriodFit:
    """How the periods below lie under one: days of it that none covers, days covered twice or outside, and the padding."""

    missing: tuple[Span, ...]
    excess: tuple[Span, ...]
    padding: Padding


def period_fit(*, parent: PeriodTarget, children: Sequence[PeriodTarget]) -> PeriodFit:
    """Months under a quarter, or quarters under a year, of an accumulating metric. No children at all miss everything."""
    whole = (parent.starts_on, parent.ends_on)
    parts = sorted((child.starts_on, child.ends_on) for child in children)
    excess = [span for n, part in enumerate(parts) for span in spans.clipped(spans=parts[:n], to=part)]
    return PeriodFit(
        missing=tuple(spans.without(spans=[whole], others=parts)),
        excess=tuple(spans.merged(spans=excess + spans.without(spans=parts, others=[whole]))),
        padding=padding(parent=parent.target, children=[child.target for child in children]),
    )

"""A plan of how a number is handed down: what people chose and typed, from which the amounts follow.

Plain JSON for keeping; every change makes a new one, so that undo is the plan before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.rules import allocation
from goals.rules.allocation import ONE, DoesNotFit, Line, Method
from goals.rules.rollup import Padding, padding

AMOUNTS = ("history", "potential", "typed", "floor", "cap")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One that receives: history as it was measured when the plan was begun, and what people typed."""

    id: UUID
    history: Decimal | None = None
    potential: Decimal | None = None
    typed: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``blend`` and ``padding_share`` (0.05: hand down 5 % more than is asked) are shares; ``season`` weighs the months."""

    method: Method = "history"
    blend: Decimal = ONE / 2
    padding_share: Decimal = Decimal(0)
    is_rounded: bool = True
    counts_presence: bool = True
    season: tuple[Decimal, ...] = ()
    lines: tuple[PlanLine, ...] = ()

    def with_lines(self, typed: Mapping[UUID, Mapping[str, Any]]) -> "Plan":
        """The same with other amounts of some lines; what is not named stays."""
        return replace(self, lines=tuple(replace(line, **typed.get(line.id, {})) for line in self.lines))


@dataclass(frozen=True, slots=True)
class Share:
    """What one receives in all, and in each month if the plan has a season."""

    amount: Decimal
    months: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares in the order of the lines, or why there are none; the padding is what of ``asked`` is not handed down."""

    shares: tuple[Share, ...] | None
    total: Decimal | None
    months: tuple[Decimal, ...]
    padding: Padding | None
    refused: DoesNotFit | None = None


def outcome(
    *,
    plan: Plan,
    asked: Decimal,
    presence: Mapping[UUID, Decimal],
    held: Mapping[UUID, Decimal],
) -> Outcome:
    """Hand ``asked`` (and the padding) down. ``held`` are amounts agreed already: they stay, whatever is typed.

    All is worked out in whole units; of an agreed part of one the next whole one counts.
    """
    lines = [_line(line, plan, presence, held) for line in plan.lines]
    handed = (asked * (ONE + plan.padding_share)).to_integral_value()
    bounds = [amount for line in lines for amount in (line.typed, line.floor, line.cap)]
    quantum = allocation.quantum_of(total=handed, amounts=bounds, lines=len(lines)) if plan.is_rounded else ONE
    try:
        amounts = allocation.allocated(total=handed, lines=lines, method=plan.method, blend=plan.blend, quantum=quantum)
    except DoesNotFit as refused:
        return Outcome(None, None, (), None, refused)
    shares = tuple(Share(amount, _months(amount, plan.season)) for amount in amounts)
    return Outcome(
        shares=shares,
        total=sum(amounts, Decimal(0)),
        months=tuple(sum(month, Decimal(0)) for month in zip(*(share.months for share in shares), strict=True)),
        padding=padding(parent=asked, children=amounts),
    )


def _line(line: PlanLine, plan: Plan, presence: Mapping[UUID, Decimal], held: Mapping[UUID, Decimal]) -> Line:
    there = presence.get(line.id, ONE) if plan.counts_presence else ONE
    if line.id in held:
        return Line(presence=there, typed=held[line.id].to_integral_value())
    return Line(line.history, line.potential, there, line.typed, line.floor, line.cap)


def _months(amount: Decimal, season: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(allocation.parted(amount=amount, shares=season)) if season else ()


def as_json(plan: Plan) -> dict[str, Any]:
    """``plan_of`` gives it back."""
    return {
        "method": plan.method,
        "blend": str(plan.blend),
        "padding_share": str(plan.padding_share),
        "is_rounded": plan.is_rounded,
        "counts_presence": plan.counts_presence,
        "season": [str(weight) for weight in plan.season],
        "lines": [{"id": str(line.id)} | _texts(line) for line in plan.lines],
    }


def plan_of(kept: Mapping[str, Any]) -> Plan:
    return Plan(
        method=kept["method"],
        blend=Decimal(kept["blend"]),
        padding_share=Decimal(kept["padding_share"]),
        is_rounded=kept["is_rounded"],
        counts_presence=kept["counts_presence"],
        season=tuple(Decimal(weight) for weight in kept["season"]),
        lines=tuple(PlanLine(UUID(line["id"]), **_numbers(line)) for line in kept["lines"]),
    )


def differences(before: Plan, after: Plan) -> frozenset[str]:
    """What a change touched: names of choices, and ``lines``."""
    return frozenset(field.name for field in fields(Plan) if getattr(before, field.name) != getattr(after, field.name))


def _texts(line: PlanLine) -> dict[str, str]:
    return {name: str(value) for name in AMOUNTS if (value := getattr(line, name)) is not None}


def _numbers(line: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(line[name]) for name in AMOUNTS if name in line}

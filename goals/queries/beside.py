"""What stands beside a draft while it is written: its past, and what the past says of its number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from goals.queries.drafts import Draft
from goals.queries.levels import Level, levels_of
from goals.queries.precedent_charts import precedent_chart
from goals.queries.precedents import History
from goals.rules import precedents
from goals.rules.odds import Odds
from goals.rules.precedents import Verdict
from teams.models import Organisation


@dataclass(frozen=True, slots=True)
class Chance:
    """P(attain) of the typed number: of `odds.sample` comparable changes `reached` would have brought it.

    `verdict` is None while the sample is too small to judge. `easiest` and `hardest` bound what is realistic.
    """

    odds: Odds
    reached: int
    verdict: Verdict | None
    easiest: Decimal | None
    hardest: Decimal | None
    ambitious: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """`history` is None until the draft says whom it is about, and when; `chance` without a number or a past."""

    draft: Draft
    history: History | None
    chance: Chance | None
    chart: dict[str, Any] | None
    levels: list[Level]


def beside_of(
    draft: Draft, history: History | None, *, organisation: Organisation, today: date, with_levels: bool
) -> Beside:
    if history is None:
        return Beside(draft, None, None, None, [])
    levels = levels_of(draft, history, organisation=organisation, today=today) if with_levels else []
    chart = precedent_chart(draft, history, currency=draft.currency or organisation.currency)
    return Beside(draft, history, chance_of(draft, history), chart, levels)


def chance_of(draft: Draft, history: History | None) -> Chance | None:
    """None without a number, and where nothing in the past can be compared."""
    projected = history.prospects.projected if history else ()
    if draft.target is None or history is None or not projected:
        return None
    terms: dict[str, Any] = {"projected": projected, "direction": draft.direction}
    found, reached = precedents.chance(target=draft.target, upper=draft.upper, **terms)
    easiest, hardest = precedents.realistic(**terms) or (None, None)
    verdict = precedents.verdict(probability=found.probability) if history.prospects.is_enough else None
    return Chance(found, reached, verdict, easiest, hardest, precedents.ambitious(**terms))

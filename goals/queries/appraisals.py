"""SMART and FAST of a draft or an objective, in words: each test with its evidence, and what would pass it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from goals.models import CheckIn, Comment, NegotiationStep, Objective, Offer
from goals.queries.appraisal_words import DOWN_TO, LETTERS, NO_RANGE, UNITS, UP_TO, WORDS
from goals.queries.drafts import Draft, saved_draft
from goals.queries.precedents import Chance, History, chance_of, history_of
from goals.rules import fast, smart
from goals.rules.cadence import DAYS
from goals.rules.findings import Finding
from metrics.definitions import NOTHING
from pipeline.rules import amounts
from teams.models import Organisation
from teams.rules import formats

SAID: tuple[type[CheckIn | Comment], ...] = (CheckIn, Comment)
NUMBERS = frozenset({"baseline", "easiest", "hardest", "from_here", "value"})


@dataclass(frozen=True, slots=True)
class Test:
    """`remedy` says what would pass it; it is empty where it is passed."""

    letter: str
    name: str
    verdict: str
    evidence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    smart: list[Test]
    fast: list[Test]


def appraisal_of(
    draft: Draft,
    history: History | None,
    chance: Chance | None,
    *,
    organisation: Organisation,
    today: date,
    value: Decimal | None = None,
    as_of: date | None = None,
) -> Appraisal:
    """`value` and `as_of` are the current figure of an objective that is saved."""
    found = smart.findings(_smart_terms(draft, history, chance))
    terms = fast.Terms(
        is_saved=draft.objective_id is not None,
        discussed_on=None if draft.objective_id is None else _discussed_on(draft.objective_id),
        cadence_days=_cadence_days(draft),
        target=draft.target,
        direction=draft.direction,
        ambitious=chance.ambitious if chance else None,
        has_stretch=draft.stretch is not None,
        milestones=draft.milestones,
        value=value,
        as_of=as_of,
    )
    words = Words(draft, organisation)
    return Appraisal(words.tests(found), words.tests(fast.findings(terms, today=today)))


def appraisal_of_saved(
    objective: Objective, *, organisation: Organisation, today: date, value: Decimal | None, as_of: date | None
) -> Appraisal:
    """Of an objective with its goal, scope, period and owner loaded; eight queries at most."""
    draft = saved_draft(objective)
    history = history_of(draft, organisation=organisation, today=today)
    chance = chance_of(draft, history)
    return appraisal_of(draft, history, chance, organisation=organisation, today=today, value=value, as_of=as_of)


def _smart_terms(draft: Draft, history: History | None, chance: Chance | None) -> smart.Terms:
    before = history.before.result if history and history.before else None
    return smart.Terms(
        is_measured=draft.metric.numerator.source is not NOTHING,
        has_misfits=bool(draft.misfits),
        has_scope=draft.scope == "organisation" or draft.about is not None,
        baseline=draft.baseline if draft.baseline is not None else before,
        known=history.known if history else 0,
        has_owner=draft.owner is not None,
        is_owner_here=draft.owner is not None and draft.owner.is_active,
        has_target=draft.target is not None,
        probability=chance.odds.probability if chance else None,
        reached=chance.reached if chance else 0,
        sample=chance.odds.sample if chance else 0,
        easiest=chance.easiest if chance else None,
        hardest=chance.hardest if chance else None,
        has_period=draft.period is not None,
        cadence_days=_cadence_days(draft),
    )


def _cadence_days(draft: Draft) -> int:
    """As its goal has it; else the usual one."""
    return DAYS.get(draft.cadence, fast.CADENCE_DAYS)


def _discussed_on(objective_id: UUID) -> date | None:
    """The day of the last offer, check-in or comment, or of another step that a person took."""
    talked = {"negotiation__objective": objective_id}
    steps = NegotiationStep.objects.filter(**talked, taken_by__isnull=False).order_by().values_list("taken_at")
    offers = Offer.objects.filter(**talked).order_by().values_list("made_at")
    words = [model.objects.filter(objective=objective_id).order_by().values_list("made_at") for model in SAID]
    last = steps.union(offers, *words).order_by("-taken_at").first()
    return timezone.localdate(last[0]) if last else None


def filled(text: object, names: Mapping[str, str]) -> str:
    """A text with its facts. One without places for them may hold a bare percent sign in any language."""
    words = str(text)
    return words % names if "%(" in words else words


def _in_order(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """A range is written from its lower end, also where the lower number is the harder one."""
    ends: list[Any] = [facts.get("easiest"), facts.get("hardest")]
    return facts if None in ends else {**facts, **dict(zip(("easiest", "hardest"), sorted(ends), strict=True))}


class Words:
    """Findings of one draft in the reader's language."""

    def __init__(self, draft: Draft, organisation: Organisation) -> None:
        self.draft, self.organisation, self.language = draft, organisation, get_language() or "en"

    def tests(self, found: Iterable[Finding]) -> list[Test]:
        return [self._test(one) for one in found]

    def _test(self, finding: Finding) -> Test:
        letter, name = LETTERS[finding.test]
        evidence, remedy = WORDS[finding.code]
        names = self._names(finding.facts)
        passing = self._range(finding.facts) if "hardest" in finding.facts and remedy else remedy
        return Test(letter, str(name), finding.verdict, filled(evidence, names), filled(passing, names))

    def _range(self, facts: Mapping[str, Any]) -> object:
        if facts["hardest"] is None:
            return NO_RANGE
        if facts["easiest"] is None:
            return UP_TO if self.draft.direction == "at_least" else DOWN_TO
        return WORDS["fantasy"][1]

    def _names(self, facts: Mapping[str, Any]) -> dict[str, str]:
        draft = self.draft
        names = {
            "metric": _apart(draft.metric.label),
            "scope": _apart(draft.about or self.organisation.name),
            "unit": str(UNITS[draft.metric.unit]),
            "misfits": formats.joined(parts=map(_apart, draft.misfits), language=self.language),
            "owner": _apart(draft.owner.full_name) if draft.owner else "",
            "last_day": formats.day(value=draft.period.last_day if draft.period else None, language=self.language),
        }
        return names | {name: self._written(name, value) for name, value in _in_order(facts).items()}

    def _written(self, name: str, value: Any) -> str:
        if name in NUMBERS:
            currency = self.draft.currency or self.organisation.currency
            return amounts.write(value=value, unit=self.draft.metric.unit, currency=currency, language=self.language)
        if name == "probability":
            return formats.percent(share=value, language=self.language, digits=0)
        if isinstance(value, date) or value is None:
            return formats.day(value=value, language=self.language)
        return formats.number(value=value, language=self.language)


def _apart(name: object) -> str:
    """A name keeps its own direction within a sentence."""
    return f"\u2068{name}\u2069"

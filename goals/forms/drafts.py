"""What a form of an objective says at present, whole or not: what stands beside it goes by this."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from goals.forms.objectives import ObjectiveForm
from goals.models import Direction, Goal, Scope
from goals.queries.drafts import Draft
from goals.queries.precedents import History, history_of
from goals.rules import targets
from goals.rules.asked import Asked

FIELDS = {"target": "target", "target_upper": "upper", "stretch": "stretch"}


def drafted(form: ObjectiveForm, *, today: date) -> tuple[Draft, History | None]:
    """Numbers that are changes are resolved by the typed baseline, else by what the period before brought."""
    draft = _placed(form)
    history = history_of(draft, organisation=form.organisation, today=today)
    measured = history.before.result if history and history.before else None
    return replace(draft, **_numbers(form, measured)), history


def _placed(form: ObjectiveForm) -> Draft:
    scope = form.now("scope", Scope.ORGANISATION)
    currency = form.now("currency")
    goal: Goal | None = _row(form, "goal")
    return Draft(
        metric=form.metric,
        scope=scope,
        about=None if scope == Scope.ORGANISATION else _row(form, scope),
        period=_row(form, "period"),
        direction=form.now("direction", Direction.AT_LEAST),  # type: ignore[arg-type]
        currency="" if form.metric.unit != "money" or currency == form.organisation.currency else currency,
        owner=_row(form, "owner"),
        milestones=len(form.rows["milestones"].written),
        conditions=form.qualified,
        goal_id=goal.pk if goal else None,
        cadence=goal.cadence if goal else "",
        objective_id=form.objective.pk if form.objective else None,
    )


def _row(form: ObjectiveForm, name: str) -> Any:
    return form.fields[name].rows.get(str(form[name].value() or ""))  # type: ignore[attr-defined]


def _numbers(form: ObjectiveForm, measured: Decimal | None) -> dict[str, Any]:
    """What cannot be read yet is not there yet."""
    baseline = _read(form.notation.number, form["baseline"].value())
    found: dict[str, Any] = {"baseline": baseline}
    for name, field in FIELDS.items():
        asked = _read(form.notation.asked, form[name].value())
        if asked is None or name == ("stretch" if form.is_band else "target_upper"):
            continue
        if asked.mode != "absolute" and baseline is None:
            found["baseline"] = baseline = measured
        found[field] = _resolved(form, asked, baseline)
    return found


def _resolved(form: ObjectiveForm, asked: Asked, baseline: Decimal | None) -> Decimal | None:
    is_whole = form.notation.is_whole
    try:
        return targets.resolve(mode=asked.mode, value=asked.value, baseline=baseline, is_whole=is_whole)
    except (targets.NoBaseline, targets.NothingToChange):
        return None


def _read(read: Any, typed: Any) -> Any:
    try:
        return read(str(typed or ""))
    except forms.ValidationError:
        return None

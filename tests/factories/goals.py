"""Goals and objectives for tests; made inside `tenant(…)`."""

from datetime import date
from decimal import Decimal
from typing import Any

from goals.models import (
    Close,
    ClosedResult,
    CloseSignature,
    CorrectedPoint,
    CorrectionDue,
    Drift,
    Goal,
    Guardrail,
    Milestone,
    Objective,
    ProgressPoint,
    Recompute,
    Restatement,
)
from goals.rules import closing
from teams.models import Period
from teams.rules.signing import text_hash
from tests.factories.teams import NOW, make_membership


def make_goal(**values: Any) -> Goal:
    return Goal.objects.create(**({"title": "Win the mid-market"} | values))


def make_objective(**values: Any) -> Objective:
    """Without its figure: the recompute gives it one."""
    scope = next(
        (name for name in ("department", "team", "rep", "product", "territory", "lead_source") if name in values),
        "organisation",
    )
    defaults: dict[str, Any] = {"metric_key": "won_revenue", "scope": scope, "target": Decimal(30_000_000)}
    if "period" not in values:
        defaults["period"] = Period.objects.get(key="2026-Q3")
    if "goal" not in values:
        defaults["goal"] = make_goal()
    if "owner" not in values:
        defaults["owner"] = make_membership()
    return Objective.objects.create(**(defaults | values))


def make_recompute(**values: Any) -> Recompute:
    return Recompute.objects.create(**({"reason": Recompute.Reason.REQUEST, "requested_at": NOW} | values))


def make_drift(**values: Any) -> Drift:
    """Ten were stored where the facts say twelve."""
    recompute = values.pop("recompute", None) or make_recompute(state="done", objectives=1, changed=1, drifted=1)
    objective = values.pop("objective", None) or make_objective()
    counted: dict[str, Any] = {"stored_actual": Decimal(10), "full_actual": Decimal(12), "as_of": date(2026, 8, 14)}
    return Drift.objects.create(**(counted | values), recompute=recompute, objective=objective)


def make_milestone(**values: Any) -> Milestone:
    """Half of an objective's target by the end of August."""
    objective = values.pop("objective", None) or make_objective()
    defaults: dict[str, Any] = {"due_on": date(2026, 8, 31), "value": objective.target / 2}
    return Milestone.objects.create(**(defaults | values), objective=objective)


def make_guardrail(**values: Any) -> Guardrail:
    """The same scope must still win ten deals."""
    objective = values.pop("objective", None) or make_objective()
    defaults: dict[str, Any] = {"metric_key": "deals_won", "limit": Decimal(10)}
    return Guardrail.objects.create(**(defaults | values), objective=objective)


def make_progress_point(**values: Any) -> ProgressPoint:
    """What was known of an objective at the end of 13 August."""
    objective = values.pop("objective", None) or make_objective()
    day = values.pop("day", date(2026, 8, 13))
    defaults: dict[str, Any] = {
        "as_of": day,
        "target": objective.target,
        "version": objective.version,
        "expected": objective.target / 2,
        "status": "no_data",
        "computed_at": NOW,
    }
    return ProgressPoint.objects.create(**(defaults | values), objective=objective, day=day)


def make_corrected_point(**values: Any) -> CorrectedPoint:
    """One deal won by the end of 13 August, as was found out later."""
    objective = values.pop("objective", None) or make_objective()
    defaults: dict[str, Any] = {"day": date(2026, 8, 13), "actual": Decimal(1), "measured_at": NOW}
    return CorrectedPoint.objects.create(**(defaults | values), objective=objective)


def make_correction_due(**values: Any) -> CorrectionDue:
    """From the first day of the quarter on."""
    objective = values.pop("objective", None) or make_objective()
    return CorrectionDue.objects.create(**({"from_day": date(2026, 7, 1)} | values), objective=objective)


def make_close(**values: Any) -> Close:
    """The second quarter of 2026, closed; its results are made by `make_closed_result`."""
    period = values.pop("period", None) or Period.objects.get(key="2026-Q2")
    asked_by = values.pop("asked_by", None) or make_membership()
    defaults: dict[str, Any] = {"number": 1, "asked_at": NOW}
    return Close.objects.create(**(defaults | values), period=period, asked_by=asked_by)


def make_closed_result(**values: Any) -> ClosedResult:
    """One of a period that is still being closed: later the database takes none."""
    close = values.pop("close", None) or make_close()
    objective = values.pop("objective", None) or make_objective(period=close.period)
    text = closing.result_text(terms={"metric_key": objective.metric_key}, figures={}, inputs={})
    defaults: dict[str, Any] = {
        "as_of": close.period.ends_on,
        "name": str(objective),
        "target": objective.target,
        "expected": objective.target,
        "status": "missed",
        "text": text,
        "hash": text_hash(text),
        "computed_at": NOW,
    }
    return ClosedResult.objects.create(**(defaults | values), close=close, objective=objective)


def make_restatement(**values: Any) -> Restatement:
    result = values.pop("result", None) or make_closed_result()
    defaults: dict[str, Any] = {
        "as_of": result.as_of,
        "expected": result.expected,
        "status": "reached",
        "computed_at": NOW,
    }
    return Restatement.objects.create(**(defaults | values), result=result)


def make_close_signature(**values: Any) -> CloseSignature:
    close = values.pop("close", None) or make_close()
    signed_by = values.pop("signed_by", None) or make_membership()
    defaults: dict[str, Any] = {
        "signer_name": signed_by.full_name,
        "signer_role": signed_by.role,
        "signed_at": NOW,
        "results": 0,
        "hash": closing.results_hash(hashes=[]),
    }
    return CloseSignature.objects.create(**(defaults | values), close=close, signed_by=signed_by)

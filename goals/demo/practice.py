"""Objectives of every kind, as sales, marketing and communications set them in practice: this quarter's, beside the quotas."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from goals.actions import objectives
from goals.catalogue import metric_of
from goals.demo.company import Company
from goals.demo.targets import nice
from goals.demo.wishes import ABROAD, ANSWERS, PIPELINE, RANGE, REVENUE
from goals.models import Direction, Goal, Scope
from goals.queries.baselines import baseline_of
from goals.rules import targets
from metrics.actions import own_metrics
from pipeline.models import ReadingSeries
from teams.models import Period

NEARLY_FULL_PRICE = [["price_share_bp", "at_least", ["0.95"]]]
HOURS = 3600
BUDGETS = ("Paid search", "Trade fair", "Webinar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """`target` is a number, `change` one against the last quarter; `span` makes a band that wide around it."""

    metric_key: str
    goal: str
    account: str
    record: models.Model | None = None
    scope: Scope = Scope.ORGANISATION
    target: Decimal | None = None
    change: Decimal | None = None
    span: Decimal | None = None
    qualifying: list[Any] = field(default_factory=list)
    guardrails: list[dict[str, Any]] = field(default_factory=list)


def write(*, company: Company, quarter: Period, today: date, at: datetime) -> None:
    """Those against the last quarter only where it has a figure."""
    own, by = _own_metrics(company, at), company.with_account("owner")
    for wanted in _wanted(company, own):
        terms = _terms(wanted, company, quarter, today)
        if terms is not None:
            owner = company.with_account(wanted.account)
            values = {"goal": Goal.objects.get(title=wanted.goal), "period": quarter, "owner": owner}
            objectives.create(values=values | terms, by=by, at=at)


def _own_metrics(company: Company, at: datetime) -> dict[str, str]:
    """Keys of metrics over what people measure and type in."""
    by = company.with_account("marketing")
    keys = {}
    for name, kind, aggregate in (("Brand awareness", "reading", "latest"), ("Coaching hours", "sum", "sum")):
        series = ReadingSeries.objects.get(name=name)
        names = {str(series.pk): series.name, "unit": series.unit, "currency": company.organisation.currency}
        what: dict[str, Any] = {
            "source": "readings",
            "aggregate": aggregate,
            "value": "value_scaled",
            "q": None,
            "limit": None,
        }
        what |= {"conditions": [["series_id", "is", [str(series.pk)]]], "names": names}
        terms = {"kind": kind, "numerator": what, "denominator": None}
        keys[name] = own_metrics.create(name=f"{name}, as noted", direction="at_least", terms=terms, by=by, at=at).key
    return keys


def _wanted(company: Company, own: dict[str, str]) -> Iterator[Practice]:
    yield from _of_sales(company)
    yield from _of_marketing(company, own)
    yield Practice(metric_key="customer_waiting_time", goal=ANSWERS, account="ops", target=Decimal(5 * HOURS))
    yield Practice(metric_key="first_answer_business_p90", goal=ANSWERS, account="ops", target=Decimal(6 * HOURS))
    yield Practice(metric_key="cases_in_time", goal=ANSWERS, account="ops", target=Decimal("0.95"))
    yield Practice(metric_key="press_within_day", goal=ANSWERS, account="marketing", target=Decimal("0.9"))
    yield Practice(
        metric_key=own["Coaching hours"],
        goal=REVENUE,
        account="sales",
        scope=Scope.REP,
        record=company.with_account("sales"),
        target=Decimal(45 * HOURS),
    )


def _of_sales(company: Company) -> Iterator[Practice]:
    desk = next(product for line, product in company.products.items() if line.name == "Heron standing desk")
    sales, enterprise = company.departments["Sales"], company.teams["Enterprise"]
    yield Practice(
        metric_key="units_sold",
        goal=RANGE,
        account="sales",
        scope=Scope.PRODUCT,
        record=desk,
        change=Decimal("0.1"),
        qualifying=NEARLY_FULL_PRICE,
    )
    yield Practice(
        metric_key="customers_won",
        goal=ABROAD,
        account="sales.international",
        scope=Scope.TEAM,
        record=company.teams["International"],
        change=Decimal("0.08"),
        guardrails=[_floor("gross_margin", Decimal("0.4"))],
    )
    where: dict[str, Any] = {"account": "sales", "scope": Scope.DEPARTMENT, "record": sales, "goal": REVENUE}
    yield Practice(metric_key="new_customers", change=Decimal("0.1"), **where)
    yield Practice(metric_key="gross_margin", target=Decimal("0.4"), **where)
    yield Practice(metric_key="sales_cycle_p90", change=Decimal("-0.05"), **where)
    where |= {"scope": Scope.TEAM, "record": enterprise}
    yield Practice(metric_key="deals_in_process", change=Decimal("-0.1"), span=Decimal("0.3"), **where)


def _of_marketing(company: Company, own: dict[str, str]) -> Iterator[Practice]:
    where: dict[str, Any] = {"account": "marketing", "goal": PIPELINE}
    marketing: dict[str, Any] = {"scope": Scope.DEPARTMENT, "record": company.departments["Marketing"]}
    yield Practice(metric_key="lead_to_mql", change=Decimal("0.05"), **marketing, **where)
    yield Practice(
        metric_key="sqls", change=Decimal("0.1"), guardrails=[_floor("average_deal_size", Decimal(1_000_000))], **where
    )
    yield Practice(metric_key=own["Brand awareness"], goal=RANGE, account="marketing", target=Decimal("0.75"))
    for channel, source in company.channels.items():
        if channel.name in BUDGETS:
            yield Practice(metric_key="spend", scope=Scope.LEAD_SOURCE, record=source, change=Decimal("0.05"), **where)


def _floor(metric_key: str, limit: Decimal) -> dict[str, Any]:
    return {
        "metric_key": metric_key,
        "scope": "same",
        "department": None,
        "kind": "floor",
        "limit_mode": "absolute",
        "limit_change": None,
        "baseline": None,
        "limit": limit,
        "is_hard": False,
    }


def _terms(wanted: Practice, company: Company, quarter: Period, today: date) -> dict[str, Any] | None:
    metric = metric_of(wanted.metric_key)
    terms: dict[str, Any] = {
        name: getattr(wanted, name) for name in ("metric_key", "scope", "qualifying", "guardrails")
    }
    terms |= {"direction": Direction(metric.direction), "target": wanted.target}
    if wanted.record is not None:
        terms[wanted.scope.value] = wanted.record
    return terms if wanted.change is None else _changed(wanted, wanted.change, terms, company, quarter, today)


def _changed(
    wanted: Practice, change: Decimal, terms: dict[str, Any], company: Company, quarter: Period, today: date
) -> dict[str, Any] | None:
    """The terms of what is asked as a change of the period before; None where that has no figure."""
    metric, about = metric_of(wanted.metric_key), wanted.record or company.organisation
    found = baseline_of(
        organisation=company.organisation,
        metric_key=wanted.metric_key,
        scope=wanted.scope.value,
        scope_id=about.pk,
        period=quarter,
        today=today,
        qualifying=wanted.qualifying,
    )
    if found is None or not found.value:
        return None
    is_whole = metric.unit in ("money", "count") and metric.kind != "stock"
    target = targets.resolve(mode="relative", value=change, baseline=found.value, is_whole=is_whole)
    if wanted.span is not None:
        upper = target * (1 + wanted.span)
        return terms | {"direction": Direction.BETWEEN, "target": round(target), "target_upper": round(upper) + 1}
    if metric.direction == "at_most" and metric.accumulates:
        return terms | {"target": nice(target, metric)}
    changed = {"baseline": found.value, "target": target, "target_mode": "relative", "target_change": change}
    return terms | changed

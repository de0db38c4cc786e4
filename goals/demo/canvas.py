"""What is written on the canvases of the demo organisation's goals, and what its departments ask of each other."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from goals.actions import canvas, goals, help_requests
from goals.demo.canvas_words import BOARDS, Board
from goals.demo.clock import Clock
from goals.demo.company import Company
from goals.models import Assumption, Goal, HelpRequest, Initiative, Obstacle
from goals.rules.help_requests import Verb
from teams.models import Membership

VERBS = {"accepted": Verb.ACCEPT, "declined": Verb.DECLINE, "answered": Verb.ANSWER}


def write(*, company: Company, clock: Clock) -> None:
    """Told through the product's own actions, some weeks ago."""
    by_title = {goal.title: goal for goal in Goal.objects.select_related("owner")}
    for title, board in BOARDS.items():
        _write(by_title[title], board, company, clock)


def _write(goal: Goal, board: Board, company: Company, clock: Clock) -> None:
    by, at = goal.owner or company.with_account("owner"), clock.now - timedelta(days=30)
    person = _finder(company)
    goals.edit(goal=goal, version=goal.version, values={"what": board.what}, by=by, at=at)
    for title, owner, first, last, state in board.initiatives:
        days = {"starts_on": _day(clock, first), "ends_on": _day(clock, last)}
        _add(Initiative, goal, by, at, title=title, owner=person(owner), state=state, **days)
    for title, kind, owner, is_resolved in board.obstacles:
        _add(Obstacle, goal, by, at, title=title, kind=kind, owner=person(owner), is_resolved=is_resolved)
    for title, expected, effect in board.assumptions:
        _add(Assumption, goal, by, at, title=title, effect=effect, **_expected(expected))
    for title, department, needed, state, reply in board.asks:
        values = {"title": title, "department": company.departments[department], "needed_by": _day(clock, needed)}
        asked = help_requests.ask(goal=goal, values=values, by=by, at=clock.now - timedelta(days=9))
        _reply(asked, state, reply, clock.now - timedelta(days=6))


def _reply(asked: HelpRequest, state: str, reply: str, at: datetime) -> None:
    if state in VERBS:
        by = asked.department.head or asked.asked_by
        help_requests.take(help_request=asked, verb=VERBS[state], reply=reply, by=by, at=at)


def _expected(expected: str | Decimal) -> dict[str, Any]:
    if isinstance(expected, Decimal):
        return {"measure": Assumption.Measure.TURNOVER, "expected_share": expected}
    return {"expected": expected}


def _add(model: Any, goal: Goal, by: Membership, at: datetime, **values: Any) -> None:
    canvas.add(model=model, goal=goal, values=values, by=by, at=at)


def _day(clock: Clock, days: int) -> date:
    return clock.today + timedelta(days=days)


def _finder(company: Company) -> Callable[[str], Membership | None]:
    return lambda name: company.workers[name].membership if name else None

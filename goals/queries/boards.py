"""The tree of goals with the objectives of a period under each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from goals.models import Goal
from goals.models.objective import ObjectiveQuerySet
from goals.queries.progress import BY_SCOPE, ProgressFilter, ProgressRow, objectives_where, rows_of, with_figures
from goals.queries.silence import shown_status
from goals.queries.trees import HandedDown, handed_down
from teams.models import Period

SHOWN_PER_GOAL = 6


@dataclass(slots=True)
class GoalNode:
    """A goal with its first objectives, how many there are of each status, and the goals that are part of it."""

    goal: Goal
    objectives: list[ProgressRow] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    children: list["GoalNode"] = field(default_factory=list)
    handed: dict[UUID, HandedDown] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    @property
    def hidden(self) -> int:
        return self.total - len(self.objectives)

    def is_of(self, period: Period | None, *, is_narrowed: bool) -> bool:
        """Whether it belongs on the page: it has objectives, or something below it has, or it is planned for then."""
        planned = not is_narrowed and (period is None or self.goal.period_id in (None, period.pk))
        return planned or bool(self.objectives) or bool(self.children)


def goal_board(*, period: Period | None, on: date, where: ProgressFilter, is_narrowed: bool) -> list[GoalNode]:
    """Top goals with everything below them: four queries, whatever their number."""
    goals = Goal.objects.active().select_related("owner", "period").order_by("title", "pk")
    nodes = {goal.pk: GoalNode(goal=goal) for goal in goals}
    objectives = objectives_where(period=period, on=on, where=where).filter(goal__in=nodes)
    for goal_id, status, count in _counts(objectives):
        nodes[goal_id].statuses[status or "no_data"] = nodes[goal_id].statuses.get(status or "no_data", 0) + count
    rows = _first(objectives)
    handed = handed_down(rows, known_on=where.known_on)
    for row in rows:
        node = nodes[row.goal_id]
        node.objectives.append(row)
        if row.id in handed:
            node.handed[row.id] = handed[row.id]
    return _pruned(_roots(nodes), period, is_narrowed=is_narrowed)


def children_of(goal: Goal) -> QuerySet[Goal]:
    """The goals directly below this one that are not put aside."""
    return Goal.objects.active().filter(parent=goal)


def _counts(objectives: ObjectiveQuerySet) -> Iterable[tuple[UUID, str | None, int]]:
    return objectives.order_by().values_list("goal_id", shown_status()).annotate(count=Count("pk"))


def _first(objectives: ObjectiveQuerySet) -> list[ProgressRow]:
    """The widest objectives of each goal."""
    order = [BY_SCOPE.asc(), F("metric_key").asc(), F("pk").asc()]
    rows = objectives.annotate(place=Window(RowNumber(), partition_by=F("goal_id"), order_by=order))
    return rows_of(with_figures(rows.filter(place__lte=SHOWN_PER_GOAL)).order_by("goal_id", "place"))


def _roots(nodes: dict[UUID, GoalNode]) -> list[GoalNode]:
    roots: list[GoalNode] = []
    for node in nodes.values():
        parent = nodes.get(node.goal.parent_id) if node.goal.parent_id else None
        (parent.children if parent else roots).append(node)
    return roots


def _pruned(nodes: list[GoalNode], period: Period | None, *, is_narrowed: bool) -> list[GoalNode]:
    for node in nodes:
        node.children = _pruned(node.children, period, is_narrowed=is_narrowed)
    return [node for node in nodes if node.is_of(period, is_narrowed=is_narrowed)]

"""What changed among the facts: left by triggers, whoever changes them and by whatever way; swept by the recompute."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from teams.tenancy import SqlConstraint, TenantModel, walls


class Touched(TenantModel):
    """Facts of one source changed in [first_day, last_day], days of one month.

    `scope` and `scope_id` are whose they are: the rep, team, department, product, territory or lead source that they are
    attributed to, or were; the organisation for all of them. NULL stands for everybody: after a statement that changed very many.
    """

    source = models.CharField(max_length=50)
    scope = models.CharField(max_length=12, blank=True)
    scope_id = models.UUIDField(null=True)
    first_day = models.DateField()
    last_day = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = walls("pipeline_touched")


class Taken(NamedTuple):
    """Rows of `Touched` that say the same, taken together."""

    source: str
    scope: str
    scope_id: UUID | None
    first_day: date
    last_day: date
    recorded_at: datetime


TRANSITIONS = {
    "INSERT": "NEW TABLE AS added",
    "UPDATE": "OLD TABLE AS removed NEW TABLE AS added",
    "DELETE": "OLD TABLE AS removed",
}


class TouchTriggers(SqlConstraint):
    """Statement-level triggers on a table of facts: a fact counted on its `days`, before and after, leaves `Touched`."""

    def __init__(self, *, name: str, fact: str, days: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.fact, self.days = fact, tuple(days)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fact": self.fact, "days": self.days}

    def sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        arguments = ", ".join(map(schema_editor.quote_value, (self.fact, *self.days)))
        return "; ".join(
            f"CREATE TRIGGER {self._trigger(event, schema_editor)} AFTER {event} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION pipeline_touch({arguments})"
            for event, rows in TRANSITIONS.items()
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return "; ".join(f"DROP TRIGGER {self._trigger(event, schema_editor)} ON {table}" for event in TRANSITIONS)

    def _trigger(self, event: str, schema_editor: Any) -> str:
        return str(schema_editor.quote_name(f"{self.name}_{event.lower()}"))

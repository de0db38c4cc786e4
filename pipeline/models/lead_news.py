"""Which leads the clocks of promises have to look at again: left by triggers, whoever changes the facts and by whatever way."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from pipeline.models.touched import TRANSITIONS
from teams.tenancy import SqlConstraint, TenantModel, walls


class LeadNews(TenantModel):
    """Stages or activities of these leads changed. At most a thousand a row, which one transaction takes."""

    leads = ArrayField(models.UUIDField())
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = walls("pipeline_leadnews")


class NewsTriggers(SqlConstraint):
    """Statement-level triggers on a table of facts: the leads of changed rows, before and after, leave `LeadNews`."""

    def sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return "; ".join(
            f"CREATE TRIGGER {self._trigger(event, schema_editor)} AFTER {event} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION pipeline_tell_of_leads()"
            for event, rows in TRANSITIONS.items()
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return "; ".join(f"DROP TRIGGER {self._trigger(event, schema_editor)} ON {table}" for event in TRANSITIONS)

    def _trigger(self, event: str, schema_editor: Any) -> str:
        return str(schema_editor.quote_name(f"{self.name}_{event.lower()}"))

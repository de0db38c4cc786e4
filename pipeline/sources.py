"""What can be measured in the pipeline: its tables, described for the engine in `metrics`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A table of facts: which column dates a fact, which hold values, which say whom it counts for.

    `narrow` names the scopes with a covering index of their own; the others share one by day.
    `fact` is what an import writes into `Touched.source`. The engine takes identifiers from here and nowhere else.
    """

    key: str
    fact: str
    table: str
    day: str
    dimensions: tuple[tuple[str, str], ...]
    values: tuple[str, ...] = ()
    currency: str | None = None
    narrow: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    def dimension(self, scope: str) -> str | None:
        """The column of a scope; None for the organisation, which is every row of the tenant."""
        return None if scope == "organisation" else dict(self.dimensions)[scope]


ATTRIBUTION = (
    ("department", "department_id"),
    ("team", "team_id"),
    ("rep", "owner_id"),
    ("product", "product_id"),
    ("territory", "territory_id"),
    ("lead_source", "lead_source_id"),
)

LEADS = Source(
    key="leads",
    fact="lead",
    table="pipeline_lead",
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    filters=("won_day",),
)
DEALS_CLOSED = Source(
    key="deals_closed",
    fact="deal",
    table="pipeline_deal",
    day="closed_day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    values=("amount_minor",),
    currency="currency",
    filters=("status",),
)
DEALS_OPENED = Source(
    key="deals_opened",
    fact="deal",
    table="pipeline_deal",
    day="opened_day",
    dimensions=ATTRIBUTION,
    values=("amount_minor",),
    currency="currency",
)
STAGE_ENTRIES = Source(
    key="stage_entries",
    fact="stage_transition",
    table="pipeline_stagetransition",
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    filters=("to_stage", "is_first"),
)
ACTIVITIES = Source(
    key="activities",
    fact="activity",
    table="pipeline_activity",
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    filters=("kind",),
)

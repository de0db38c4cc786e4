"""What every fact has: where it came from, when it happened and became known, and to whom it is attributed."""

from django.db import models
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Now

from pipeline.models.names import LeadSource, Product, SourceSystem
from teams.models import Department, Membership, Team, Territory
from teams.tenancy import TenantKey, TenantModel, walls

ATTRIBUTION = {
    "owner": "teams_membership",
    "team": "teams_team",
    "department": "teams_department",
    "territory": "teams_territory",
    "product": "pipeline_product",
    "lead_source": "pipeline_leadsource",
}
WIDE = ("department", "territory", "product", "lead_source")


class AttributedModel(TenantModel):
    """Attribution as it was on the fact's day: later moves of its owner do not move the fact."""

    owner = TenantKey(Membership, null=True, blank=True, related_name="+")
    team = TenantKey(Team, null=True, blank=True, related_name="+")
    department = TenantKey(Department, null=True, blank=True, related_name="+")
    territory = TenantKey(Territory, null=True, blank=True, related_name="+")
    product = TenantKey(Product, null=True, blank=True, related_name="+")
    lead_source = TenantKey(LeadSource, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        abstract = True


class FactModel(AttributedModel):
    """A row of a CRM export, known by its `external_id` within its source system."""

    source_system = TenantKey(SourceSystem, related_name="+")
    external_id = models.CharField(max_length=255)

    class Meta(AttributedModel.Meta):
        abstract = True


def fact_walls(table: str, **keys: str) -> list[BaseConstraint]:
    """`walls` of a fact table: its attribution, its source system, and its external id unique within it."""
    return [
        *walls(table, **ATTRIBUTION, source_system="pipeline_sourcesystem", **keys),
        models.UniqueConstraint(
            fields=["organisation", "source_system", "external_id"], name=f"{table}_external_id_key"
        ),
    ]


def covering_indexes(
    name: str, *, key: tuple[str, ...], values: tuple[str, ...] = (), condition: models.Q | None = None
) -> list[models.Index]:
    """Three indexes from which every measurement of a fact is read without its heap; each starts with the organisation.

    Reps and teams have many narrow objectives, so they get an index each. Departments, territories, products and lead
    sources share one by day: their objectives are few and read a large part of the days anyway, and each further
    index would slow imports.
    """
    return [
        models.Index(
            fields=["organisation", *lead, *key],
            include=[*carried, *values],
            name=f"{name}_{suffix}",
            condition=condition,
        )
        for lead, carried, suffix in [(("owner",), (), "owner"), (("team",), (), "team"), ((), WIDE, "wide")]
    ]

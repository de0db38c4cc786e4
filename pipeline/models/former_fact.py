"""Facts as they were before they were changed or deleted: kept by the triggers that note what was touched, for some weeks."""

from datetime import timedelta

from django.db import models

from teams.tenancy import RowLevelSecurity, TenantManager, TenantModel

# How long “what changed since” can tell of old values. Figures themselves are kept for ever.
KEPT_FOR = timedelta(days=35)


class FormerFactQuerySet(models.QuerySet["FormerFact"]):
    def one_by_one(self) -> "FormerFactQuerySet":
        """Without the marks of statements that changed too many."""
        return self.filter(row__isnull=False)


class FormerFact(TenantModel):
    """A row of a table of facts until `replaced_at`, when a transaction changed or deleted it: once per fact and transaction.

    `fact` is its kind, `row` all its columns. Of a statement that changed more than 20,000 facts there is only a mark: no
    row, and the nil UUID. `crm_import` is the id of the import that did it, if one did.
    """

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("organisation_id", "fact", "replaced_at", "fact_id")
    fact = models.CharField(max_length=20)
    replaced_at = models.DateTimeField()
    fact_id = models.UUIDField()
    crm_import = models.UUIDField(null=True)
    row = models.JSONField(null=True)

    objects = TenantManager.from_queryset(FormerFactQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["fact", "replaced_at", "fact_id"]
        constraints = [RowLevelSecurity(name="pipeline_formerfact_rls")]

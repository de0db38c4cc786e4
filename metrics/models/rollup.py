from django.db import models

from teams.tenancy import RowLevelSecurity, TenantModel, walls


class Rollup(TenantModel):
    """The facts of a source are also kept added up by day for a scope that many of them share.

    A row is there where that pays: where the facts are many times the cells (docs/adr/0008-narrow-rollup.md).
    """

    source = models.CharField(max_length=20)
    scope = models.CharField(max_length=12)

    class Meta(TenantModel.Meta):
        ordering = ["source", "scope"]
        constraints = [
            *walls("metrics_rollup"),
            models.UniqueConstraint(fields=["organisation", "source", "scope"], name="metrics_rollup_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source} by {self.scope}"


class RollupDay(TenantModel):
    """A cell: the facts of a day of one department, product, … and of one kind. Derived, always counted anew from the facts.

    `series` is "source:scope", `word` the value by which the source is told apart. Amounts are in minor units of `currency`.
    """

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("organisation_id", "series", "scope_id", "word", "day", "currency")
    series = models.CharField(max_length=40)
    scope_id = models.UUIDField()
    word = models.CharField(max_length=20)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    n = models.BigIntegerField()
    total = models.DecimalField(max_digits=40, decimal_places=0, null=True)
    known = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [RowLevelSecurity(name="metrics_rollupday_rls")]

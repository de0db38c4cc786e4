from django.db import models

from slas.models.clock import Clock
from teams.tenancy import TenantKey, TenantModel, walls


class ClockWatch(TenantModel):
    """When it is next looked whether somebody is to be told of an open clock; gone when there is nothing more to tell.

    Beside the clock and not in it, because each change of a clock is counted anew as a fact.
    """

    clock = TenantKey(Clock, on_delete=models.CASCADE, related_name="+")
    look_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["look_at", "pk"]
        constraints = [
            *walls("slas_clockwatch", clock="slas_clock"),
            models.UniqueConstraint(fields=["organisation", "clock"], name="slas_clockwatch_clock_key"),
        ]
        indexes = [models.Index(fields=["organisation", "look_at"], name="slas_clockwatch_look")]

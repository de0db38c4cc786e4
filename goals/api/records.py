"""What the API says of objectives, as OpenAPI describes it."""

from datetime import UTC
from typing import get_args

from rest_framework import serializers

from goals.forms.filters import STATUSES
from goals.models import Scope
from goals.rules.progress import Direction
from metrics.definitions import Unit


class ObjectiveRecord(serializers.Serializer):
    """An objective with its last figure; before the first one all figures are null, as is what is undefined (see `reason`).

    Numbers are in `unit`: money in minor units of `currency`, a share between 0 and 1, a duration in seconds.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    goal_id = serializers.UUIDField()
    goal = serializers.CharField(source="goal_title")
    metric = serializers.CharField(source="metric_key")
    unit = serializers.ChoiceField(source="metric.unit", choices=get_args(Unit))
    currency = serializers.CharField()
    scope = serializers.ChoiceField(choices=Scope.values)
    scope_id = serializers.UUIDField(allow_null=True)
    scope_name = serializers.CharField(allow_null=True)
    owner_id = serializers.UUIDField()
    owner = serializers.CharField(source="owner_name")
    period = serializers.CharField(source="period_key")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day after it.")
    direction = serializers.ChoiceField(choices=get_args(Direction))
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField()
    target_upper = serializers.FloatField(allow_null=True, help_text="The upper end of a band.")
    stretch = serializers.FloatField(allow_null=True)
    effective_target = serializers.FloatField(source="asked", help_text="After leave and ramp.")
    as_of = serializers.DateField(allow_null=True)
    computed_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    actual = serializers.FloatField(allow_null=True)
    expected = serializers.FloatField(allow_null=True)
    attainment = serializers.FloatField(allow_null=True, help_text="The one that counts, with the guardrails.")
    raw_attainment = serializers.FloatField(allow_null=True)
    pace = serializers.FloatField(allow_null=True)
    forecast = serializers.FloatField(allow_null=True)
    required_rate = serializers.FloatField(allow_null=True)
    status = serializers.ChoiceField(choices=[key for key, _label in STATUSES], allow_null=True)
    reason = serializers.CharField(source="reason.code", allow_null=True, help_text="Why a figure is undefined.")


class ObjectivePage(serializers.Serializer):
    """A page of objectives, in the order in which they were written. `next` is null on the last one."""

    as_of = serializers.DateField(help_text="The day from which reps are placed in teams.")
    time_zone = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    next = serializers.URLField(allow_null=True)
    results = ObjectiveRecord(many=True)

"""What the API says of clocks, as OpenAPI describes it."""

from datetime import UTC, timedelta

from rest_framework import serializers

from slas.models import Clock, ClockEvent, ClockReview, Promise, Side
from slas.models.breach import Breach
from slas.queries.dossiers import Stretch

SECOND = timedelta(seconds=1)


class Instant(serializers.DateTimeField):
    """In UTC."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(default_timezone=UTC, **kwargs)  # type: ignore[arg-type]


class PeriodRecord(serializers.Serializer):
    key = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day after it.")


class ClockRecord(serializers.Serializer):
    """The columns of an exported file, with the ids by which clocks are filtered."""

    clock = serializers.UUIDField(help_text="The id of the clock.")
    lead = serializers.CharField(help_text="The id that the lead has in the system it was imported from.")
    lead_id = serializers.UUIDField()
    lead_name = serializers.CharField()
    agreement = serializers.CharField()
    version = serializers.IntegerField()
    version_id = serializers.UUIDField()
    promise = serializers.ChoiceField(choices=Promise.Kind.values)
    line = serializers.UUIDField(help_text="The promise through all versions of its agreement.")
    promised_by = serializers.ChoiceField(choices=Side.values)
    cycle = serializers.IntegerField()
    owner = serializers.CharField(allow_null=True)
    owner_id = serializers.UUIDField(allow_null=True)
    team = serializers.CharField(allow_null=True)
    team_id = serializers.UUIDField(allow_null=True)
    lead_source = serializers.CharField(allow_null=True)
    lead_source_id = serializers.UUIDField(allow_null=True)
    started_at = Instant()
    due_at = Instant(allow_null=True, help_text="null while a pause holds it up.")
    done_at = Instant(allow_null=True)
    breached_at = Instant(allow_null=True)
    state = serializers.ChoiceField(choices=Clock.State.values)
    counts_as = serializers.ChoiceField(choices=["kept", "breach", "waived", "left_out"])
    allowed_seconds = serializers.IntegerField(help_text="Business time.")
    used_seconds = serializers.IntegerField(help_text="Business time.")
    waived_at = Instant(allow_null=True)
    waived_until = Instant(allow_null=True)
    breach_id = serializers.UUIDField(allow_null=True)
    reversed_at = Instant(allow_null=True)
    reversal = serializers.ChoiceField(choices=ClockEvent.Reason.values, allow_null=True)
    cause = serializers.ChoiceField(choices=Breach.Cause.values, allow_null=True)
    corrective_action = serializers.CharField(allow_null=True)
    signed_by_marketing_at = Instant(allow_null=True)
    signed_by_sales_at = Instant(allow_null=True)
    review = serializers.ChoiceField(
        choices=ClockReview.Verdict.values, allow_null=True, help_text="The latest verdict."
    )
    review_note = serializers.CharField(allow_null=True)
    reviewed_by = serializers.CharField(allow_null=True)
    reviewed_at = Instant(allow_null=True)


class StretchRecord(serializers.Serializer):
    """A line of the arithmetic: what ran or was paused from `since` to `until`, and the business time that it counted."""

    since = Instant(source="line.since")
    until = Instant(source="line.until")
    is_running = serializers.BooleanField(source="line.is_running")
    is_late = serializers.BooleanField()
    counted_seconds = serializers.SerializerMethodField()
    total_seconds = serializers.SerializerMethodField()
    ended_by = serializers.CharField(source="line.ended_by", allow_null=True)

    def get_counted_seconds(self, stretch: Stretch) -> int:
        return stretch.line.counted // SECOND

    def get_total_seconds(self, stretch: Stretch) -> int:
        return stretch.line.total // SECOND


class ClockDossier(ClockRecord):
    """A clock with the arithmetic by which it came to that."""

    arithmetic = StretchRecord(many=True)


class ClockPage(serializers.Serializer):
    """A page of clocks, the latest first. `next` is the address of the following one, null on the last."""

    as_of = Instant(help_text="States and times are those of this instant.")
    time_zone = serializers.CharField(help_text="Of the organisation: days and periods are its own.")
    period = PeriodRecord(allow_null=True)
    next = serializers.URLField(allow_null=True)
    results = ClockRecord(many=True)


class IntervalRecord(serializers.Serializer):
    low = serializers.FloatField()
    high = serializers.FloatField()


class ComplianceRecord(serializers.Serializer):
    """share = kept / judged, null while none is judged; judged = kept + breached; breached = late + overdue."""

    clocks = serializers.IntegerField()
    judged = serializers.IntegerField()
    kept = serializers.IntegerField()
    breached = serializers.IntegerField()
    late = serializers.IntegerField()
    overdue = serializers.IntegerField()
    waived = serializers.IntegerField()
    not_due = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    interval = IntervalRecord(allow_null=True, help_text="95 % interval of the share (Wilson).")


class TimesRecord(serializers.Serializer):
    """Seconds until half, and until nine in ten, were done, open ones counted (Kaplan–Meier); null while fewer are."""

    median_seconds = serializers.IntegerField(source="median", allow_null=True)
    p90_seconds = serializers.IntegerField(source="p90", allow_null=True)
    done = serializers.IntegerField()
    of = serializers.IntegerField()


class WeekRecord(serializers.Serializer):
    starts_on = serializers.DateField(source="day")
    compliance = ComplianceRecord()


class PaceRecord(serializers.Serializer):
    """By the wall clock: from the lead's engagement, and from its assignment, to the first touch."""

    team = serializers.CharField()
    speed_to_lead = TimesRecord()
    owner_time = TimesRecord()


class CompliancePage(serializers.Serializer):
    as_of = Instant()
    time_zone = serializers.CharField()
    period = PeriodRecord(allow_null=True)
    compliance = ComplianceRecord()
    business_time = TimesRecord()
    weeks = WeekRecord(many=True)
    teams = PaceRecord(many=True)

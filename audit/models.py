from uuid import UUID

from django.db import models
from django.db.models.functions import UUID7


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, organisation_id: UUID) -> "EventQuerySet":
        return self.filter(organisation_id=organisation_id)


class Event(models.Model):
    """Who changed what, when. Append-only (rights and a trigger); no foreign keys into live tables.

    Readers name the organisation (`Event.objects.of(…)`); row level security is the second wall.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    organisation_id = models.UUIDField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=60)
    record_type = models.CharField(max_length=60)
    record_id = models.CharField(max_length=64)
    record_name = models.CharField(max_length=255, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["organisation_id", "at"], name="audit_event_at"),
            models.Index(fields=["organisation_id", "record_type", "record_id"], name="audit_event_record"),
        ]


class Link(models.Model):
    """One link of an organisation's hash chain, written by the database at commit; commits to the event's digest."""

    organisation_id = models.UUIDField()
    number = models.BigIntegerField()
    event_id = models.UUIDField()
    digest = models.BinaryField()
    hash = models.BinaryField()
    pk = models.CompositePrimaryKey("organisation_id", "number")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "event_id"], name="audit_link_event_key")]

"""The Celery app, and all that happens by the clock.

PostgreSQL remembers what is due, Celery and Redis only carry it: every task below is a sweep that is safe to run
twice, or twice at once, so losing a message, a worker, the beat or Redis delays work and loses none.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

EVERY_MINUTE = crontab()

SCHEDULE: dict[str, float | crontab] = {
    "pipeline.tasks.sweep_imports": 2,
    "pipeline.tasks.sweep_assignment_changes": 5,
    "pipeline.tasks.sweep_judgements": 30,
    "pipeline.tasks.sweep_unassigned_leads": 5,
    "pipeline.tasks.sweep_returning_leads": 30,
    "slas.tasks.sweep_clocks": 3,
    "slas.tasks.sweep_lead_news": 3,
    "slas.tasks.sweep_lead_arrivals": 5,
    "goals.tasks.sweep_recomputes": 2,
    "goals.tasks.sweep_corrections": 5,
    "goals.tasks.sweep_closes": 2,
    "teams.tasks.sweep_invitations": 30,
    "notifications.tasks.sweep_notifications": 30,
    "notifications.tasks.sweep_old_notices": 3600,
    "notifications.tasks.sweep_revoked_tokens": EVERY_MINUTE,
    "notifications.tasks.sweep_given_up_mail": EVERY_MINUTE,
    "goals.tasks.sweep_negotiations": 30,
    "slas.tasks.sweep_clock_exports": 5,
    "slas.tasks.sweep_clock_notices": EVERY_MINUTE,
    "goals.tasks.sweep_reminders": 60,
    # Each organisation's night comes at its own hour: the tick looks which ones are due.
    "goals.tasks.tick_nightly": EVERY_MINUTE,
    "notifications.tasks.tick_audit_heads": EVERY_MINUTE,
}


def beat_entry(task: str, when: float | crontab) -> dict[str, Any]:
    """A tick that waited longer than its interval is dropped: the next one does the same."""
    return {"task": task, "schedule": when, "options": {"expires": 60 if isinstance(when, crontab) else min(when, 60)}}


app = Celery("lockstep", broker=os.environ.get("REDIS_URL"))
app.conf.update(
    beat_schedule={task: beat_entry(task, when) for task, when in SCHEDULE.items()},
    beat_scheduler="config.beat:ForgetfulScheduler",
    timezone="UTC",
    # A killed worker's task is delivered again; the lease in its row decides who may go on.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_soft_time_limit=240,
    task_time_limit=270,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
        "health_check_interval": 15,
    },
    broker_connection_retry_on_startup=True,
    worker_max_tasks_per_child=2000,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
)
app.autodiscover_tasks()

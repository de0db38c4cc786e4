from pathlib import Path
from typing import Any

from celery.beat import Scheduler


class ForgetfulScheduler(Scheduler):
    """Remembers nothing across restarts: every entry is a sweep that looks into PostgreSQL for what is due.

    Celery's own keeps its schedule in an SQLite file that the next beat may find locked after a kill, and then stops.
    The file of `--schedule` only says, by its age, that the beat is alive.
    """

    def __init__(self, *args: Any, schedule_filename: str, **kwargs: Any) -> None:
        self.sign_of_life = Path(schedule_filename)
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self.sign_of_life.touch()
        return super().tick(*args, **kwargs)

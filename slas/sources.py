"""What can be measured of promises: their clocks, described for the engine in `metrics`.

A clock's state is that of the last sweep, at most some seconds old; so it counts here as it does in the lists.
"""

from django.utils.translation import gettext_lazy as _

from pipeline.definitions import Field, Source, by_name
from pipeline.sources import ATTRIBUTED, ATTRIBUTION
from slas.models import Clock, Promise, Side

CLOCKS = Source(
    key="clocks",
    fact="clock",
    table="slas_clock",
    label=_("Clocks of promises, by their start"),
    day="day",
    dimensions=ATTRIBUTION,
    value="elapsed_seconds",
    started="started_at",
    stopped="stopped_at",
    due="due_at",
    verdict="state",
    fields=by_name(
        [
            Field("state", "word", _("State"), tuple(Clock.State.choices)),
            Field("promise_kind", "word", _("Promise"), tuple(Promise.Kind.choices)),
            Field("promise_side", "word", _("Who promises"), tuple(Side.choices)),
            Field("elapsed_seconds", "duration", _("Business time")),
            *ATTRIBUTED,
        ]
    ),
)

from slas.models.agreement import Agreement, AgreementVersion, Signature
from slas.models.breach import Breach
from slas.models.clock import Clock
from slas.models.clock_event import ClockEvent
from slas.models.clock_export import ClockExport
from slas.models.clock_notice import ClockNotice
from slas.models.clock_review import ClockReview
from slas.models.clock_watch import ClockWatch
from slas.models.promise import Promise
from teams.models.signed import Side

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Breach",
    "Clock",
    "ClockEvent",
    "ClockExport",
    "ClockNotice",
    "ClockReview",
    "ClockWatch",
    "Promise",
    "Side",
    "Signature",
]

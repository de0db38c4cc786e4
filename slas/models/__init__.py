from slas.models.agreement import Agreement, AgreementVersion, Promise, Side, Signature
from slas.models.breach import Breach
from slas.models.clock import Clock
from slas.models.clock_event import ClockEvent

__all__ = ["Agreement", "AgreementVersion", "Breach", "Clock", "ClockEvent", "Promise", "Side", "Signature"]

"""Why a step of a negotiation is not taken, by name. Words for people: goals/forms/refusals.py."""


class Refused(Exception):
    """A verb that the state, the side or the time does not allow; nothing has changed."""


class NothingOffered(Refused):
    """No number is on the table yet."""


class NotAnsweredYet(Refused):
    """The holder has not had a say: no number is imposed before an answer or the deadline."""


class NotAgreed(Refused):
    """There is nothing to sign, to amend or to keep: both sides have not agreed."""


class AlreadyAgreed(Refused):
    """The terms are frozen; an amendment changes them."""


class AlreadySigned(Refused):
    """All signatures are there."""


class SignedForOther(Refused):
    """Nobody signs for two parts of one agreement."""


class SignaturesMissing(Refused):
    """An agreement starts to run when everybody has signed."""


class AlreadyActive(Refused):
    """The agreement is running."""


class WasImposed(Refused):
    """An imposed target is neither accepted nor signed; an amendment opens it again."""


class WasWithdrawn(Refused):
    """The negotiation was withdrawn; a new one can be opened."""


class WasAmended(Refused):
    """A later version has taken its place."""


class IsClosed(Refused):
    """The period is over and the negotiation with it."""


class NotYourSide(Refused):
    """The verb belongs to the other side: nobody makes offers for their own target."""


class OwnNumber(Refused):
    """The latest number is one's own side's: the other side accepts it."""


class OfferExpired(Refused):
    """The deadline of the latest number has passed."""


class NewerOffer(Refused):
    """Somebody put another number on the table meanwhile."""


class HolderLeft(Refused):
    """The one whose target it is has left."""


class PeriodOver(Refused):
    """Nothing is negotiated about a period that is over."""


class PeriodNotBegun(Refused):
    """An agreement runs from the first day of its period."""


class PeriodNotOver(Refused):
    """A negotiation closes with its period."""


class NobodyAbove(Refused):
    """There is no manager above who has not been asked."""


class OtherTerms(Refused):
    """What was about to be signed is not what was agreed."""

"""Refused steps in words: what happened, and what to do now."""

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goals.actions.agreements import TermsFrozen
from goals.actions.negotiations import AlreadyOpen, NobodyAnswers
from goals.actions.setting import OwnTarget
from goals.models import Negotiation
from goals.rules import refusals
from teams.rules import formats

WORDS: dict[type[Exception], Callable[[], str]] = {
    refusals.NothingOffered: lambda: _("There is no number on the table yet. The first step is an offer."),
    refusals.NotAnsweredYet: lambda: _(
        "%(holder)s has not answered yet. A target can be imposed after an answer, or after the deadline."
    ),
    refusals.NotAgreed: lambda: _("Both sides have not agreed yet. Accept the latest number, or put another one."),
    refusals.AlreadyAgreed: lambda: _("This target is agreed already, and its terms are frozen. Open an amendment."),
    refusals.AlreadySigned: lambda: _("This signature is there already. There is nothing left to do."),
    refusals.SignedForOther: lambda: _("You have signed already. The other side signs for itself."),
    refusals.SignaturesMissing: lambda: _("Not everybody has signed yet."),
    refusals.AlreadyActive: lambda: _("This agreement is in force already."),
    refusals.WasImposed: lambda: _(
        "This target was imposed by %(imposed_by)s. It is neither accepted nor signed. Open an amendment to talk about it again."
    ),
    refusals.WasWithdrawn: lambda: _("This negotiation was withdrawn. A new one can be opened at the objective."),
    refusals.WasAmended: lambda: _("A later version has taken the place of this one. Open the objective to find it."),
    refusals.IsClosed: lambda: _(
        "The period is over, and this negotiation is closed. Negotiate the next period’s target."
    ),
    refusals.NotYourSide: lambda: _(
        "This step belongs to the other side. Nobody makes offers for their own target: counter it."
    ),
    refusals.OwnNumber: lambda: _(
        "The latest number is your own side’s. The other side can accept it, or you can change it."
    ),
    refusals.OfferExpired: lambda: _(
        "This number could be accepted until %(answer_by)s. Nothing is lost: it stands below. Put a number on the table again."
    ),
    refusals.NewerOffer: lambda: _(
        "%(latest_by)s has put a newer number on the table: version %(version)s, shown below. Read it, then answer it."
    ),
    refusals.HolderLeft: lambda: _(
        "%(holder)s has left, so nobody can agree to this target. Withdraw it, and set a target for whoever takes over."
    ),
    refusals.PeriodOver: lambda: _(
        "The period is over: its targets are no longer negotiated. Negotiate the next period’s target."
    ),
    refusals.NobodyAbove: lambda: _("Everybody above has been asked already. Those who take part must decide."),
    refusals.OtherTerms: lambda: _("These are not the terms that were agreed. Read the receipt again, then sign."),
    TermsFrozen: lambda: _(
        "These terms are held by the negotiation with %(holder)s, so nothing was changed. Put a number there, or open an amendment."
    ),
    AlreadyOpen: lambda: _("%(opened_by)s is negotiating this target already. Go on there."),
    NobodyAnswers: lambda: _(
        "Nobody can answer for this target: the department has no head, or the person has left. Name somebody first."
    ),
}


def words_for(error: Exception, negotiation: Negotiation | None) -> str:
    """In the reader's language, with the names and days of the negotiation as it is now."""
    return WORDS[type(error)]() % (_names(negotiation) if negotiation else {})


def archive_words(error: Exception) -> str:
    """Why a goal cannot be archived by its reader, and who can."""
    if isinstance(error, TermsFrozen):
        return _("It cannot be archived while the target of %(holder)s is being negotiated or is agreed.") % _names(
            error.negotiation
        )
    if isinstance(error, OwnTarget):
        return _("One of its objectives is your own target: another owner or administrator can archive it.")
    return _("Some of its objectives belong to another department: an owner or administrator can archive it.")


def _names(negotiation: Negotiation) -> dict[str, object]:
    latest = negotiation.latest
    return {
        "holder": negotiation.holder.full_name,
        "opened_by": negotiation.opened_by.full_name,
        "imposed_by": negotiation.imposed_by.full_name if negotiation.imposed_by else formats.NONE,
        "latest_by": latest.made_by.full_name if latest else formats.NONE,
        "version": latest.version if latest else formats.NONE,
        "answer_by": formats.day(value=latest.answer_by if latest else None, language=get_language() or "en"),
    }

"""A promise in plain sentences, so that both departments read the same playbook."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pipeline.models import Case, Stage
from slas.models import Promise
from slas.rules import ladders
from teams.rules import formats

Kind, Unit = Promise.Kind, Promise.Unit


@dataclass(frozen=True, slots=True)
class Words:
    """`sentence` says who does what; `notes` how it is counted and who hears of it when time runs out."""

    sentence: str
    notes: tuple[str, ...]


def words_of(promise: Promise, *, who: str) -> Words:
    """In the reader's language; `who` is the department that promises. The calendar must be loaded."""
    return Words(_sentence(promise, who), tuple(_notes(promise)))


def _sentence(promise: Promise, who: str) -> str:
    texts = {
        Kind.DECISION: _("%(who)s accepts or rejects every lead within %(time)s after it becomes “%(stage)s”."),
        Kind.FIRST_TOUCH: _("%(who)s reaches out to every lead within %(time)s after it becomes “%(stage)s”."),
        Kind.ATTEMPTS: _("%(who)s tries %(times)s to reach a lead within %(time)s after it becomes “%(stage)s”."),
        Kind.ANSWER: _("%(who)s says what becomes of a lead within %(time)s after it is given back (“%(stage)s”)."),
        Kind.NURTURE: _("%(who)s is in touch again with every lead within %(time)s after it becomes “%(stage)s”."),
        Kind.VOLUME: _("%(who)s brings at least %(number)s leads a week to “%(stage)s”."),
        Kind.QUALITY: _("For every 100 leads that %(who)s brings to “%(stage)s” in a week, at least %(number)s reach “%(next)s”."),
        Kind.COMPLETENESS: _("Of the leads that %(who)s brings to “%(stage)s” in a week, at least %(number)s %% are complete: %(fields)s."),
        Kind.CASES: _("%(who)s gives its first answer within %(time)s to at least %(number)s %% of the cases “%(case)s”."),
    }  # fmt: skip
    number = formats.number(value=promise.target, language=get_language() or "en")
    stage = Stage(promise.start_stage).label if promise.start_stage else ""
    return texts[Kind(promise.kind)] % {
        "who": who,
        "time": time_words(promise),
        "stage": stage,
        "times": _times(promise.attempts),
        "number": number,
        "next": Stage(promise.to_stage).label if promise.to_stage else "",
        "fields": _joined(str(Promise.Known(name).label) for name in promise.known_fields),
        "case": Case.Kind(promise.case_kind).label if promise.case_kind else "",
    }


def time_words(promise: Promise) -> str:
    """“4 hours”, “2 working days”; of a case “1 day”."""
    number = promise.amount
    if promise.unit == Unit.MINUTES:
        text = ngettext("%(number)s minute", "%(number)s minutes", number)
    elif promise.unit == Unit.HOURS:
        text = ngettext("%(number)s hour", "%(number)s hours", number)
    elif promise.is_timed:
        text = ngettext("%(number)s working day", "%(number)s working days", number)
    else:
        text = ngettext("%(number)s day", "%(number)s days", number)
    return text % {"number": number}


def _times(attempts: int) -> str:
    return ngettext("%(number)s time", "%(number)s times", attempts) % {"number": attempts}


def _notes(promise: Promise) -> list[str]:
    if not promise.is_timed:
        return [_("Nights and days off count too.")] if promise.kind == Kind.CASES else []
    notes = [_("Only the open hours of the calendar “%(calendar)s” count.") % {"calendar": promise.calendar}]
    if promise.on_reassignment == Promise.OnReassignment.RESTART:
        notes.append(_("With a new owner the time starts again."))
    if promise.warn_percents:
        percents = _joined(formats.percent(share=one / 100, language=get_language() or "en", digits=0) for one in promise.warn_percents)  # fmt: skip
        notes.append(_("The owner is warned when %(percents)s of the time has passed.") % {"percents": percents})
    notes += [_step(ladders.Step(*step)) for step in promise.ladder]
    return notes


def _step(step: ladders.Step) -> str:
    percent = formats.percent(share=step.percent / 100, language=get_language() or "en", digits=0)
    texts = {
        ladders.OWNER: _("At %(percent)s of the time the owner is told."),
        ladders.MANAGER: _("At %(percent)s of the time the owner’s manager is told."),
        ladders.HEADS: _("At %(percent)s of the time the heads of both departments are told."),
    }
    return texts[step.to] % {"percent": percent}


def _joined(parts: Iterable[str]) -> str:
    return formats.joined(parts=parts, language=get_language() or "en")

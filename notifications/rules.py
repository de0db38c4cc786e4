"""What a notice says, in the language that is active."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

TEXTS: dict[str, Callable[[], str]] = {
    "import_done": lambda: _(
        "%(file)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused"
    ),
    "import_failed": lambda: _("%(file)s could not be imported: %(reason)s"),
    "target_offered": lambda: _("%(by)s offers a target to %(holder)s: %(target)s, %(period)s"),
    "target_countered": lambda: _("%(by)s answers with another number: %(target)s, %(period)s"),
    "target_agreed": lambda: _("%(by)s accepts: %(target)s, %(period)s is agreed. Please sign it."),
    "target_signed": lambda: _("All have signed: %(target)s, %(period)s, %(holder)s"),
    "target_withdrawn": lambda: _("%(by)s withdraws the negotiation: %(target)s, %(period)s, %(holder)s"),
    "target_escalated": lambda: _("%(to)s is asked to decide: %(target)s, %(period)s, %(holder)s"),
    "target_imposed": lambda: _("%(by)s imposes the target: %(target)s, %(period)s, %(holder)s"),
    "target_stuck": lambda: _(
        "The deadline has passed, and nobody above is left to ask: %(target)s, %(period)s, %(holder)s"
    ),
    "target_holder_left": lambda: _("%(holder)s has left, so nobody can answer: %(target)s, %(period)s"),
    "help_asked": lambda: _("%(by)s asks %(department)s for help: %(title)s (%(goal)s)"),
    "help_accepted": lambda: _("%(by)s (%(department)s) will help: %(title)s"),
    "help_declined": lambda: _("%(by)s (%(department)s) declines: %(title)s. The reason: %(reply)s"),
    "check_in_asked": lambda: _("%(by)s asks you: %(ask)s (%(about)s)"),
    "check_in_due": lambda: _(
        "How does it go? Your check-in is overdue, so it is shown as silent: %(about)s, %(period)s"
    ),
    "review_due": lambda: _("%(period)s is closed. Please look back on your goal: %(goal)s"),
    "mentioned": lambda: _("%(by)s mentions you (%(about)s): %(text)s"),
    "help_answered": lambda: _("%(by)s (%(department)s) answers: %(title)s. %(reply)s"),
    "period_closed": lambda: _("%(period)s is closed. Results: %(results)s. Please look through yours and sign them."),
    "period_reopened": lambda: _("%(period)s was opened again by %(by)s: %(reason)s"),
    "result_restated": lambda: _(
        "%(period)s is closed, and records have changed since. Results restated beside the frozen ones: %(results)s"
    ),
    "clock_digest": lambda: _("Running out soon: %(warned)s. Overdue: %(overdue)s. %(leads)s"),
    "figures_drifted": lambda: _(
        "A recompute found figures that did not say what the records say: %(figures)s (and %(cells)s daily sums). They are right again."
    ),
    "audit_head": lambda: _("The audit trail ends at entry %(number)s. Hash: %(hash)s. Signature: %(signature)s"),
}


def text_of(*, kind: str, values: dict[str, Any]) -> str:
    return TEXTS[kind]() % values

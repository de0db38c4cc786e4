"""All that members are told: one table of kinds. What is not in it cannot be sent (tests/notifications/test_catalogue.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.rules.letters import Mail
from teams.permissions import Permission

type Text = Callable[[], str]


class Group(models.TextChoices):
    TARGETS = "targets", _("Targets")
    HELP = "help", _("Help between departments")
    TALK = "talk", _("Check-ins and comments")
    RESULTS = "results", _("Closed periods and reviews")
    PROMISES = "promises", _("Promises of the SLA")
    IMPORTS = "imports", _("Imports")
    FIGURES = "figures", _("Figures and audit trail")
    ACCESS = "access", _("Access and mail")


class Kind(models.TextChoices):
    TARGET_OFFERED = "target_offered", _("A target is offered")
    TARGET_COUNTERED = "target_countered", _("A target is countered")
    TARGET_AGREED = "target_agreed", _("A target is agreed")
    TARGET_SIGNED = "target_signed", _("All have signed a target")
    TARGET_WITHDRAWN = "target_withdrawn", _("An offer is withdrawn")
    TARGET_ESCALATED = "target_escalated", _("A target is escalated")
    TARGET_IMPOSED = "target_imposed", _("A target is imposed")
    TARGET_STUCK = "target_stuck", _("A target waits for a decision")
    TARGET_HOLDER_LEFT = "target_holder_left", _("Somebody left in the middle of a negotiation")
    HELP_ASKED = "help_asked", _("Help is asked of your department")
    HELP_ACCEPTED = "help_accepted", _("Help is promised")
    HELP_DECLINED = "help_declined", _("Help is declined")
    HELP_ANSWERED = "help_answered", _("A request for help is answered")
    CHECK_IN_ASKED = "check_in_asked", _("Something is asked of you")
    CHECK_IN_DUE = "check_in_due", _("A check-in is due")
    MENTIONED = "mentioned", _("You are mentioned")
    PERIOD_CLOSED = "period_closed", _("Results to sign")
    PERIOD_REOPENED = "period_reopened", _("Period opened again")
    RESULT_RESTATED = "result_restated", _("Closed results restated")
    REVIEW_DUE = "review_due", _("A review is due")
    LEADS_GIVEN = "leads_given", _("Leads are handed to you")
    CLOCK_WARNED = "clock_warned", _("Promises that run out soon")
    CLOCK_DIGEST = "clock_digest", _("Promises that run out or are overdue")
    WAIVER_ASKED = "waiver_asked", _("A waiver is asked for")
    WAIVER_GRANTED = "waiver_granted", _("A waiver is granted")
    WAIVER_REFUSED = "waiver_refused", _("A waiver is refused")
    CLOCK_DOUBTED = "clock_doubted", _("A clock is doubted")
    DOUBT_SETTLED = "doubt_settled", _("Your doubt about a clock is settled")
    IMPORT_DONE = "import_done", _("Import finished")
    IMPORT_FAILED = "import_failed", _("Import failed")
    FIGURES_DRIFTED = "figures_drifted", _("Figures had drifted")
    AUDIT_HEAD = "audit_head", _("Daily head of the audit trail")
    TOKEN_REVOKED = "token_revoked", _("One of your API tokens is revoked")
    MAIL_GIVEN_UP = "mail_given_up", _("Mail to somebody is given up")


@dataclass(frozen=True, slots=True)
class Told:
    """One kind: `about` names the value that tells which matter it is (none: its group); `mail` is what holds until a person
    chooses; with a reason in `fixed` there is no choice. `waits`: through quiet hours. Who lacks `needs` is never told it.
    """

    group: Group
    icon: str
    about: str
    text: Text
    mail: Mail = Mail.AT_ONCE
    fixed: Any = ""
    waits: bool = True
    needs: Permission = Permission.NOTIFICATION_VIEW


KINDS: dict[str, Told] = {
    Kind.TARGET_OFFERED: Told(
        Group.TARGETS, "scale", "target",
        lambda: gettext("%(by)s offers a target to %(holder)s: %(target)s, %(period)s"),
    ),
    Kind.TARGET_COUNTERED: Told(
        Group.TARGETS, "switch-horizontal", "target",
        lambda: gettext("%(by)s answers with another number: %(target)s, %(period)s"),
    ),
    Kind.TARGET_AGREED: Told(
        Group.TARGETS, "circle-check", "target",
        lambda: gettext("%(by)s accepts: %(target)s, %(period)s is agreed. Please sign it."),
    ),
    Kind.TARGET_SIGNED: Told(
        Group.TARGETS, "checks", "target",
        lambda: gettext("All have signed: %(target)s, %(period)s, %(holder)s"),
        Mail.DAILY,
    ),
    Kind.TARGET_WITHDRAWN: Told(
        Group.TARGETS, "circle-minus", "target",
        lambda: gettext("%(by)s withdraws the negotiation: %(target)s, %(period)s, %(holder)s"),
    ),
    Kind.TARGET_ESCALATED: Told(
        Group.TARGETS, "trending-up", "target",
        lambda: gettext("%(to)s is asked to decide: %(target)s, %(period)s, %(holder)s"),
    ),
    Kind.TARGET_IMPOSED: Told(
        Group.TARGETS, "lock", "target",
        lambda: gettext("%(by)s imposes the target: %(target)s, %(period)s, %(holder)s"),
        fixed=_("It counts without having been agreed, so nobody may miss it."),
    ),
    Kind.TARGET_STUCK: Told(
        Group.TARGETS, "alert-triangle", "target",
        lambda: gettext(
            "The deadline has passed, and nobody above is left to ask: %(target)s, %(period)s, %(holder)s"
        ),
        needs=Permission.NEGOTIATION_OPEN,
    ),
    Kind.TARGET_HOLDER_LEFT: Told(
        Group.TARGETS, "user-x", "target",
        lambda: gettext("%(holder)s has left, so nobody can answer: %(target)s, %(period)s"),
        needs=Permission.NEGOTIATION_OPEN,
    ),
    Kind.HELP_ASKED: Told(
        Group.HELP,
        "inbox",
        "title",
        lambda: gettext("%(by)s asks %(department)s for help: %(title)s (%(goal)s)"),
        needs=Permission.HELP_REQUEST_ANSWER,
    ),
    Kind.HELP_ACCEPTED: Told(
        Group.HELP, "check", "title", lambda: gettext("%(by)s (%(department)s) will help: %(title)s"), Mail.DAILY
    ),
    Kind.HELP_DECLINED: Told(
        Group.HELP,
        "x",
        "title",
        lambda: gettext("%(by)s (%(department)s) declines “%(title)s”. The reason: %(reply)s"),
    ),
    Kind.HELP_ANSWERED: Told(
        Group.HELP,
        "message",
        "title",
        lambda: gettext("%(by)s (%(department)s) answers “%(title)s”: %(reply)s"),
    ),
    Kind.CHECK_IN_ASKED: Told(
        Group.TALK, "help-circle", "about", lambda: gettext("%(by)s asks you: %(ask)s (%(about)s)")
    ),
    Kind.CHECK_IN_DUE: Told(
        Group.TALK,
        "calendar-due",
        "about",
        lambda: gettext(
            "How does it go? Your check-in is overdue, so it is shown as silent: %(about)s, %(period)s"
        ),
        Mail.DAILY,
    ),
    Kind.MENTIONED: Told(
        Group.TALK, "message", "about", lambda: gettext("%(by)s mentions you (%(about)s): %(text)s")
    ),
    Kind.PERIOD_CLOSED: Told(
        Group.RESULTS,
        "pencil",
        "period",
        lambda: gettext("%(period)s is closed. Results: %(results)s. Please look through yours and sign them."),
        needs=Permission.RESULT_SIGN,
    ),
    Kind.PERIOD_REOPENED: Told(
        Group.RESULTS,
        "refresh",
        "period",
        lambda: gettext("%(period)s was opened again by %(by)s: %(reason)s"),
        needs=Permission.RESULT_SIGN,
    ),
    Kind.RESULT_RESTATED: Told(
        Group.RESULTS,
        "adjustments",
        "period",
        lambda: gettext(
            "%(period)s is closed, and records have changed since. Results restated beside the frozen ones: %(results)s"
        ),
        Mail.DAILY,
        needs=Permission.RESULT_SIGN,
    ),
    Kind.REVIEW_DUE: Told(
        Group.RESULTS,
        "history",
        "goal",
        lambda: gettext("%(period)s is closed. Please look back on your goal: %(goal)s"),
        Mail.DAILY,
    ),
    Kind.LEADS_GIVEN: Told(
        Group.PROMISES, "user-check", "leads",
        lambda: gettext("Leads handed to you: %(count)s (%(leads)s). First due: %(due)s"),
        needs=Permission.LEAD_DECIDE,
    ),
    Kind.CLOCK_WARNED: Told(
        Group.PROMISES, "clock", "leads",
        lambda: gettext("Running out soon: %(warned)s. %(leads)s"),
        needs=Permission.CLOCK_VIEW,
    ),
    # Its calendar's open hours are the quiet hours that both departments agreed on; a person's own would cut the ladder short.
    Kind.CLOCK_DIGEST: Told(
        Group.PROMISES,
        "alert-triangle",
        "leads",
        lambda: gettext("Running out soon: %(warned)s. Overdue: %(overdue)s. %(leads)s"),
        fixed=_("Both departments signed who is told of an overdue promise, and when."),
        waits=False,
        needs=Permission.CLOCK_VIEW,
    ),
    Kind.WAIVER_ASKED: Told(
        Group.PROMISES, "message", "lead",
        lambda: gettext("%(by)s asks you to waive a promise: %(lead)s. %(note)s"),
        needs=Permission.CLOCK_DECIDE,
    ),
    Kind.WAIVER_GRANTED: Told(
        Group.PROMISES, "shield", "lead",
        lambda: gettext("%(by)s waives the promise that you asked about: %(lead)s. %(note)s"),
        needs=Permission.CLOCK_VIEW,
    ),
    Kind.WAIVER_REFUSED: Told(
        Group.PROMISES, "x", "lead",
        lambda: gettext("%(by)s does not waive the promise that you asked about: %(lead)s. %(note)s"),
        needs=Permission.CLOCK_VIEW,
    ),
    Kind.CLOCK_DOUBTED: Told(
        Group.PROMISES, "help-circle", "lead",
        lambda: gettext("%(by)s doubts what is counted of a promise: %(lead)s. %(note)s"),
        needs=Permission.CLOCK_DECIDE,
    ),
    Kind.DOUBT_SETTLED: Told(
        Group.PROMISES, "circle-check", "lead",
        lambda: gettext("%(by)s settles your doubt about a promise: %(lead)s. %(note)s"),
        needs=Permission.CLOCK_AUDIT,
    ),
    Kind.IMPORT_DONE: Told(
        Group.IMPORTS,
        "database-import",
        "file",
        lambda: gettext(
            "%(file)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused"
        ),
        needs=Permission.IMPORT_VIEW,
    ),
    Kind.IMPORT_FAILED: Told(
        Group.IMPORTS,
        "file-alert",
        "file",
        lambda: gettext("%(file)s could not be imported: %(reason)s"),
        needs=Permission.IMPORT_VIEW,
    ),
    Kind.FIGURES_DRIFTED: Told(
        Group.FIGURES,
        "calculator",
        "",
        lambda: gettext(
            "A recompute found figures that did not say what the records say: %(figures)s (and %(cells)s daily sums). They are right again."
        ),
        needs=Permission.AUDIT_VIEW,
    ),
    Kind.AUDIT_HEAD: Told(
        Group.FIGURES,
        "shield-check",
        "",
        lambda: gettext("The audit trail ends at entry %(number)s. Hash: %(hash)s. Signature: %(signature)s"),
        fixed=_("Kept outside Lockstep, it is what a changed trail is found by."),
        needs=Permission.AUDIT_VIEW,
    ),
    Kind.TOKEN_REVOKED: Told(
        Group.ACCESS, "key", "token",
        lambda: gettext("%(by)s has revoked your API token “%(token)s”. Programs that use it get no answer any more."),
        fixed=_("Programs that read in your name have stopped, so you hear of it in any case."),
        needs=Permission.API_TOKEN_EDIT,
    ),
    Kind.MAIL_GIVEN_UP: Told(
        Group.ACCESS, "alert-triangle", "name",
        lambda: gettext("Mail to %(name)s does not go out, and is no longer tried: %(reason)s"),
        Mail.DAILY,
        needs=Permission.MAIL_RETRY,
    ),
}  # fmt: skip

FIXED = frozenset(kind for kind, told in KINDS.items() if told.fixed)

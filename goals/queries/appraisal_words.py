"""What each finding of goals/rules/smart.py and fast.py says to a person: the evidence, and what would pass the test."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LETTERS = {
    "specific": ("S", pgettext_lazy("smart", "Specific")),
    "measurable": ("M", pgettext_lazy("smart", "Measurable")),
    "accountable": ("A", pgettext_lazy("smart", "Assigned to one person")),
    "realistic": ("R", pgettext_lazy("smart", "Realistic")),
    "timed": ("T", pgettext_lazy("smart", "Time-bound")),
    "frequent": ("F", pgettext_lazy("fast", "Frequently discussed")),
    "ambitious": ("A", pgettext_lazy("fast", "Ambitious")),
    "stepped": ("S", pgettext_lazy("fast", "Specific steps")),
    "transparent": ("T", pgettext_lazy("fast", "Transparent")),
}
# By code: the evidence, and what would pass (nothing where it is passed). Names in brackets are written by the page.
WORDS = {
    "no_metric": (
        _("What it counted is no longer described."),
        _("Choose a metric that is described."),
    ),
    "misfits": (
        _("These conditions no longer fit what is counted: %(misfits)s."),
        _("Edit it and save: what no longer fits is left out then. Or choose other conditions."),
    ),
    "no_scope": (
        _("It does not say whom or what it is about."),
        _("Choose the department, team, rep, product, territory or lead source."),
    ),
    "specific": (_("%(metric)s, of %(scope)s, in %(unit)s."), ""),
    "no_records": (
        _("No record of an earlier period counts for it."),
        _("Import the records, or choose a metric or scope that has some."),
    ),
    "no_baseline": (
        _("Results of earlier periods: %(known)s, but none of the period just before."),
        _("Type a baseline."),
    ),
    "measurable": (_("It starts from %(baseline)s; results of earlier periods on record: %(known)s."), ""),
    "no_owner": (_("Nobody answers for it."), _("Choose one owner.")),
    "owner_left": (
        _("%(owner)s, who answers for it, has left."),
        _("Choose an owner who is here."),
    ),
    "owned": (_("%(owner)s answers for it."), ""),
    "no_target": (_("There is no target yet."), _("Type a target.")),
    "too_short_a_past": (
        _("Comparable changes in the past: %(sample)s; it takes three to judge a number."),
        _("Wait for more results, or judge it together."),
    ),
    "fantasy": (
        _("Its chance is %(probability)s; comparable changes that would reach it: %(reached)s of %(sample)s."),
        _("A target between %(easiest)s and %(hardest)s has a chance of 35 to 75 percent."),
    ),
    "sandbag": (
        _("Its chance is %(probability)s; comparable changes that would reach it: %(reached)s of %(sample)s."),
        _("A target between %(easiest)s and %(hardest)s has a chance of 35 to 75 percent."),
    ),
    "realistic": (
        _("Its chance is %(probability)s; comparable changes that would reach it: %(reached)s of %(sample)s."),
        "",
    ),
    "no_period": (_("It has no period."), _("Choose a period.")),
    "timed": (_("It ends on %(last_day)s; days between two words on it: %(days)s at most."), ""),
    "not_yet_discussed": (
        _("It is not saved yet, so nobody has talked about it."),
        _("Save it, then negotiate its target."),
    ),
    "never_discussed": (
        _("Nobody has talked about it yet."),
        _("Negotiate its target; days between two words on it: %(cadence)s at most."),
    ),
    "silent": (
        _("The last word on it was on %(on)s; days since then: %(days)s."),
        _("Talk about it again; days between two words on it: %(cadence)s at most."),
    ),
    "discussed": (_("The last word on it was on %(on)s."), ""),
    "no_past": (
        _("Without a past nothing says what is ambitious."),
        _("Set a stretch target."),
    ),
    "modest": (
        _("Most of the past changes would bring about as much."),
        _("Ask for %(from_here)s or beyond, or set a stretch target."),
    ),
    "ambitious": (_("It asks for more than 60 percent of the past changes would bring: %(from_here)s."), ""),
    "has_stretch": (_("A stretch target is set."), ""),
    "too_few_milestones": (
        _("Number of milestones: %(count)s."),
        _("Set at least two milestones on the way."),
    ),
    "milestones": (_("Number of milestones: %(count)s."), ""),
    "unsaved": (
        _("It is not saved yet, so nobody can see it."),
        _("Save it: then everybody in the organisation sees it with its value."),
    ),
    "no_value": (
        _("Everybody in the organisation can see it, but it has no value yet."),
        _("Import its records; the next recompute shows the value."),
    ),
    "visible": (_("Everybody in the organisation can see it: %(value)s by %(as_of)s."), ""),
}
UNITS = {
    "money": _("money"),
    "count": _("whole numbers"),
    "share": _("percent"),
    "duration": _("time"),
    "score": _("points of a score"),
}
# Where the past allows no range with both ends.
UP_TO = _("A target of %(hardest)s or less has a chance of 35 to 75 percent.")
DOWN_TO = _("A target of %(hardest)s or more has a chance of 35 to 75 percent.")
NO_RANGE = _("The past leaves no number with a chance of 35 to 75 percent: judge it together.")

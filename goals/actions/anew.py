"""An objective asks something else now: its figure and its course are measured again at once."""

from datetime import datetime

from goals.actions import corrections
from goals.actions.progress import revalue
from goals.models import Objective
from goals.queries.cells import terms_of
from teams.queries.organisations import active_organisation


def revalue_anew(objective: Objective, at: datetime, *, is_asked_anew: bool = True) -> None:
    """Its figure, and its course from the first day on: under other terms it was another one."""
    organisation = active_organisation()
    mine = Objective.objects.filter(pk=objective.pk)
    revalue(
        organisation=organisation,
        objectives=mine,
        as_of=at.astimezone(organisation.zone).date(),
        at=at,
        is_asked_anew=is_asked_anew,
    )
    terms = terms_of(mine)
    corrections.measure_again(terms=terms, first_days={term.id: term.starts_on for term in terms}, at=at)

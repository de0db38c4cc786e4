"""Whether an objective is talked about often enough, from what people said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import override

from goals.models import Objective
from goals.queries import appraisal_words
from goals.queries.appraisals import appraisal_of_saved, filled
from goals.queries.drafts import saved_draft
from metrics.definitions import NOTHING
from tests.factories.canvas import make_check_in, make_comment
from tests.factories.goals import make_goal, make_objective
from tests.factories.negotiations import make_negotiation, make_negotiation_step
from tests.factories.teams import NOW

pytestmark = pytest.mark.usefixtures("in_tenant", "today")
TODAY = NOW.date()


def frequent(objective, organisation, today=TODAY):
    figure = {"value": Decimal(1), "as_of": today}
    return appraisal_of_saved(objective, organisation=organisation, today=today, **figure).fast[0].verdict


@pytest.mark.parametrize(
    ("cadence", "said_on", "verdict"),
    [
        ("", date(2026, 7, 31), "passed"),
        ("", date(2026, 7, 30), "failed"),
        ("monthly", date(2026, 7, 20), "passed"),
        ("weekly", date(2026, 8, 6), "failed"),
    ],
)
def test_a_check_in_counts_by_the_cadence_of_the_goal(organisation, cadence, said_on, verdict):
    objective = make_objective(goal=make_goal(cadence=cadence))
    assert frequent(objective, organisation) == "failed"
    make_check_in(objective=objective, day=said_on)
    assert frequent(objective, organisation) == verdict


def test_a_comment_is_a_word_too(organisation):
    objective = make_objective()
    make_comment(objective=objective, goal=objective.goal)
    assert frequent(objective, organisation) == "passed"


@pytest.mark.parametrize(("is_by_a_person", "verdict"), [(True, "passed"), (False, "failed")])
def test_what_the_calendar_does_is_no_word(organisation, is_by_a_person, verdict):
    negotiation = make_negotiation()
    taken_by = negotiation.opened_by if is_by_a_person else None
    later = NOW + timedelta(days=29)
    make_negotiation_step(negotiation=negotiation, verb="escalate", taken_at=later, taken_by=taken_by)
    objective = Objective.objects.with_scope().select_related("goal", "owner").get()
    assert frequent(objective, organisation, later.date()) == verdict


def test_terms_that_no_longer_fit_measure_nothing(organisation):
    """Rather than everything; and it is said which they are."""
    qualifying = [["colour", "is", ["red"]], ["amount_minor", "at_least", [100_000]]]
    objective = make_objective(metric_key="deals_won", qualifying=qualifying)
    draft = saved_draft(objective)
    assert (draft.measured.numerator.source, draft.misfits, len(draft.conditions)) == (NOTHING, ("colour",), 1)
    figure = {"value": None, "as_of": None}
    specific = appraisal_of_saved(objective, organisation=organisation, today=TODAY, **figure).smart[0]
    assert specific.evidence == "These conditions no longer fit what is counted: \u2068colour\u2069."


class AnyFact(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "7"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_test_says_its_evidence_and_its_remedy_in_every_language(language):
    ranges = [appraisal_words.UP_TO, appraisal_words.DOWN_TO, appraisal_words.NO_RANGE]
    with override(language):
        said = [filled(text, AnyFact()) for text in [*sum(appraisal_words.WORDS.values(), ()), *ranges] if text]
    assert [text for text in said if "%(" in text] == []
    assert len(said) > 40

from datetime import date

from bench.databases import NOW
from bench.facts import AS_OF, Size, fill
from bench.peer import recompute_one
from goals.actions import recomputes
from goals.models import Objective, ObjectiveProgress
from teams.models import Organisation

TINY = Size(reps=10, leads=60, deals=60, activities=200, transitions=100, objectives=70)
FIGURES = ("numerator", "denominator", "actual", "attainment", "expected", "pace", "status", "as_of")


def test_ours_and_the_peer_give_the_same_figures(in_tenant: Organisation) -> None:
    fill(str(in_tenant.pk), TINY, seed=0.5)
    objectives = Objective.objects.with_scope()
    recomputes.everything(at=NOW, as_of=AS_OF)
    ours = list(ObjectiveProgress.objects.values_list("objective_id", *FIGURES))
    for objective in objectives:
        recompute_one(objective, as_of=AS_OF, at=NOW)
    assert len(ours) == TINY.objectives
    assert list(ObjectiveProgress.objects.values_list("objective_id", *FIGURES)) == ours
    assert ObjectiveProgress.objects.filter(numerator__gt=0).exists()
    assert min(ObjectiveProgress.objects.values_list("as_of", flat=True)) > date(2024, 1, 1)

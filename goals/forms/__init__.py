from goals.forms.closes import CloseReopenForm, ResultFilter
from goals.forms.filters import ObjectiveFilter
from goals.forms.goals import GoalForm
from goals.forms.held import HeldForm
from goals.forms.metrics import OwnMetricForm
from goals.forms.objectives import ObjectiveForm
from goals.forms.past_days import AsOf, as_of
from goals.forms.recomputes import RecomputeFilter

__all__ = [
    "AsOf",
    "CloseReopenForm",
    "GoalForm",
    "HeldForm",
    "ObjectiveFilter",
    "ObjectiveForm",
    "OwnMetricForm",
    "RecomputeFilter",
    "ResultFilter",
    "as_of",
]

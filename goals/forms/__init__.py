from goals.forms.filters import ObjectiveFilter
from goals.forms.goals import GoalForm
from goals.forms.metrics import OwnMetricForm
from goals.forms.objectives import ObjectiveForm

__all__ = ["GoalForm", "ObjectiveFilter", "ObjectiveForm", "OwnMetricForm"]

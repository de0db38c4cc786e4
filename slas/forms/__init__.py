from slas.forms.agreements import AgreementForm, DraftForm, FeasibilityForm
from slas.forms.breaches import BreachFilterForm, BreachForm
from slas.forms.decisions import DecisionForm, VERBS, may_decide, verbs_for
from slas.forms.exports import VerifyForm
from slas.forms.filters import ClockFilterForm
from slas.forms.promises import PromiseForm

__all__ = [
    "AgreementForm",
    "BreachFilterForm",
    "BreachForm",
    "ClockFilterForm",
    "DecisionForm",
    "DraftForm",
    "FeasibilityForm",
    "PromiseForm",
    "VERBS",
    "VerifyForm",
    "may_decide",
    "verbs_for",
]

from slas.forms.agreements import AgreementForm, DraftForm, FeasibilityForm
from slas.forms.breaches import BreachFilterForm, BreachForm
from slas.forms.decisions import VERBS, DecisionForm, may_decide, verbs_for
from slas.forms.exports import VerifyForm
from slas.forms.filters import ClockFilterForm
from slas.forms.promises import PromiseForm
from slas.forms.reviews import ReviewForm, seed_of

__all__ = [
    "VERBS",
    "AgreementForm",
    "BreachFilterForm",
    "BreachForm",
    "ClockFilterForm",
    "DecisionForm",
    "DraftForm",
    "FeasibilityForm",
    "PromiseForm",
    "ReviewForm",
    "VerifyForm",
    "may_decide",
    "seed_of",
    "verbs_for",
]

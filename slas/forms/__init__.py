from slas.forms.filters import ClockFilterForm

__all__ = ["ClockFilterForm"]
from slas.forms.agreements import AgreementForm, DraftForm
from slas.forms.promises import PromiseForm

__all__ = ["AgreementForm", "DraftForm", "PromiseForm"]

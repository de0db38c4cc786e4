from slas.forms.agreements import AgreementForm, DraftForm
from slas.forms.filters import ClockFilterForm
from slas.forms.promises import PromiseForm

__all__ = ["AgreementForm", "ClockFilterForm", "DraftForm", "PromiseForm"]

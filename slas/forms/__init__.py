from slas.forms.filters import ClockFilterForm

__all__ = ["ClockFilterForm"]

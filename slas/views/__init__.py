from slas.views.agreements import agreement_list
from slas.views.clocks import clock_compliance, clock_detail, clock_list

__all__ = ["agreement_list", "clock_compliance", "clock_detail", "clock_list"]

from slas.views.agreements import (
    agreement_detail,
    agreement_discard,
    agreement_draft,
    agreement_edit,
    agreement_feasibility,
    agreement_list,
    agreement_new,
    agreement_sign,
)
from slas.views.breaches import breach_detail, breach_edit, breach_list, breach_sign
from slas.views.clocks import clock_compliance, clock_detail, clock_list, lead_clocks
from slas.views.decisions import clock_decide
from slas.views.exports import clock_export_download, clock_export_list, clock_export_new, clock_export_verify
from slas.views.inbox import inbox
from slas.views.promises import promise_delete, promise_edit, promise_new
from slas.views.samples import clock_review, clock_sample
from slas.views.signals import clock_signals

__all__ = [
    "agreement_detail",
    "agreement_discard",
    "agreement_draft",
    "agreement_edit",
    "agreement_feasibility",
    "agreement_list",
    "agreement_new",
    "agreement_sign",
    "breach_detail",
    "breach_edit",
    "breach_list",
    "breach_sign",
    "clock_compliance",
    "clock_decide",
    "clock_detail",
    "clock_export_download",
    "clock_export_list",
    "clock_export_new",
    "clock_export_verify",
    "clock_list",
    "clock_review",
    "clock_sample",
    "clock_signals",
    "inbox",
    "lead_clocks",
    "promise_delete",
    "promise_edit",
    "promise_new",
]

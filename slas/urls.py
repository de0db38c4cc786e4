from django.urls import path

from slas import views

app_name = "slas"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("clocks/", views.clock_list, name="clock_list"),
    path("clocks/compliance/", views.clock_compliance, name="clock_compliance"),
    path("clocks/signals/", views.clock_signals, name="clock_signals"),
    path("clocks/sample/", views.clock_sample, name="clock_sample"),
    path("clocks/exports/", views.clock_export_list, name="clock_export_list"),
    path("clocks/exports/new/", views.clock_export_new, name="clock_export_new"),
    path("clocks/exports/verify/", views.clock_export_verify, name="clock_export_verify"),
    path("clocks/exports/<uuid:export_id>/", views.clock_export_download, name="clock_export_download"),
    path("clocks/<uuid:clock_id>/", views.clock_detail, name="clock_detail"),
    path("agreements/new/", views.agreement_new, name="agreement_new"),
    path("agreements/<uuid:agreement_id>/", views.agreement_detail, name="agreement_detail"),
    path("agreements/<uuid:agreement_id>/draft/", views.agreement_draft, name="agreement_draft"),
    path("agreements/<uuid:agreement_id>/edit/", views.agreement_edit, name="agreement_edit"),
    path("agreements/<uuid:agreement_id>/feasibility/", views.agreement_feasibility, name="agreement_feasibility"),
    path("agreements/<uuid:agreement_id>/discard/", views.agreement_discard, name="agreement_discard"),
    path("agreements/<uuid:agreement_id>/sign/", views.agreement_sign, name="agreement_sign"),
    path("agreements/<uuid:agreement_id>/promises/new/", views.promise_new, name="promise_new"),
    path("promises/<uuid:promise_id>/edit/", views.promise_edit, name="promise_edit"),
    path("promises/<uuid:promise_id>/delete/", views.promise_delete, name="promise_delete"),
    path("clocks/<uuid:clock_id>/review/", views.clock_review, name="clock_review"),
    path("clocks/<uuid:clock_id>/decide/", views.clock_decide, name="clock_decide"),
    path("leads/<uuid:lead_id>/clocks/", views.lead_clocks, name="lead_clocks"),
    path("breaches/", views.breach_list, name="breach_list"),
    path("breaches/<uuid:breach_id>/", views.breach_detail, name="breach_detail"),
    path("breaches/<uuid:breach_id>/edit/", views.breach_edit, name="breach_edit"),
    path("breaches/<uuid:breach_id>/sign/", views.breach_sign, name="breach_sign"),
]

from django.urls import path

from goals import views

app_name = "goals"
urlpatterns = [
    path("goals/", views.goal_list, name="goal_list"),
    path("goals/new/", views.goal_new, name="goal_new"),
    path("goals/<uuid:goal_id>/", views.goal_detail, name="goal_detail"),
    path("goals/<uuid:goal_id>/edit/", views.goal_edit, name="goal_edit"),
    path("goals/<uuid:goal_id>/archive/", views.goal_archive, name="goal_archive"),
    path("objectives/", views.objective_list, name="objective_list"),
    path("objectives/new/", views.objective_new, name="objective_new"),
    path("objectives/<uuid:objective_id>/", views.objective_detail, name="objective_detail"),
    path("objectives/<uuid:objective_id>/edit/", views.objective_edit, name="objective_edit"),
    path("objectives/<uuid:objective_id>/archive/", views.objective_archive, name="objective_archive"),
    path("objectives/<uuid:objective_id>/restore/", views.objective_restore, name="objective_restore"),
    path("objectives/<uuid:objective_id>/explain/", views.objective_explain, name="objective_explain"),
    path("metrics/", views.metric_list, name="metric_list"),
    path("metrics/new/", views.metric_new, name="metric_new"),
    path("metrics/<uuid:metric_id>/", views.metric_detail, name="metric_detail"),
    path("metrics/<uuid:metric_id>/edit/", views.metric_edit, name="metric_edit"),
    path("metrics/<uuid:metric_id>/archive/", views.metric_archive, name="metric_archive"),
    path("metrics/<uuid:metric_id>/restore/", views.metric_restore, name="metric_restore"),
    path("metrics/<uuid:metric_id>/adopt/<uuid:objective_id>/", views.metric_adopt, name="metric_adopt"),
    path("objectives/<uuid:objective_id>/negotiate/", views.objective_negotiate, name="objective_negotiate"),
    path("negotiations/", views.negotiation_list, name="negotiation_list"),
    path("negotiations/<uuid:negotiation_id>/", views.negotiation_detail, name="negotiation_detail"),
    path("negotiations/<uuid:negotiation_id>/bid/", views.negotiation_bid, name="negotiation_bid"),
    path("negotiations/<uuid:negotiation_id>/accept/", views.negotiation_accept, name="negotiation_accept"),
    path("negotiations/<uuid:negotiation_id>/withdraw/", views.negotiation_withdraw, name="negotiation_withdraw"),
    path("negotiations/<uuid:negotiation_id>/escalate/", views.negotiation_escalate, name="negotiation_escalate"),
    path("negotiations/<uuid:negotiation_id>/impose/", views.negotiation_impose, name="negotiation_impose"),
    path("negotiations/<uuid:negotiation_id>/sign/", views.negotiation_sign, name="negotiation_sign"),
    path("negotiations/<uuid:negotiation_id>/receipt/", views.negotiation_receipt, name="negotiation_receipt"),
    path("recomputes/request/", views.recompute_request, name="recompute_request"),
    path("recomputes/<uuid:recompute_id>/", views.recompute_detail, name="recompute_detail"),
]

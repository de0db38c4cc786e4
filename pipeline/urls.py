from django.urls import path

from pipeline import views

app_name = "pipeline"
urlpatterns = [
    path("leads/", views.lead_list, name="lead_list"),
    path("leads/<uuid:lead_id>/", views.lead_detail, name="lead_detail"),
    path("leads/given-back/", views.lead_rejection_list, name="lead_rejection_list"),
    path("leads/given-back/<uuid:rejection_id>/hand-back/", views.lead_hand_back, name="lead_hand_back"),
    path("leads/distribution/", views.routing_list, name="routing_list"),
    path("leads/distribution/new/", views.routing_new, name="routing_new"),
    path("leads/distribution/<uuid:rule_id>/edit/", views.routing_edit, name="routing_edit"),
    path("leads/distribution/<uuid:rule_id>/delete/", views.routing_delete, name="routing_delete"),
    path("leads/distribution/capacity/", views.routing_capacity, name="routing_capacity"),
    path("leads/distribution/fairness/", views.routing_fairness, name="routing_fairness"),
    path("leads/<uuid:lead_id>/accept/", views.lead_accept, name="lead_accept"),
    path("leads/<uuid:lead_id>/reject/", views.lead_reject, name="lead_reject"),
    path("leads/<uuid:lead_id>/assign/", views.lead_assign, name="lead_assign"),
    path("lead-definitions/", views.lead_definition_list, name="lead_definition_list"),
    path("lead-definitions/new/", views.lead_definition_new, name="lead_definition_new"),
    path("lead-definitions/<uuid:definition_id>/", views.lead_definition_detail, name="lead_definition_detail"),
    path("lead-definitions/<uuid:definition_id>/edit/", views.lead_definition_edit, name="lead_definition_edit"),
    path("lead-definitions/<uuid:definition_id>/replay/", views.lead_definition_replay, name="lead_definition_replay"),
    path("lead-definitions/<uuid:definition_id>/sign/", views.lead_definition_sign, name="lead_definition_sign"),
    path(
        "lead-definitions/<uuid:definition_id>/discard/", views.lead_definition_discard, name="lead_definition_discard"
    ),
    path("imports/", views.import_list, name="import_list"),
    path("imports/new/", views.import_new, name="import_new"),
    path("imports/<uuid:import_id>/", views.import_detail, name="import_detail"),
    path("imports/<uuid:import_id>/settings/", views.import_settings, name="import_settings"),
    path("imports/<uuid:import_id>/mapping/", views.import_mapping, name="import_mapping"),
    path("imports/<uuid:import_id>/check/", views.import_check, name="import_check"),
    path("imports/<uuid:import_id>/preview/", views.import_preview, name="import_preview"),
    path("imports/<uuid:import_id>/run/", views.import_run, name="import_run"),
    path("imports/<uuid:import_id>/progress/", views.import_progress, name="import_progress"),
    path("imports/<uuid:import_id>/refused/", views.import_refused, name="import_refused"),
    path("imports/<uuid:import_id>/cancel/", views.import_cancel, name="import_cancel"),
    path("readings/", views.reading_list, name="reading_list"),
    path("readings/new/", views.reading_new, name="reading_new"),
    path("readings/<uuid:reading_id>/edit/", views.reading_edit, name="reading_edit"),
    path("readings/<uuid:reading_id>/withdraw/", views.reading_withdraw, name="reading_withdraw"),
    path("readings/series/", views.reading_series_list, name="reading_series_list"),
    path("readings/series/new/", views.reading_series_new, name="reading_series_new"),
    path("readings/series/<uuid:series_id>/edit/", views.reading_series_edit, name="reading_series_edit"),
]

from django.urls import path

from pipeline import views

app_name = "pipeline"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("new/", views.import_new, name="import_new"),
    path("<uuid:import_id>/", views.import_detail, name="import_detail"),
    path("<uuid:import_id>/settings/", views.import_settings, name="import_settings"),
    path("<uuid:import_id>/mapping/", views.import_mapping, name="import_mapping"),
    path("<uuid:import_id>/check/", views.import_check, name="import_check"),
    path("<uuid:import_id>/preview/", views.import_preview, name="import_preview"),
    path("<uuid:import_id>/run/", views.import_run, name="import_run"),
    path("<uuid:import_id>/progress/", views.import_progress, name="import_progress"),
    path("<uuid:import_id>/refused/", views.import_refused, name="import_refused"),
    path("<uuid:import_id>/cancel/", views.import_cancel, name="import_cancel"),
]

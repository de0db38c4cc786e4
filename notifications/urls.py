from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="notification_list"),
    path("read-all/", views.notification_read_all, name="notification_read_all"),
    path("settings/", views.settings_edit, name="settings_edit"),
    path("<uuid:notification_id>/", views.notification_detail, name="notification_detail"),
    path("<uuid:notification_id>/open/", views.notification_open, name="notification_open"),
    path("<uuid:notification_id>/read/", views.notification_read, name="notification_read"),
]

from django.urls import include, path

from config import health
from notifications.views import unsubscribe

handler500 = health.failed
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("api/v1/", include("config.api_urls")),
    path("", include("teams.urls")),
    path("o/<slug:slug>/", include("reports.urls")),
    path("o/<slug:slug>/", include("goals.urls")),
    path("o/<slug:slug>/", include("slas.urls")),
    path("o/<slug:slug>/", include("pipeline.urls")),
    path("o/<slug:slug>/notifications/", include("notifications.urls")),
]

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from goals import api as goals
from slas import api as slas

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("<slug:slug>/clocks/", slas.ClockList.as_view(), name="clock_list"),
    path("<slug:slug>/clocks/<uuid:clock_id>/", slas.ClockDetail.as_view(), name="clock_detail"),
    path("<slug:slug>/breaches/", slas.BreachList.as_view(), name="breach_list"),
    path("<slug:slug>/compliance/", slas.Compliance.as_view(), name="compliance"),
    path("<slug:slug>/objectives/", goals.ObjectiveList.as_view(), name="objective_list"),
]

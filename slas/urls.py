from django.urls import path

from slas import views

app_name = "slas"
urlpatterns = [
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("clocks/", views.clock_list, name="clock_list"),
    path("clocks/compliance/", views.clock_compliance, name="clock_compliance"),
    path("clocks/<uuid:clock_id>/", views.clock_detail, name="clock_detail"),
]

from django.urls import path

from slas import views

app_name = "slas"
urlpatterns = [
    path("agreements/", views.agreement_list, name="agreement_list"),
]

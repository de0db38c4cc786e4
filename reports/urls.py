from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("my-quota/", views.my_quota, name="my_quota"),
    path("people/<uuid:membership_id>/quota/", views.member_quota, name="member_quota"),
]

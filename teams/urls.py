from django.urls import include, path

from teams import views

app_name = "teams"
organisation = [
    path("settings/", views.organisation_edit, name="organisation_edit"),
    path("departments/", views.department_list, name="department_list"),
    path("departments/new/", views.department_new, name="department_new"),
    path("departments/<uuid:department_id>/edit/", views.department_edit, name="department_edit"),
    path("departments/<uuid:department_id>/delete/", views.department_delete, name="department_delete"),
    path("teams/new/", views.team_new, name="team_new"),
    path("teams/<uuid:team_id>/edit/", views.team_edit, name="team_edit"),
    path("teams/<uuid:team_id>/delete/", views.team_delete, name="team_delete"),
    path("territories/", views.territory_list, name="territory_list"),
    path("territories/new/", views.territory_new, name="territory_new"),
    path("territories/<uuid:territory_id>/edit/", views.territory_edit, name="territory_edit"),
    path("territories/<uuid:territory_id>/delete/", views.territory_delete, name="territory_delete"),
    path("periods/", views.period_list, name="period_list"),
    path("periods/add-year/", views.period_add_year, name="period_add_year"),
    path("calendars/", views.calendar_list, name="calendar_list"),
    path("calendars/new/", views.calendar_new, name="calendar_new"),
    path("calendars/<uuid:calendar_id>/", views.calendar_detail, name="calendar_detail"),
    path("calendars/<uuid:calendar_id>/edit/", views.calendar_edit, name="calendar_edit"),
    path("calendars/<uuid:calendar_id>/delete/", views.calendar_delete, name="calendar_delete"),
    path("calendars/<uuid:calendar_id>/make-default/", views.calendar_make_default, name="calendar_make_default"),
    path("members/", views.member_list, name="member_list"),
    path("members/new/", views.member_new, name="member_new"),
    path("members/<uuid:member_id>/", views.member_detail, name="member_detail"),
    path("members/<uuid:member_id>/edit/", views.member_edit, name="member_edit"),
    path("members/<uuid:member_id>/invite/", views.member_invite, name="member_invite"),
    path("members/<uuid:member_id>/assignments/new/", views.assignment_new, name="assignment_new"),
    path("assignments/<uuid:assignment_id>/edit/", views.assignment_edit, name="assignment_edit"),
    path("assignments/<uuid:assignment_id>/delete/", views.assignment_delete, name="assignment_delete"),
    path("members/<uuid:member_id>/absences/new/", views.absence_new, name="absence_new"),
    path("members/<uuid:member_id>/ramp/", views.member_ramp_edit, name="member_ramp_edit"),
    path("absences/", views.absence_list, name="absence_list"),
    path("absences/<uuid:absence_id>/edit/", views.absence_edit, name="absence_edit"),
    path("absences/<uuid:absence_id>/delete/", views.absence_delete, name="absence_delete"),
    path("ramp/", views.ramp_edit, name="ramp_edit"),
    path("roles/", views.role_list, name="role_list"),
    path("audit/", views.audit_list, name="audit_list"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("o/<slug:slug>/", include(organisation)),
]

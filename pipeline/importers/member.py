from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse

MEMBER = Kind(
    "member",
    (
        Field("name", _("Name"), Parse.NAME, "sales_agent|full name|sales rep|rep|rep name|agent|employee|user|user name|last name|salesperson|owner", True, 150),
        Field("email", _("E-mail address"), Parse.EMAIL, "e-mail|mail|email address|work email", limit=254),
        Field("department", _("Department"), Parse.REFERENCE, "division|function", to="department", limit=100),
        Field("team", _("Team"), Parse.REFERENCE, "manager|team name|sales team|group|sales manager|reports to", to="team", limit=100),
        Field("territory", _("Territory"), Parse.REFERENCE, "regional_office|region|area|market|office", to="territory", limit=100),
        Field("starts_on", _("In the team since"), Parse.DAY, "start date|since|hired on|hire date|joined|from"),
    ),
    identity=("name", "email"),
)  # fmt: skip

from django.apps import AppConfig
from django.db.models import fields
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = _("Teams")

    def ready(self) -> None:
        # Django's own words for it are in no catalogue.
        fields.BLANK_CHOICE_LABEL = _("Choose …")

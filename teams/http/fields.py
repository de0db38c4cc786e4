"""Fields of forms, for all apps."""

from teams.forms.fields import DayField, MomentField, NameField, zones_with
from teams.forms.selects import ChoiceField

__all__ = ["ChoiceField", "DayField", "MomentField", "NameField", "zones_with"]

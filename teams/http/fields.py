"""Fields of forms, for all apps."""

from teams.forms.fields import DayField, MomentField, NameField, zones_with

__all__ = ["DayField", "MomentField", "NameField", "zones_with"]

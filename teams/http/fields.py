"""Fields of forms, for all apps."""

from teams.forms.fields import DayField, NameField, zones_with

__all__ = ["DayField", "NameField", "zones_with"]

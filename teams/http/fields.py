"""Fields of forms, for all apps."""

from teams.forms.fields import DayField, NameField

__all__ = ["DayField", "NameField"]

"""Forms over a row that somebody else may save first, for all apps."""

from teams.forms.versions import Difference, VersionedForm

__all__ = ["Difference", "VersionedForm"]

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.catalogue import KINDS, Group, Kind, Told
from notifications.models import NotificationSettings
from notifications.rules.letters import Mail
from teams.http.fields import zones_with
from teams.http.versions import Difference, VersionedForm
from teams.models import Membership

MAILS = [
    (Mail.AT_ONCE.value, _("At once")),
    (Mail.DAILY.value, _("Daily digest")),
    (Mail.WEEKLY.value, _("Weekly digest")),
    (Mail.NEVER.value, _("Never")),
]


class ClockInput(forms.TimeInput):
    """The browser's own picker; it always sends HH:MM."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


@dataclass(frozen=True, slots=True)
class Line:
    """A kind in the table of the form: its two fields, or why there is no choice."""

    kind: Kind
    told: Told
    bell: forms.BoundField | None
    mail: forms.BoundField | None


class DeliveryForm(VersionedForm):
    """How one is told, kind by kind, and when. Only what differs from the catalogue is kept."""

    digest_at = forms.TimeField(label=_("Time of the digest"), widget=ClockInput)
    digest_weekday = forms.TypedChoiceField(
        label=_("Day of the weekly digest"), choices=list(WEEKDAYS.items()), coerce=int
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        widget=ClockInput,
        required=False,
        help_text=_("No e-mail goes out in quiet hours: it waits until they end. They may go over midnight."),
    )
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=ClockInput, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, data: Any = None, *, settings: NotificationSettings, member: Membership) -> None:
        names = ("digest_at", "digest_weekday", "quiet_from", "quiet_until", "time_zone", "version")
        super().__init__(data, initial={name: getattr(settings, name) for name in names})
        home = gettext("The organisation’s: %(zone)s") % {"zone": member.organisation.time_zone.replace("_", " ")}
        self.fields["time_zone"].choices = [("", home), *zones_with(settings.time_zone or "UTC")]  # type: ignore[attr-defined]
        self.kinds = [Kind(kind) for kind, told in KINDS.items() if member.may(told.needs)]
        for kind in self.kinds:
            if not KINDS[kind].fixed:
                self._offer(kind, settings)

    def _offer(self, kind: Kind, settings: NotificationSettings) -> None:
        words = {"kind": kind.label}
        bell = forms.BooleanField(label=gettext("%(kind)s: on the bell") % words, required=False)
        mail = forms.ChoiceField(label=gettext("%(kind)s: e-mail") % words, choices=MAILS)
        self.fields |= {f"bell_{kind}": bell, f"mail_{kind}": mail}
        self.initial[f"bell_{kind}"] = not settings.is_muted(kind)
        self.initial[f"mail_{kind}"] = settings.mail_of(kind).value

    @property
    def times(self) -> list[forms.BoundField]:
        return [self[name] for name in ("digest_at", "digest_weekday", "quiet_from", "quiet_until", "time_zone")]

    @property
    def groups(self) -> Iterator[tuple[Group, list[Line]]]:
        for group, kinds in groupby(self.kinds, key=lambda kind: KINDS[kind].group):
            yield group, [self._line(kind) for kind in kinds]

    def _line(self, kind: Kind) -> Line:
        if KINDS[kind].fixed:
            return Line(kind, KINDS[kind], None, None)
        return Line(kind, KINDS[kind], self[f"bell_{kind}"], self[f"mail_{kind}"])

    def clean(self) -> None:
        quiet: tuple[time | None, time | None] = (
            self.cleaned_data.get("quiet_from"),
            self.cleaned_data.get("quiet_until"),
        )
        if (quiet[0] is None) != (quiet[1] is None) and not {"quiet_from", "quiet_until"} & set(self.errors):
            self.add_error(
                "quiet_until" if quiet[0] else "quiet_from",
                _("Quiet hours need a beginning and an end; for none leave both empty."),
            )
        if quiet[0] is not None and quiet[0] == quiet[1]:
            self.add_error("quiet_until", _("Quiet hours that never end would keep every e-mail back."))

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("digest_at", "digest_weekday", "quiet_from", "quiet_until", "time_zone")}
        free = [kind for kind in self.kinds if not KINDS[kind].fixed]
        mail = {kind.value: given[f"mail_{kind}"] for kind in free if given[f"mail_{kind}"] != KINDS[kind].mail}
        return kept | {"mail": mail, "muted": [kind.value for kind in free if not given[f"bell_{kind}"]]}

    def written(self, name: str, value: Any) -> str:
        if name == "digest_weekday":
            return str(WEEKDAYS[value])
        return value.strftime("%H:%M") if isinstance(value, time) else super().written(name, value)

    def differing_parts(self, current: NotificationSettings) -> list[Difference]:
        return [
            Difference(str(self.fields[name].label), theirs, ours)
            for kind in self.kinds
            if not KINDS[kind].fixed
            for name, saved in (
                (f"bell_{kind}", not current.is_muted(kind)),
                (f"mail_{kind}", current.mail_of(kind).value),
            )
            if (theirs := self.written(name, saved)) != (ours := self.written(name, self.cleaned_data[name]))
        ]

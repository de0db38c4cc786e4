from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from teams.forms.fields import DayField
from teams.forms.versions import Difference, VersionedForm
from teams.models import Absence, RampPlan
from teams.rules.formats import NONE, day, percent

MONTHS = 12


class AbsenceForm(VersionedForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Absence.Kind.choices)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    def __init__(
        self, data: Any = None, *, absence: Absence | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        shown = initial or {}
        if absence:
            shown = {name: getattr(absence, name) for name in ("kind", "starts_on", "version")}
            shown["ends_on"] = absence.last_day
        super().__init__(data, initial=shown)

    def clean_ends_on(self) -> date:
        """People name the last day; rows end on the day after."""
        return self.cleaned_data["ends_on"] + timedelta(days=1)

    def written(self, name: str, value: Any) -> str:
        if name == "ends_on":
            value -= timedelta(days=1)
        if isinstance(value, date):
            return day(value=value, language=get_language() or "en")
        return super().written(name, value)


class RampForm(VersionedForm):
    """A share per month since joining; the first month left empty asks for all, and so do those after it."""

    def __init__(self, data: Any = None, *, plan: RampPlan | None) -> None:
        shares = plan.shares if plan else []
        shown: dict[str, Any] = {"version": plan.version if plan else 0}
        shown |= {_month(number): _whole(share * 100) for number, share in enumerate(shares)}
        super().__init__(data, initial=shown)
        for number in range(MONTHS):
            self.fields[_month(number)] = forms.DecimalField(
                label=_("Month %(number)s") % {"number": number + 1},
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=1,
                max_digits=4,
                widget=forms.NumberInput(attrs={"dir": "ltr", "step": "0.1"}),
            )

    @property
    def months(self) -> Iterator[forms.BoundField]:
        return (self[_month(number)] for number in range(MONTHS))

    @property
    def shares(self) -> list[Decimal] | None:
        """What the action takes; None: no plan of one's own."""
        given = (self.cleaned_data.get(_month(number)) for number in range(MONTHS))
        return [value / 100 for value in given if value is not None]

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(_month(number)) is not None for number in range(MONTHS)]
        if not self.errors and False in given and any(given[given.index(False) :]):
            self.add_error(_month(given.index(False)), _("Fill the months in order, without a gap."))
        return self.cleaned_data

    def show_conflict(self, conflict: Any) -> None:
        super().show_conflict(conflict)
        theirs, ours = conflict.current.shares, conflict.proposed["shares"]
        self.differences = [Difference(label=_("Ramp"), theirs=_written(theirs), ours=_written(ours))]


class MemberRampForm(RampForm):
    """A member's own plan, or the organisation's."""

    is_own = forms.ChoiceField(
        label=gettext_lazy("Ramp"),
        choices=[("", gettext_lazy("The organisation’s plan")), ("own", gettext_lazy("Their own plan"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, plan: RampPlan | None) -> None:
        super().__init__(data, plan=plan)
        self.initial["is_own"] = "own" if plan else ""

    @property
    def shares(self) -> list[Decimal] | None:
        return super().shares if self.cleaned_data.get("is_own") else None


def _month(number: int) -> str:
    return f"month_{number + 1}"


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _written(shares: list[Decimal] | None) -> str:
    language = get_language() or "en"
    return " · ".join(percent(share=share, language=language, digits=0) for share in shares or []) or NONE

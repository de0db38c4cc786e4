"""The part of a form that asks for a target: a number, or a change of a baseline that is typed or measured."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from goals.forms.notation import Notation, amount_field
from goals.forms.scopes import ScopeForm
from goals.models import Direction, TargetMode
from goals.queries.baselines import Baseline
from goals.rules import targets
from goals.rules.asked import Asked
from pipeline.rules.amounts import BIGGEST
from teams.rules.formats import currency_choices

ASKED = ("target", "target_upper", "stretch")


class TargetForm(ScopeForm):
    """The number is resolved here, so that every page shows what was meant."""

    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices)
    target = amount_field(gettext_lazy("Target"), is_required=True)
    target_upper = amount_field(gettext_lazy("Upper end"))
    baseline = amount_field(gettext_lazy("Baseline"))
    stretch = amount_field(gettext_lazy("Stretch target"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)

    measured: Baseline | None = None

    @property
    def is_band(self) -> bool:
        return self.now("direction") == Direction.BETWEEN

    @property
    def notation(self) -> Notation:
        return Notation(unit=self.metric.unit, currency=self.now("currency") or self.organisation.currency)

    def offer_units(self) -> None:
        home = _("The organisation’s: %(currency)s") % {"currency": self.organisation.currency}
        choices = [("", home), *currency_choices(language=get_language() or "en")]
        self.fields["currency"].choices = choices  # type: ignore[attr-defined]
        notation = self.notation
        self.fields["target"].help_text = f"{notation.hint} {notation.hint_of_change}"
        self.fields["baseline"].help_text = notation.hint
        self.fields["stretch"].help_text = _("A second number further on, with other consequences.")

    def clean_currency(self) -> str:
        """The organisation's own is none: it follows the organisation."""
        chosen = self.cleaned_data["currency"]
        return "" if chosen == self.organisation.currency or self.metric.unit != "money" else chosen

    def clean_target(self) -> Asked | None:
        return self.notation.asked(self.cleaned_data["target"])

    def clean_target_upper(self) -> Asked | None:
        if not self.is_band:
            return None
        if not self.cleaned_data["target_upper"].strip():
            raise forms.ValidationError(_("A band needs both ends."))
        return self.notation.asked(self.cleaned_data["target_upper"])

    def clean_stretch(self) -> Asked | None:
        return None if self.is_band else self.notation.asked(self.cleaned_data["stretch"])

    def clean_baseline(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["baseline"])

    def resolve(self, values: dict[str, Any]) -> None:
        """Put numbers where changes were typed, and check that they fit each other."""
        typed: dict[str, Asked | None] = {name: values.get(name) for name in ASKED}
        is_change = any(asked is not None and asked.mode != "absolute" for asked in typed.values())
        if is_change and values.get("baseline") is None and "baseline" not in self.errors:
            self.measured = self.measure()
            values["baseline"] = self.measured and self.measured.value
        for name, asked in typed.items():
            values[name] = None if asked is None else self._number(name, asked, values.get("baseline"))
        target = typed["target"]
        is_absolute = target is None or target.mode == "absolute"
        values["target_mode"] = TargetMode.ABSOLUTE if target is None else TargetMode(target.mode)
        values["target_change"] = None if is_absolute or target is None else target.value
        self._check(values)

    def _number(self, name: str, asked: Asked, baseline: Decimal | None) -> Decimal | None:
        try:
            value = targets.resolve(
                mode=asked.mode, value=asked.value, baseline=baseline, is_whole=self.notation.is_whole
            )
        except targets.NoBaseline:
            self.add_error(name, _("There is no figure of the period before: type the baseline."))
        except targets.NothingToChange:
            self.add_error(name, _("The baseline is 0, and a share of 0 is 0: type a number."))
        else:
            if 0 <= value <= BIGGEST:
                return value
            self.add_error(name, _("This is negative or too large."))
        return None

    def _check(self, values: dict[str, Any]) -> None:
        target, direction = values.get("target"), values.get("direction")
        if target is None or direction is None or "target_upper" in self.errors:
            return
        if target == 0 and direction == Direction.AT_LEAST:
            self.add_error("target", _("A target to reach must be more than zero."))
        elif target == values.get("baseline") and direction != Direction.BETWEEN:
            self.add_error("target", _("The target is the same as the baseline."))
        try:
            targets.check(
                target=target, upper=values.get("target_upper"), stretch=values.get("stretch"), direction=direction
            )
        except targets.EmptyBand:
            self.add_error("target_upper", _("The upper end must be above the lower one."))
        except targets.StretchFallsShort:
            self.add_error("stretch", _("A stretch target lies beyond the target."))

    def offered_baseline(self) -> tuple[str, dict[str, str]]:
        """Words about what the period before brought, and what goes into the field."""
        if self.about is None:
            return _("Choose the scope and the period first."), {}
        found = self.measure()
        if found is None or found.value is None:
            return _("There is no figure of the period before."), {}
        words = {"period": found.period.label, "value": self.notation.written(found.value)}
        return _("%(period)s brought %(value)s.") % words, {"baseline": self.notation.entry(found.value)}

    def written(self, name: str, value: Any) -> str:
        if name in (*ASKED, "baseline"):
            return self.notation.written(value)
        return super().written(name, value.label if name == "period" else value)

    def target_note(self) -> str:
        """The resolved number in words, or why there is none; of a form that has been judged."""
        for name in (*ASKED, "baseline"):
            if name in self.errors:
                return str(self.errors[name][0])
        target, baseline = self.cleaned_data.get("target"), self.cleaned_data.get("baseline")
        upper = self.cleaned_data.get("target_upper")
        ends = [self.notation.written(end) for end in (target, upper) if end is not None]
        note = f"= {' – '.join(ends)}"
        if self.cleaned_data.get("target_mode") == TargetMode.ABSOLUTE or baseline is None:
            return note
        words = {"target": note, "baseline": self.notation.written(baseline)}
        if self.measured is not None:
            words["period"] = self.measured.period.label
            return _("%(target)s: %(period)s brought %(baseline)s.") % words
        return _("%(target)s, from %(baseline)s.") % words

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from pipeline.models import Case, Stage
from slas.models import Promise, Side
from slas.rules import ladders
from teams.http.versions import VersionedForm
from teams.models import Calendar
from teams.rules import formats

Kind = Promise.Kind
TIMED = ("side", "start_stage", "amount", "unit", "calendar", "on_reassignment", "warn_percents", "ladder")
OF_KIND: dict[str, tuple[str, ...]] = {
    Kind.DECISION: TIMED,
    Kind.FIRST_TOUCH: TIMED,
    Kind.ATTEMPTS: ("side", "start_stage", "attempts", *TIMED[2:]),
    Kind.ANSWER: TIMED,
    Kind.NURTURE: TIMED,
    Kind.VOLUME: ("side", "start_stage", "target"),
    Kind.QUALITY: ("side", "start_stage", "to_stage", "target"),
    Kind.COMPLETENESS: ("side", "start_stage", "known_fields", "target"),
    Kind.CASES: ("side", "case_kind", "amount", "unit", "target"),
}
# Where a new promise of a kind usually begins, and who usually makes it.
USUAL: dict[str, dict[str, Any]] = {
    Kind.DECISION: {"side": Side.SALES, "start_stage": Stage.MQL},
    Kind.FIRST_TOUCH: {"side": Side.SALES, "start_stage": Stage.SAL},
    Kind.ATTEMPTS: {"side": Side.SALES, "start_stage": Stage.SAL, "attempts": 3, "unit": Promise.Unit.DAYS},
    Kind.ANSWER: {"side": Side.MARKETING, "start_stage": Stage.RECYCLED},
    Kind.NURTURE: {"side": Side.MARKETING, "start_stage": Stage.RECYCLED, "unit": Promise.Unit.DAYS},
    Kind.VOLUME: {"side": Side.MARKETING, "start_stage": Stage.MQL},
    Kind.QUALITY: {"side": Side.MARKETING, "start_stage": Stage.MQL, "to_stage": Stage.SAL},
    Kind.COMPLETENESS: {"side": Side.MARKETING, "start_stage": Stage.MQL},
    Kind.CASES: {"side": Side.MARKETING, "case_kind": Case.Kind.LEGAL_STATEMENT, "amount": 24},
}
TARGETS = {
    Kind.VOLUME: gettext_lazy("Leads a week, at least"),
    Kind.QUALITY: gettext_lazy("Percent of them, at least"),
    Kind.COMPLETENESS: gettext_lazy("Percent of them, at least"),
    Kind.CASES: gettext_lazy("Percent of them, at least"),
}
NUMBER = {"dir": "ltr", "inputmode": "numeric"}
STEPS = (1, 2, 3)


class PercentsField(forms.CharField):
    """“50, 80” as numbers."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        texts = str(value or "").replace("%", " ").replace("،", " ").replace(",", " ").split()
        if not all(text.isdecimal() and len(text) <= 4 for text in texts):
            raise forms.ValidationError(_("Write percentages with commas between them: 50, 80."))
        return [int(text) for text in texts]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class LadderInput(forms.MultiWidget):
    """Steps of (who, at which percentage)."""

    template_name = "slas/ladder_input.html"

    def decompress(self, value: list[list[Any]] | None) -> list[Any]:
        flat = [part for step in value or [] for part in step]
        return flat + [None] * (2 * len(STEPS) - len(flat))


class LadderField(forms.MultiValueField):
    def __init__(self, **kwargs: Any) -> None:
        people = [
            ("", "–"),
            (ladders.OWNER, gettext_lazy("The owner of the lead")),
            (ladders.MANAGER, gettext_lazy("The owner’s manager")),
            (ladders.HEADS, gettext_lazy("The heads of both departments")),
        ]
        fields: list[forms.Field] = []
        for _number in STEPS:
            fields += [forms.ChoiceField(choices=people, required=False), forms.IntegerField(required=False, min_value=1, max_value=ladders.LATEST)]  # fmt: skip
        names = [field.widget for field in fields]
        for number, widget in enumerate(names):
            kind = gettext_lazy("Percent of the time") if number % 2 else gettext_lazy("Who is told")
            widget.attrs |= {"aria-label": kind} | (NUMBER if number % 2 else {})
        super().__init__(fields=fields, widget=LadderInput(names), require_all_fields=False, **kwargs)

    def compress(self, values: list[Any]) -> list[list[Any]]:
        pairs = list(zip(values[::2], values[1::2], strict=False))
        if any(bool(to) != (percent is not None) for to, percent in pairs):
            raise forms.ValidationError(_("Each step names who is told and at which percentage."))
        return [[to, percent] for to, percent in pairs if to]

    def prepare_value(self, value: Any) -> Any:
        """Steps as they are kept, one part after the other; what was typed stays as it is."""
        is_kept = isinstance(value, list) and all(isinstance(step, list) for step in value)
        return self.widget.decompress(value) if is_kept else value


class PromiseForm(VersionedForm):
    """What a promise of one kind needs to say, and nothing else."""

    side = forms.ChoiceField(label=gettext_lazy("Who promises"), choices=Side.choices)
    start_stage = forms.ChoiceField(
        label=gettext_lazy("From the stage"), choices=Stage.choices, help_text=gettext_lazy("When a lead reaches it.")
    )
    to_stage = forms.ChoiceField(
        label=gettext_lazy("To the stage"), choices=Stage.choices, help_text=gettext_lazy("That it must go on to.")
    )
    case_kind = forms.ChoiceField(label=gettext_lazy("Kind of case"), choices=Case.Kind.choices)
    known_fields = forms.MultipleChoiceField(
        label=gettext_lazy("What is known"), choices=Promise.Known.choices, widget=forms.CheckboxSelectMultiple
    )
    attempts = forms.IntegerField(
        label=gettext_lazy("Attempts"), min_value=1, max_value=50, widget=forms.NumberInput(attrs=NUMBER)
    )
    target = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.NumberInput(attrs=NUMBER))
    amount = forms.IntegerField(
        label=gettext_lazy("Within"), min_value=0, max_value=527_040, widget=forms.NumberInput(attrs=NUMBER)
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Promise.Unit.choices)
    calendar: Any = forms.ModelChoiceField(
        label=pgettext_lazy("record", "Calendar"),
        queryset=None,
        help_text=gettext_lazy("Only its open hours count; its holidays and days off do not."),
    )
    on_reassignment = forms.ChoiceField(label=gettext_lazy("With a new owner"), choices=Promise.OnReassignment.choices)
    warn_percents = PercentsField(
        label=gettext_lazy("Warn the owner at"),
        required=False,
        help_text=gettext_lazy("Percentages of the time, such as 50, 80."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    ladder = LadderField(
        label=gettext_lazy("Escalation"),
        required=False,
        help_text=gettext_lazy("At 100 percent the promise is due; at 150 half as much time again has passed."),
    )

    def __init__(self, data: Any = None, *, kind: str, promise: Promise | None = None) -> None:
        wanted = OF_KIND[kind]
        shown = {"unit": Promise.Unit.HOURS, "on_reassignment": Promise.OnReassignment.KEEP} | USUAL[kind]
        if promise:
            shown = {name: getattr(promise, name) for name in wanted} | {"version": promise.revision}
        super().__init__(data, initial=shown)
        self.kind = kind
        self.fields = {name: self.fields[name] for name in ("version", *wanted)}
        if "calendar" in wanted:
            calendars = Calendar.objects.order_by("-is_default", "name", "pk")
            self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined]
            self.initial.setdefault("calendar", calendars.first())
        if "target" in wanted:
            self.fields["target"].label = TARGETS[Kind(kind)]

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"kind": self.kind} | ({"start_stage": ""} if self.kind == Kind.CASES else {})

    def written(self, name: str, value: Any) -> str:
        language = get_language() or "en"
        if name == "warn_percents":
            return _percents(value, language) or super().written(name, "")
        if name == "ladder":
            people = dict(self.fields["ladder"].fields[0].choices)  # type: ignore[attr-defined]
            steps = [f"{people[to]} {_percents([percent], language)}" for to, percent in value]
            return formats.joined(parts=steps, language=language) or super().written(name, "")
        if name == "known_fields":
            labels = [str(Promise.Known(one).label) for one in value]
            return formats.joined(parts=labels, language=language)
        return super().written(name, value)


def _percents(values: Iterable[int], language: str) -> str:
    shares = [formats.percent(share=Decimal(one) / 100, language=language, digits=0) for one in values]
    return formats.joined(parts=shares, language=language)

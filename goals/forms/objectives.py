import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.forms import guardrails, milestones
from goals.forms.conditions import ConditionForm, condition_forms, entered
from goals.forms.conflicts import differing_parts
from goals.forms.courses import CourseForm
from goals.forms.guardrails import GuardrailForm
from goals.forms.milestones import MilestoneForm
from goals.forms.notation import Notation
from goals.forms.parents import SHARE, ParentForm
from goals.forms.rows import Rows
from goals.forms.targets import ASKED
from goals.models import Direction, Goal, Objective, TargetMode
from goals.models.objective import SCOPE_COLUMNS
from goals.rules import milestones as milestone_rules
from goals.rules import progress, weights
from metrics.definitions import Condition
from metrics.queries.terms import fitting, plain_conditions
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import Difference
from teams.models import Organisation, Period

QUALIFYING, MOST_CONDITIONS = "qualifying", 5
REMOVAL = re.compile(r"remove-(\w+)-(\d{1,3})")


class ObjectiveForm(CourseForm, ParentForm):
    """Values in the unit of the chosen metric, typed as people write them; milestones and guards as rows below."""

    goal = RowChoiceField(label=gettext_lazy("Goal"))
    title = NameField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the metric names it."),
    )
    owner = RowChoiceField(label=gettext_lazy("Owner"), help_text=gettext_lazy("Who answers for it."))
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"), min_value=0, max_digits=6, decimal_places=2, initial=Decimal(1)
    )

    def __init__(
        self,
        data: Any = None,
        *,
        objective: Objective | None = None,
        rows: dict[str, Rows[Any]] | None = None,
        **terms: Any,
    ) -> None:
        self.note, self.baseline_note = "", ""
        self.kept: tuple[Condition, ...] = ()
        super().__init__(data, objective=objective, **terms)
        self.fields["goal"].offer(Goal.objects.active(), empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["owner"].offer(self.members, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.offer_units()
        self.offer_parents()
        self.conditions: list[ConditionForm] = self._condition_forms(data)
        self.offer_courses()
        self.rows = rows or self._rows(data, {} if data is not None else self._saved_rows())

    @classmethod
    def of(cls, objective: Objective, *, organisation: Organisation, **terms: Any) -> "ObjectiveForm":
        """As the objective is saved."""
        entered = _as_entered(objective, organisation)
        form = cls(objective=objective, organisation=organisation, initial=entered, **terms)
        if objective.target_mode != TargetMode.ABSOLUTE:
            form.note = f"= {form.notation.written(objective.target)}"
        form.kept = _kept(objective)
        return form

    @classmethod
    def like(
        cls, objective: Objective, *, period: Period | None, target: Decimal | None, **terms: Any
    ) -> "ObjectiveForm":
        """A new one with another's terms, in a later period: its milestones have days of their own and stay behind."""
        entered = _as_entered(objective, terms["organisation"])
        fresh = {"period": period.key if period else "", "baseline": "", "version": None, "parent": "", "relation": ""}
        form = cls(initial=entered | fresh, **terms)
        if target is not None:
            form.initial = {**form.initial, "target": form.notation.entry(target), "stretch": ""}
            form.note = _("Proposed: more than 60 percent of the comparable past changes would bring.")
        saved = [guardrails.as_entered(one, form.notation.currency) for one in objective.guardrails.all()]
        form.rows, form.kept = form._rows(None, {"guardrails": saved}), _kept(objective)
        return form

    @classmethod
    def redrawn(cls, typed: Any, *, asked_for: str, **terms: Any) -> "ObjectiveForm":
        """As typed, not judged: for another metric or scope, with the resolved target, a baseline, or a row less."""
        sent, entry, baseline_note = cls(typed, **terms), dict[str, str](), ""
        sent.is_valid()
        if asked_for == "baseline":
            baseline_note, entry = sent.offered_baseline()
        removal = REMOVAL.fullmatch(asked_for)
        rows = sent._rows(typed, {}, is_judged=False, left_out={removal[1]: int(removal[2])} if removal else {})
        conditions = [
            {name: row[name].value() for name in row.fields} for row in sent.conditions if row["column"].value()
        ]
        form = cls(initial=typed.dict() | entry | {"conditions": conditions}, rows=rows, **terms)
        form.note = sent.target_note() if typed.get("target", "").strip() else ""
        form.baseline_note = baseline_note
        form.kept = sent.qualified
        return form

    def _condition_forms(self, data: Any) -> list[ConditionForm]:
        """Which facts qualify: rows over the fields of the metric's source."""
        source, currency = self.metric.numerator.source, self.notation.currency
        return condition_forms(
            data,
            prefix=QUALIFYING,
            source=source,
            currency=currency,
            initial=self.initial.get("conditions", ()),
            most=MOST_CONDITIONS,
        )

    def is_valid(self) -> bool:
        return super().is_valid() and all(form.is_valid() for form in self.conditions)

    def qualifying(self) -> list[Any]:
        valid = [form for form in self.conditions if form.is_valid()]
        return plain_conditions([form.condition for form in valid if form.condition is not None])

    def differing_parts(self, current: Objective) -> list[Difference]:
        return differing_parts(current, self.cleaned_data, self.notation)

    @property
    def qualified(self) -> tuple[Condition, ...]:
        """Which facts count, as far as that can be read."""
        if not self.is_bound:
            return self.kept
        return tuple(form.condition for form in self.conditions if form.is_valid() and form.condition is not None)

    @property
    def is_filtered(self) -> bool:
        return len(self.conditions) > 1

    def _saved_rows(self) -> dict[str, list[dict[str, Any]]]:
        if self.objective is None:
            return {}
        notation = self.notation
        return {
            "milestones": [milestones.as_entered(one, notation) for one in self.objective.milestones.all()],
            "guardrails": [guardrails.as_entered(one, notation.currency) for one in self.objective.guardrails.all()],
        }

    def _rows(
        self,
        data: Any,
        saved: dict[str, list[dict[str, Any]]],
        *,
        is_judged: bool = True,
        left_out: dict[str, int] | None = None,
    ) -> dict[str, Rows[Any]]:
        notation = self.notation
        kinds: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
            "milestones": (MilestoneForm, {"notation": notation}),
            "guardrails": (GuardrailForm, {"currency": notation.currency, "departments": self.departments}),
        }
        return {
            name: Rows(
                kind,
                data,
                prefix=name,
                initial=saved.get(name, ()),
                is_judged=is_judged,
                leave_out=(left_out or {}).get(name),
                **terms,
            )
            for name, (kind, terms) in kinds.items()
        }

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        self.check_scope()
        self.resolve(values)
        self.settle_parent(values)
        if all(form.is_valid() for form in self.conditions):
            values["qualifying"] = self.qualifying()
        if all(rows.is_valid() for rows in self.rows.values()):
            values["guardrails"] = [row.resolved(self.measure_companion) for row in self.rows["guardrails"].filled]
            values["milestones"] = self._milestones(values)
            self.check_course(values)
        return values

    def _milestones(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows, in order of their days; an error stands at the row that does not fit."""
        rows = {
            milestone_rules.Milestone(due_on=row.cleaned_data["due_on"], value=row.cleaned_data["value"]): row
            for row in self.rows["milestones"].filled
        }
        period, target = values.get("period"), values.get("target")
        if rows and period is not None and target is not None and "direction" in values:
            if self._falls_from_nowhere(values):
                self.add_error("baseline", _("Milestones of what should fall need a baseline above the target."))
                return []
            try:
                milestone_rules.check(
                    milestones=list(rows),
                    start=self._start(values),
                    target=target,
                    starts_on=period.starts_on,
                    ends_on=period.ends_on,
                )
            except milestone_rules.MilestoneOutOfOrder as error:
                rows[error.milestone].add_error(
                    "value", _("A milestone lies within the period, and between its neighbours and the target.")
                )
        return [{"due_on": one.due_on, "value": one.value} for one in sorted(rows, key=lambda one: one.due_on)]

    def _falls_from_nowhere(self, values: dict[str, Any]) -> bool:
        """A rate or level that should fall, and nothing says from where."""
        baseline = values.get("baseline")
        is_falling = values["direction"] == Direction.AT_MOST and not self.metric.accumulates
        return is_falling and "baseline" not in self.errors and (baseline is None or baseline <= values["target"])

    def _start(self, values: dict[str, Any]) -> Decimal:
        """Where the way to the target begins: what adds up begins at 0, whatever the period before brought."""
        if self.metric.accumulates:
            return Decimal(0)
        method = progress.attainment_method(
            target=values["target"],
            baseline=values.get("baseline"),
            direction=values["direction"],
            accumulates=self.metric.accumulates,
        )
        return values["baseline"] if method == "from_baseline" else Decimal(0)


def _as_entered(objective: Objective, organisation: Organisation) -> dict[str, Any]:
    notation = Notation(unit=objective.metric.unit, currency=objective.currency or organisation.currency)
    keys = {name: getattr(objective, f"{name}_id") for name in ("goal", "owner", "parent", *SCOPE_COLUMNS)}
    names = ("title", "metric_key", "scope", "direction", "weight", "version", "currency", "relation", "pace_method")
    plain = {name: getattr(objective, name) for name in names}
    entries = {name: notation.entry(getattr(objective, name)) for name in (*ASKED, "baseline")}
    if objective.target_mode != TargetMode.ABSOLUTE:
        entries["target"] = notation.asked_entry(objective.target_mode, objective.target_change)
    entries["contribution_share"] = SHARE.entry(objective.contribution_share)
    course = {
        "season_weights": weights.entry(weights=objective.season_weights, decimal=notation.decimal),
        "is_prorated": "yes" if objective.is_prorated else "no",
    }
    conditions = _conditions(objective, notation)
    return keys | plain | entries | course | {"period": objective.period.key, "conditions": conditions}


def _conditions(objective: Objective, notation: Notation) -> list[dict[str, Any]]:
    """Those that no longer fit the source are gone from the form, and so from the objective once it is saved."""
    source = objective.metric.numerator.source
    return [entered(one, source, currency=notation.currency) for one in _kept(objective)]


def _kept(objective: Objective) -> tuple[Condition, ...]:
    return fitting(objective.qualifying, objective.metric.numerator.source)[0]

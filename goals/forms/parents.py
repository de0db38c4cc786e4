"""The part of a form that hangs an objective below another one."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.actions.trees import CannotBeAdded
from goals.forms.notation import Notation, amount_field
from goals.forms.targets import TargetForm
from goals.models import Objective, Relation
from goals.queries.trees import possible_parents
from goals.rules.rollup import Obstacle
from teams.http import RowChoiceField

SHARE = Notation(unit="share", currency="")
OBSTACLES: dict[Obstacle, Promise | str] = {
    "metric": gettext_lazy("Only an objective of the same metric can contribute. Choose “Supports”."),
    "ratio": gettext_lazy("This metric does not add up, so it cannot contribute. Choose “Supports”."),
    "currency": gettext_lazy("Only an objective in the same currency can contribute. Choose “Supports”."),
    "direction": gettext_lazy("Only an objective of the same direction can contribute. Choose “Supports”."),
    "period": gettext_lazy("Only an objective whose period lies within the other’s can contribute. Choose “Supports”."),
}


class ParentForm(TargetForm):
    """Which objective it is part of, and what it does for it."""

    parent = RowChoiceField(label=gettext_lazy("Part of the objective"), required=False)
    relation = forms.ChoiceField(label=gettext_lazy("Relation"), required=False, initial=Relation.CONTRIBUTE)
    contribution_share = amount_field(gettext_lazy("Contribution"))

    def offer_parents(self) -> None:
        """Of the chosen period, and the one that it has."""
        period = self.fields["period"].rows.get(self["period"].value())  # type: ignore[attr-defined]
        mine = self.objective
        offered = (
            [] if period is None else list(possible_parents(period=period, but_not=None if mine is None else mine.pk))
        )
        if mine is not None and mine.parent_id and mine.parent_id not in {one.pk for one in offered}:
            offered += Objective.objects.with_scope().filter(pk=mine.parent_id)
        self.fields["parent"].offer(offered, empty=_("No other objective"), label=_named)  # type: ignore[attr-defined]
        self.fields["relation"].choices = Relation.choices  # type: ignore[attr-defined]
        self.fields["contribution_share"].help_text = _("How much of it counts, in percent. Left empty, all of it.")

    def clean_contribution_share(self) -> Decimal:
        share = SHARE.number(self.cleaned_data["contribution_share"])
        if share is not None and not 0 < share <= 1:
            raise forms.ValidationError(_("A contribution is more than 0 and at most 100 percent."))
        return Decimal(1) if share is None else share

    def clean_parent(self) -> Objective | None:
        return self.cleaned_data["parent"] or None

    def settle_parent(self, values: dict[str, Any]) -> None:
        """Without a parent there is no relation; only what contributes has a share."""
        if values.get("parent") is None:
            values["relation"] = ""
        elif not values.get("relation"):
            values["relation"] = Relation.CONTRIBUTE
        if values.get("relation") != Relation.CONTRIBUTE and "contribution_share" in values:
            values["contribution_share"] = Decimal(1)

    def show_obstacle(self, refused: CannotBeAdded) -> None:
        self.add_error(None if refused.is_below else "relation", words_for_obstacle(refused))

    def written(self, name: str, value: Any) -> str:
        return SHARE.written(value) if name == "contribution_share" else super().written(name, value)


def words_for_obstacle(refused: CannotBeAdded) -> str:
    if refused.is_below:
        return _("Objectives that contribute to this one could no longer be added up.")
    return str(OBSTACLES[refused.obstacle])


def _named(objective: Objective) -> str:
    about = objective.scope_record
    return " · ".join(str(part) for part in (about, objective, objective.period.label) if part)

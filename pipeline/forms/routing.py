from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from pipeline.actions.routing import CapacitiesChanged
from pipeline.models import Product, RoutingRule
from pipeline.queries.routing import Load
from teams.actions.versions import EditConflict
from teams.http import RowChoiceField
from teams.http.answers import number_of
from teams.http.fields import NameField
from teams.http.versions import Difference, VersionedForm
from teams.models import Calendar, Membership, Team, Territory

FIELDS = ("name", "position", "territory", "product", "team", "fallback", "calendar")


class RoutingRuleForm(VersionedForm):
    """Who gets which leads."""

    name = NameField(label=gettext_lazy("Name"), max_length=100)
    position = forms.IntegerField(
        label=gettext_lazy("Order"),
        min_value=1,
        max_value=999,
        initial=1,
        help_text=gettext_lazy("The first rule that fits is taken."),
    )
    territory = RowChoiceField(label=gettext_lazy("Territory"), required=False)
    product = RowChoiceField(label=gettext_lazy("Product"), required=False)
    team = RowChoiceField(label=gettext_lazy("Team"), help_text=gettext_lazy("Its reps, and those of the teams below."))
    fallback = RowChoiceField(label=gettext_lazy("If nobody is there"))
    calendar = RowChoiceField(
        label=pgettext_lazy("record", "Calendar"),
        required=False,
        help_text=gettext_lazy("While it is closed, leads wait for the next opening."),
    )

    def __init__(self, data: Any = None, *, rule: RoutingRule | None = None) -> None:
        initial: dict[str, Any] = {}
        if rule is not None:
            keys = {name: getattr(rule, f"{name}_id") for name in FIELDS[2:]}
            initial = keys | {"name": rule.name, "position": rule.position, "version": rule.version}
        super().__init__(data, initial=initial)
        rows: dict[str, Any] = {
            "territory": (Territory.objects.order_by("name", "pk"), gettext_lazy("Any")),
            "product": (Product.objects.order_by("name", "pk"), gettext_lazy("Any")),
            "team": (Team.objects.order_by("name", "pk"), gettext_lazy("Choose …")),
            "fallback": (Membership.objects.active().order_by("full_name", "pk"), gettext_lazy("Choose …")),
            "calendar": (Calendar.objects.order_by("name", "pk"), gettext_lazy("The organisation’s")),
        }
        for name, (found, empty) in rows.items():
            self.fields[name].offer(found, empty=str(empty))  # type: ignore[attr-defined]


class CapacityForm(VersionedForm):
    """How many leads a week each of the people can take. Only what was changed in it is saved: it remembers what it showed."""

    def __init__(self, data: Any = None, *, people: Sequence[Load]) -> None:
        super().__init__(data)
        self.people = people
        del self.fields["version"]
        for one in people:
            self.fields[str(one.member.pk)] = forms.IntegerField(
                label=one.member.full_name, min_value=0, max_value=1000, initial=one.capacity, show_hidden_initial=True
            )

    @property
    def capacities(self) -> dict[Membership, int]:
        return {one: self.cleaned_data[str(one.pk)] for one in self._changed}

    @property
    def shown(self) -> dict[Membership, int | None]:
        return {one: number_of(self.data.get(self.add_initial_prefix(str(one.pk)), "")) for one in self._changed}

    @property
    def _changed(self) -> list[Membership]:
        return [one.member for one in self.people if str(one.member.pk) in self.changed_data]

    def show_conflict(self, conflict: EditConflict) -> None:
        if not isinstance(conflict, CapacitiesChanged):
            raise conflict
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for one, theirs, ours in conflict.moved:
            self.differences.append(Difference(one.full_name, str(theirs), str(ours)))
            self.data[self.add_initial_prefix(str(one.pk))] = str(theirs)  # type: ignore[index]

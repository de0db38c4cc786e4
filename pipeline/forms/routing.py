from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from pipeline.models import Product, RoutingRule
from pipeline.queries.routing import Load
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import VersionedForm
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


class CapacityForm(forms.Form):
    """How many leads a week each of the people can take."""

    def __init__(self, data: Any = None, *, people: Sequence[Load]) -> None:
        super().__init__(data)
        self.people = people
        for one in people:
            self.fields[str(one.member.pk)] = forms.IntegerField(
                label=one.member.full_name, min_value=0, max_value=1000, initial=one.capacity
            )

    @property
    def lines(self) -> Iterator[tuple[Load, forms.BoundField]]:
        for one in self.people:
            yield one, self[str(one.member.pk)]

    @property
    def values(self) -> dict[Membership, int]:
        return {one.member: self.cleaned_data[str(one.member.pk)] for one in self.people}

    @property
    def http_status(self) -> int:
        return 422 if self.is_bound else 200

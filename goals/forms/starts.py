"""Where a new objective starts from: a template, or an earlier objective in its next period."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.models import Objective
from teams.http import RowChoiceField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Template:
    """What is typed for somebody who starts from it; the target is a change of what the period before brought."""

    key: str
    label: "str | StrPromise"
    metric_key: str
    target: str
    direction: str = "at_least"
    scope: str = "department"

    @property
    def entries(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("metric_key", "target", "direction", "scope")}


TEMPLATES = (
    Template("conversion", gettext_lazy("Raise lead → MQL conversion by 5 %"), "lead_to_mql", "+5 %"),
    Template("qualified", gettext_lazy("Raise MQL → SQL conversion by 5 %"), "mql_to_sql", "+5 %"),
    Template("leads", gettext_lazy("Win 15 % more leads"), "leads", "+15 %"),
    Template("revenue", gettext_lazy("Win 10 % more revenue"), "won_revenue", "+10 %"),
    Template("closing", gettext_lazy("Raise the closing ratio by 5 %"), "closing_ratio", "+5 %", scope="team"),
    Template("losses", gettext_lazy("Lose 10 % fewer deals"), "deals_lost", "-10 %", direction="at_most"),
    Template("pipeline", gettext_lazy("Open 20 % more pipeline"), "pipeline_opened", "+20 %"),
    Template("presentations", gettext_lazy("Give 20 % more presentations"), "presentations", "+20 %", scope="rep"),
)


class StartForm(forms.Form):
    """Sends itself by GET; what fits neither list starts empty."""

    template = forms.ChoiceField(label=gettext_lazy("Start from a template"), required=False)
    like = RowChoiceField(label=gettext_lazy("Or from an earlier objective"), required=False)

    def __init__(self, data: Any = None, *, earlier: Iterable[Objective]) -> None:
        super().__init__(data)
        choices = [(template.key, template.label) for template in TEMPLATES]
        self.fields["template"].choices = [("", _("Choose …")), *choices]  # type: ignore[attr-defined]
        self.fields["like"].offer(earlier, empty=_("Choose …"), label=_named)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Template | None:
        wanted = self.data.get("template")
        return next((template for template in TEMPLATES if template.key == wanted), None)


def _named(objective: Objective) -> str:
    record = objective.scope_record
    parts = [str(objective), *([str(record)] if record else []), objective.period.label]
    return " · ".join(parts)

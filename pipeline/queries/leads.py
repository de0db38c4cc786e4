"""What the pages of leads show: the list, and one lead with how it was judged and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pipeline.models import Activity, Lead, LeadDefinition, LeadJudgement, Stage, StageTransition
from pipeline.queries import judging, lead_definitions
from pipeline.rules.lead_judging import POINT, Found, Judged, Scored, judge
from teams.rules import formats

PER_PAGE = 25
MOST_DEEDS = 100
PROMPTLY = timedelta(minutes=5)
NAMED = ("owner", "lead_source", "product", "territory")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition in words, what was found, and whether that meets it."""

    text: str
    found: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class StageEvidence:
    label: str
    asked: list[Asked]
    is_met: bool


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Points of a kind of activity: how many there were, what they were worth, what counted."""

    label: str
    number: int
    raw: str
    counted: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a lead stands by a definition: the class reached, stage by stage, and the score line by line."""

    definition: LeadDefinition
    label: str
    stages: list[StageEvidence]
    lines: list[ScoreLine]
    score: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a lead was found to be, and by what was known of it then."""

    at: datetime
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened to a lead: it entered a stage, or somebody did something."""

    at: datetime
    recorded_at: datetime
    text: str
    note: str
    owner: Any
    is_stage: bool

    @property
    def is_late(self) -> bool:
        """Known only some time after it happened."""
        return self.recorded_at - self.at > PROMPTLY


def lead_page(*, criteria: dict[str, Any], number: Any) -> Page:
    """Leads with `lead_class`, what they were last judged to be; the newest first."""
    named = dict(criteria)
    text = named.pop("q", None)
    found = Lead.objects.filter(**named)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(company__icontains=text))
    judged = LeadJudgement.objects.filter(lead=OuterRef("pk"), definition__ended_at__isnull=True)
    classes = Subquery(judged.order_by("-judged_at").values("lead_class")[:1])
    rows = found.select_related("owner", "lead_source").annotate(lead_class=classes)
    page = Paginator(rows.order_by("-day", "-occurred_at", "pk"), PER_PAGE).get_page(number)
    listed: list[Any] = list(page.object_list)
    page.object_list = listed
    for lead in listed:
        lead.class_label = str(Stage(lead.lead_class).label) if lead.lead_class else ""
    return page


def evidence_of(lead: Lead, *, at: datetime) -> Evidence | None:
    """As the lead stands now by the definition in force; None where nothing is in force."""
    definition = lead_definitions.in_force()
    if definition is None:
        return None
    facts = judging.lead_facts(lead_id=lead.pk, terms=definition.rules, at=at)
    return _evidence(lead, definition, judge(terms=definition.rules, facts=facts))


def judgements_of(lead: Lead) -> list[Past]:
    """What it was found to be, by which version, the newest first."""
    found = LeadJudgement.objects.filter(lead=lead).select_related("definition").order_by("-judged_at", "pk")
    return [Past(one.judged_at, _as_judged(lead, one)) for one in found[:MOST_DEEDS]]


def _as_judged(lead: Lead, one: LeadJudgement) -> Evidence:
    facts = judging.facts_of(one.facts)
    return _evidence(lead, one.definition, judge(terms=one.definition.rules, facts=facts))


def timeline(lead: Lead) -> list[Deed]:
    """The newest first; at most so many of a kind."""
    stages = StageTransition.objects.filter(lead=lead).select_related("owner").order_by("-occurred_at", "pk")
    acts = Activity.objects.filter(lead=lead).select_related("owner").order_by("-occurred_at", "pk")
    deeds = [*map(_stage_deed, stages[:MOST_DEEDS]), *map(_act_deed, acts[:MOST_DEEDS])]
    return sorted(deeds, key=lambda deed: deed.at, reverse=True)


def _stage_deed(one: StageTransition) -> Deed:
    note = str(Stage(one.from_stage).label) if one.from_stage else ""
    return Deed(one.occurred_at, one.recorded_at, str(one.get_to_stage_display()), note, one.owner, is_stage=True)


def _act_deed(one: Activity) -> Deed:
    return Deed(one.occurred_at, one.recorded_at, str(one.get_kind_display()), one.subject, one.owner, is_stage=False)


def _evidence(lead: Lead, definition: LeadDefinition, judged: Judged) -> Evidence:
    stages = [
        StageEvidence(str(Stage(one.stage).label), list(_asked(lead, definition, one, judged)), one.is_met)
        for one in judged.stages
    ]
    lines = [_score_line(line) for line in judged.lines]
    return Evidence(definition, str(Stage(judged.lead_class).label), stages, lines, _points(judged.score))


def _asked(lead: Lead, definition: LeadDefinition, stage: Any, judged: Judged) -> Iterable[Asked]:
    for found in stage.conditions:
        text = lead_definitions.phrase(found.condition, names=definition.names)
        yield Asked(text, _shown(lead, found), found.is_met)
    if stage.min_score is not None:
        text = _("score of at least %(points)s") % {"points": _points(stage.min_score * POINT)}
        yield Asked(text, _points(judged.score), stage.is_score_met)


def _shown(lead: Lead, found: Found) -> str:
    """What was found, in words."""
    if found.condition.field in NAMED:
        return named(getattr(lead, found.condition.field), found.actual)
    if found.condition.op == "at_least":
        return formats.number(value=found.actual, language=get_language() or "en")
    if found.condition.field.endswith("_at") and found.actual:
        moment = timezone.localtime(datetime.fromisoformat(found.actual))
        return formats.moment(value=moment, language=get_language() or "en")
    return str(found.actual or formats.NONE)


def named(now: Model | None, then: Any) -> str:
    """Facts keep the id of what has a name: it is told as long as the lead still has it."""
    if not then:
        return formats.NONE
    return str(now) if now and str(now.pk) == str(then) else _("another one than today")


def _score_line(line: Scored) -> ScoreLine:
    label = str(dict(Activity.Kind.choices).get(line.line.kind, line.line.kind))
    return ScoreLine(label, line.seen.number, _points(line.raw), _points(line.counted))


def _points(scaled: int) -> str:
    return formats.number(value=scaled / POINT, language=get_language() or "en", digits=0 if scaled % POINT == 0 else 1)

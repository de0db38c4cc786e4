"""How the demo organisation's people said that it goes: some are silent, some ask, some comment."""

from datetime import date, datetime, time, timedelta
from typing import Any

from goals.access.check_ins import Place
from goals.actions import check_ins, goals
from goals.demo.clock import Clock
from goals.demo.company import Company
from goals.demo.wishes import ABROAD, ACCOUNTS, PIPELINE, QUOTAS, RANGE, REVENUE
from goals.models import CheckIn, Goal, Objective, Scope

RHYTHMS = {
    REVENUE: Goal.Cadence.FORTNIGHTLY,
    ACCOUNTS: Goal.Cadence.FORTNIGHTLY,
    ABROAD: Goal.Cadence.MONTHLY,
    QUOTAS: Goal.Cadence.FORTNIGHTLY,
    PIPELINE: Goal.Cadence.FORTNIGHTLY,
    RANGE: Goal.Cadence.MONTHLY,
}
EVERY = 9
# One objective in so many has been silent for weeks.
SILENT = 7
WORDS = (
    "Two offers are out, one of them larger than planned.",
    "The renewal moved into next month; I have a second one to take its place.",
    "Fewer first meetings than last week: two days at the fair.",
    "Their board meets on the 20th. Until then nothing moves.",
    "The new price page brings better questions.",
    "Three small wins, no large one.",
    "A competitor undercuts us by a tenth; we hold the price and add the booth.",
    "Back from leave, and through the backlog.",
)
ARABIC = "وصل عرضان كبيران هذا الأسبوع، والعميل الثالث ينتظر موافقة مجلسه."
# Who asks what of whom, and how long ago; whether it is done.
ASKS = (
    ("Grace Whitfield", "Samuel Okonkwo", "Call the head of purchasing at Ironbridge Hotels with me", 3, False),
    ("Tomás Herrera", "Samuel Okonkwo", "Decide on the 12 % discount before Thursday", 10, True),
    ("فاطمة الزهراني", "Layla Haddad", "مراجعة عقد الشريك قبل نهاية الأسبوع", 2, False),
    ("Ethan Brooks", "Olivia Hart", "Which of my accounts opened the last mailing?", 5, False),
)
COMMENTS = (
    (
        PIPELINE,
        "Elena Marchetti",
        "@Samuel Okonkwo rejected leads without a reason are down to 14 % this week. Thank you.",
    ),
    (PIPELINE, "Samuel Okonkwo", "@Elena Marchetti the webinar leads answer the phone. More of those, please."),
    (ACCOUNTS, "Marcus Bell", "Ironbridge wants the acoustic figures in writing. @Bea Villanueva do we have them?"),
)


def write(*, company: Company, clock: Clock) -> None:
    """From the beginning of the quarter until yesterday."""
    owner = company.with_account("owner")
    by_title = {goal.title: goal for goal in Goal.objects.all()}
    for title, cadence in RHYTHMS.items():
        goals.edit(goal=by_title[title], version=None, values={"cadence": cadence}, by=owner, at=clock.now)
    objectives = _present(clock.today)
    CheckIn.objects.bulk_create(_said(objectives, company, clock))
    _ask(objectives, company, clock)
    people = company.workers
    for number, (title, name, text) in enumerate(COMMENTS):
        place, at = Place(by_title[title], None, may_check_in=True), clock.now - timedelta(days=4 - number)
        check_ins.comment(place=place, text=text, by=people[name].membership, at=at)


def _present(today: date) -> list[Objective]:
    rows = Objective.objects.filter(period__kind="quarter", period__starts_on__lte=today, period__ends_on__gt=today)
    return list(rows.select_related("period", "goal", "owner").order_by("goal__title", "metric_key", "scope", "pk"))


def _said(objectives: list[Objective], company: Company, clock: Clock) -> list[CheckIn]:
    made = []
    for number, objective in enumerate(objectives):
        day, sure = objective.period.starts_on + timedelta(days=4 + number % 5), 45 + clock.rng.randrange(40)
        last = clock.today - timedelta(days=1 + (40 if number % SILENT == SILENT - 1 else 0))
        while day <= last:
            made.append(_one(objective, company, clock, day=day, confidence=sure))
            day += timedelta(days=EVERY)
            sure = min(97, max(8, sure + clock.rng.randrange(-16, 17)))
    return made


def _one(objective: Objective, company: Company, clock: Clock, **values: Any) -> CheckIn:
    worker = company.workers[objective.owner.full_name]
    words = clock.pick(WORDS) if worker.person.language != "ar" else ARABIC
    at = datetime.combine(values["day"], time(9 + clock.rng.randrange(8), clock.rng.randrange(60)), clock.zone)
    said = {"goal": objective.goal, "objective": objective, "made_by": objective.owner, "changed": words, "made_at": at}
    return CheckIn(**said, department_id=worker.place_on(values["day"]).department_id, **values)


def _ask(objectives: list[Objective], company: Company, clock: Clock) -> None:
    for name, of, ask, days, is_done in ASKS:
        by, at = company.workers[name].membership, clock.now - timedelta(days=days)
        mine = next(one for one in objectives if one.scope == Scope.REP and one.rep_id == by.pk)
        values = {"confidence": 55, "changed": WORDS[days % len(WORDS)], "ask": ask}
        place = Place(mine.goal, mine, may_check_in=True)
        asked_of = company.workers[of].membership
        made = check_ins.record(place=place, values=values | {"asked_of": asked_of}, by=by, at=at)
        if is_done:
            check_ins.settle(check_in=made, by=asked_of, at=at + timedelta(days=2))

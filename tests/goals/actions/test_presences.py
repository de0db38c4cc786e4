"""Leave and the calendar change figures by themselves; the status is held from day to day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from goals import tasks
from goals.actions import objectives, presences, recomputes
from goals.models import Objective, ObjectiveProgress, Recompute
from teams.actions import absences
from teams.models import Membership, Organisation, PresenceChange
from teams.rules.calendars import read_hours
from teams.tenancy import organisations_due, tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_calendar, make_membership, make_presence_change

AUGUST = {"kind": "leave", "starts_on": date(2026, 8, 1), "ends_on": date(2026, 9, 1)}


@pytest.fixture
def rep(in_tenant: Organisation) -> Membership:
    return make_membership()


def progress_of(objective: Objective) -> ObjectiveProgress:
    return ObjectiveProgress.objects.get(objective=objective)


def test_leave_prorates_the_members_objectives_alone(rep: Membership) -> None:
    objective, other = make_objective(rep=rep), make_objective()
    recomputes.everything(at=NOW)
    absences.record(member=rep, values=AUGUST, by=None, at=NOW)
    assert len(organisations_due("recomputes")) == 1
    assert presences.run(at=NOW).objectives == 1
    assert progress_of(objective).effective_target == 20_000_000
    assert progress_of(other).effective_target == other.target
    assert Recompute.objects.get().reason == Recompute.Reason.PRESENCE


def test_twice_is_harmless(rep: Membership) -> None:
    make_objective(rep=rep)
    make_presence_change(membership=rep)
    assert presences.run(at=NOW) is not None
    assert presences.run(at=NOW) is None
    assert not PresenceChange.objects.exists()


def test_a_holiday_moves_what_goes_by_business_days(rep: Membership) -> None:
    by_days, linear = make_objective(pace_method="business_days"), make_objective()
    recomputes.everything(at=NOW)
    before = progress_of(by_days).units
    make_calendar(is_default=True, week={1: read_hours("9–17")})
    assert presences.run(at=NOW).objectives == 1
    assert (before, progress_of(by_days).units) == (66, 13)
    assert progress_of(linear).units == 92


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_them(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []
    monkeypatch.setattr(tasks.run_recomputes, "apply_async", lambda args, **options: offered.extend(args))
    with tenant(organisation.pk):
        make_presence_change()
    tasks.sweep_recomputes()
    assert offered == [str(organisation.pk)]
    tasks.run_recomputes(offered.pop())
    tasks.sweep_recomputes()
    assert offered == []


def on(day: int) -> datetime:
    return datetime(2026, 8, day, 12, tzinfo=UTC)


def statuses(objective: Objective, days: range) -> list[tuple[str, str]]:
    found = []
    for day in days:
        recomputes.everything(at=on(day))
        row = progress_of(objective)
        found.append((row.plain_status, row.status))
    return found


@pytest.fixture
def recovering(rep: Membership) -> Objective:
    """Of 92,000 a thousand is expected a day. Watch on 10 August, and from the 11th a little past on track."""
    objective = make_objective(rep=rep, target=Decimal(92_000))
    make_deal(owner=rep, amount_minor=38_500, day=date(2026, 7, 20))
    for day in range(11, 16):
        make_deal(owner=rep, amount_minor=2_000 if day == 11 else 1_000, day=date(2026, 8, day))
    return objective


def test_better_is_shown_on_the_third_day_running(recovering: Objective) -> None:
    assert statuses(recovering, range(10, 15)) == [
        ("watch", "watch"),
        ("on_track", "watch"),
        ("on_track", "watch"),
        ("on_track", "on_track"),
        ("on_track", "on_track"),
    ]


def test_the_same_day_again_holds_the_same(recovering: Objective) -> None:
    statuses(recovering, range(10, 12))
    held = progress_of(recovering)
    assert recomputes.everything(at=on(11)).changed == 0
    assert (held.status, held.earlier_status, held.better_since) == ("watch", "watch", date(2026, 8, 11))


def test_a_new_target_is_judged_afresh(recovering: Objective) -> None:
    statuses(recovering, range(10, 12))
    objectives.edit(objective=recovering, version=1, values={"target": Decimal(91_999)}, by=None, at=on(11))
    assert progress_of(recovering).status == "on_track"


def test_a_new_title_is_not(recovering: Objective) -> None:
    statuses(recovering, range(10, 12))
    objectives.edit(objective=recovering, version=1, values={"title": "Revenue"}, by=None, at=on(11))
    assert progress_of(recovering).status == "watch"


def test_going_back_in_time_holds_nothing_of_the_future(recovering: Objective) -> None:
    statuses(recovering, range(10, 14))
    recomputes.everything(at=on(13), as_of=date(2026, 8, 11))
    assert progress_of(recovering).status == "on_track"

"""A joint session that is over, with its minutes, and one that runs now: sales and marketing set the quarter's goals."""

from datetime import datetime, timedelta
from decimal import Decimal

from goals.actions import joint_sessions
from goals.demo import wishes
from goals.demo.company import Company
from goals.models import Goal, JointSession, SessionEntry
from teams.models import Department, Membership

Kind = SessionEntry.Kind
AGENDA = ["What last quarter brought", "Revenue and the leads it needs", "What each side promises", "Who helps whom"]
# Minutes after the beginning, whose side speaks (0: nobody).
TURNS = ((0, 1), (6, 2), (13, 1), (21, 2), (30, 1), (34, 0))
WRITTEN = (
    (2, "sales", Kind.NOTE, "Two large renewals moved from last quarter into this one."),
    (9, "marketing", Kind.NOTE, "Trade fair leads convert half as often as those from the website."),
    (15, "sales", Kind.QUESTION, "Who calls the leads of the fair within a day?"),
    (23, "marketing", Kind.DECISION, "Marketing hands over only leads with a phone number and a company."),
    (33, "sales", Kind.DECISION, "Sales answers each lead within one business day, or says why not."),
)
DRAFTS = (
    ("Won revenue of the quarter", "Sales", "won_revenue", 520_000_000),
    ("Qualified leads", "Marketing", "mqls", 900),
)


def write(*, company: Company, at: datetime) -> None:
    """The past one lasted 35 minutes; the other began ten minutes ago."""
    past = _held(company, "Kick-off of the quarter", at - timedelta(days=20))
    joint_sessions.end(session=past, by=company.with_account("sales"), at=past.planned_at + timedelta(minutes=35))
    _held(company, "Mid-quarter review", at - timedelta(minutes=36))


def _held(company: Company, title: str, at: datetime) -> JointSession:
    sides: tuple[Department, Department] = (company.departments["Sales"], company.departments["Marketing"])
    people: dict[str, Membership] = {name: company.with_account(name) for name in ("sales", "marketing")}
    values = {
        "title": title,
        "goal": Goal.objects.get(title=wishes.RANGE),
        "first_department": sides[0],
        "second_department": sides[1],
        "planned_at": at,
    }
    session = joint_sessions.plan(values=values, topics=AGENDA, by=people["sales"], at=at)
    joint_sessions.start(session=session, by=people["sales"], at=at)
    for minute, side in TURNS:
        department = sides[side - 1] if side else None
        joint_sessions.speak(session=session, department=department, at=at + timedelta(minutes=minute))
    for minute, name, kind, text in WRITTEN:
        moment = at + timedelta(minutes=minute)
        joint_sessions.write(session=session, kind=kind, text=text, by=people[name], at=moment)
        joint_sessions.be_there(session=session, by=people[name], at=moment)
    for title_, name, metric_key, target in DRAFTS:
        drafted = {"title": title_, "department": company.departments[name], "metric_key": metric_key}
        joint_sessions.draft(session=session, values=drafted | {"target": Decimal(target)}, by=people["sales"], at=at)
    return session

"""What waits in the inboxes of the demo's reps who sign in: a lead that is late, one that is soon due, a new one, and one that
was accepted and not touched yet.
"""

from datetime import datetime, timedelta

from goals.demo.clock import Clock
from goals.demo.company import Company
from pipeline.actions import distribution, hand_off
from pipeline.models import Lead, Stage
from teams.actions import mail_failures
from teams.models import CalendarVersion, Membership

WAITING = {
    "rep": ("Hannah Brandt", "Yusuf Demir", "Paula Ferreira", "Oskar Nyberg"),
    "rep.arabic": ("خالد المطيري", "نورة العتيبي", "سلطان القحطاني", "ريم الشمري"),
    "rep.urdu": ("حمزہ ملک", "ثنا قریشی", "بلال شاہ", "مریم انصاری"),
    "rep.chinese": ("陈思远", "赵晓燕", "黄子轩", "周婷"),
    "rep.filipino": ("Jose Villanueva", "Andrea Santos", "Miguel Ramos", "Liza Bautista"),
}
# Open hours since each became an MQL; the last one was accepted so long ago.
HOURS = (26, 15, 2)
ACCEPTED = 3
STEP = timedelta(minutes=30)


def fill(*, company: Company, clock: Clock) -> None:
    head: Membership = company.departments["Sales"].head  # type: ignore[assignment]
    moments = {hours: _open_hours_ago(hours, clock) for hours in (*HOURS, ACCEPTED, ACCEPTED + 1)}
    for account, names in WAITING.items():
        owner = company.with_account(account)
        for name, hours in zip(names, (*HOURS, ACCEPTED + 1), strict=True):
            lead = _qualified(company, name, moments[hours], clock)
            lead = distribution.give(lead=lead, owner=owner, by=head, at=moments[hours] + timedelta(minutes=1))
        hand_off.accept(lead=lead, by=owner, at=moments[ACCEPTED])
    _bounce(company.with_account("ops"), clock)


def _bounce(member: Membership, clock: Clock) -> None:
    """A mailbox that is full: for an administrator to see among People."""
    for hours in range(9, 0, -1):
        full = OSError(f"452 4.2.2 <{member.email}>: mailbox full")
        mail_failures.note(member_id=member.pk, kind="letter", error=full, at=clock.now - timedelta(hours=hours))


def _open_hours_ago(hours: int, clock: Clock) -> datetime:
    version = CalendarVersion.objects.with_days().of_default().first()
    left, at = timedelta(hours=hours), clock.now
    while left > timedelta():
        at -= STEP
        left -= STEP if version is None or version.terms.is_open(at) else timedelta()
    return at


def _qualified(company: Company, name: str, at: datetime, clock: Clock) -> Lead:
    came = at - timedelta(minutes=25)
    lead = Lead.objects.create(
        source_system=company.source_system,
        external_id=f"W-{name}",
        name=name,
        company=f"{name.split()[-1]} & Co.",
        occurred_at=came,
        day=came.astimezone(clock.zone).date(),
        product=next(iter(company.products.values())),
        lead_source=next(iter(company.channels.values())),
    )
    hand_off.enter(lead=lead, stage=Stage.INQUIRY, at=came)
    hand_off.enter(lead=lead, stage=Stage.MQL, at=at)
    return lead

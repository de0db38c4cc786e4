"""The agreement of two departments: drafted together, signed by both, then in force and never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.actions import lead_news
from slas.models import Agreement, AgreementVersion, Promise
from slas.queries.agreements import terms_of
from teams.actions import signing
from teams.actions.refusals import Refused, name_taken, told_as
from teams.models import Department, Membership
from teams.permissions import Permission


def _overlaps() -> Refused:
    return Refused(_("This department has another agreement already. Change that one, or choose another department."))


REFUSALS = {
    "slas_agreement_name_key": name_taken,
    "slas_agreement_marketing_key": _overlaps,
    "slas_agreement_sales_key": _overlaps,
    "slas_agreement_two_departments": lambda: Refused(_("Choose two different departments."), field="sales"),
    # Whoever begins a draft at the same moment gives it the same number.
    "slas_agreementversion_number_key": lambda: Refused(_("There is a draft already.")),
    "slas_agreementversion_one_draft": lambda: Refused(_("There is a draft already.")),
}


@transaction.atomic
def create(*, name: str, marketing: Department, sales: Department, by: Membership | None, at: datetime) -> Agreement:
    """An agreement with an empty draft; raises Refused."""
    with told_as(REFUSALS):
        agreement = Agreement.objects.create(name=name, marketing=marketing, sales=sales)
    AgreementVersion.objects.create(agreement=agreement, number=1, created_at=at, created_by=by)
    after = {"name": name, "marketing": marketing, "sales": sales}
    audit.actions.record(action="agreement.create", record=agreement, by=by, at=at, after=after)
    return agreement


@transaction.atomic
def draft(*, agreement: Agreement, by: Membership, at: datetime) -> AgreementVersion:
    """The next version, beginning with the text and promises of the one in force; raises Refused."""
    last = AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()
    with told_as(REFUSALS):
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=last.number + 1 if last else 1,
            introduction=last.introduction if last else "",
            created_at=at,
            created_by=by,
        )
    for promise in Promise.objects.filter(version=last):
        promise.pk, promise.version = None, version
        promise.save(force_insert=True)
    audit.actions.record(action="agreement.draft", record=version, by=by, at=at, after={"number": version.number})
    return version


@transaction.atomic
def discard(*, version: AgreementVersion, by: Membership, at: datetime) -> None:
    """Throw a draft away, and the agreement with it if it was its first; raises Refused."""
    version = locked(version)
    audit.actions.record(action="agreement.discard", record=version, by=by, at=at, before={"number": version.number})
    version.delete()
    if version.number == 1:
        version.agreement.delete()


@transaction.atomic
def edit(
    *, version: AgreementVersion, revision: int | None, values: dict[str, Any], by: Membership, at: datetime
) -> AgreementVersion:
    """Change the text of a draft; signatures to other words fall. Raises Refused or EditConflict."""
    draft = locked(version)
    before, after = signing.change(draft, revision=revision, values=values)
    _check_start(draft, after.get("applies_from"), at)
    if after:
        audit.actions.record(action="agreement.edit", record=draft, by=by, at=at, before=before, after=after)
    return draft


@transaction.atomic
def sign(*, version: AgreementVersion, revision: int, side: str, by: Membership, at: datetime) -> AgreementVersion:
    """One side's yes to the draft as it was shown; the second one puts it in force. Raises Refused."""
    draft = locked(version)
    _check_complete(draft, at)
    who: dict[str, Any] = {"noun": "agreement", "by": by, "at": at}
    terms = terms_of(draft)
    if signing.sign(draft, revision=revision, side=side, terms=terms, to=Permission.AGREEMENT_SIGN, **who):
        versions = AgreementVersion.objects.filter(agreement=draft.agreement_id)
        signing.put_in_force(draft, supersedes=versions, **who)
        if draft.applies_from:
            lead_news.tell_since(since=draft.applies_from, at=at)
    return draft


def locked(version: AgreementVersion) -> AgreementVersion:
    """The draft, for this transaction alone; raises Refused once it is in force."""
    return signing.locked(version, select=("agreement__marketing", "agreement__sales"))


def _check_start(version: AgreementVersion, applies_from: datetime | None, at: datetime) -> None:
    if applies_from is None:
        return
    if applies_from > at:
        raise Refused(_("Choose a moment in the past, or leave this empty."), field="applies_from")
    if AgreementVersion.objects.in_force().filter(agreement=version.agreement_id).exists():
        reason = _("Leads of the past count by the version that was in force then. Leave this empty.")
        raise Refused(reason, field="applies_from")


def _check_complete(version: AgreementVersion, at: datetime) -> None:
    if not Promise.objects.filter(version=version).exists():
        raise Refused(_("There is nothing to sign yet: write down a promise first."))
    _check_start(version, version.applies_from, at)

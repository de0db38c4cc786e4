"""The agreement of two departments: drafted together, signed by both, then in force and never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.actions import lead_news
from slas.access import may_sign
from slas.models import Agreement, AgreementVersion, Promise, Side, Signature
from slas.queries.agreements import terms_of
from teams.actions.refusals import Refused, name_taken, told_as
from teams.actions.versions import EditConflict
from teams.models import Department, Membership
from teams.rules.signing import is_signed, terms_hash


def _overlaps() -> Refused:
    return Refused(_("This department has another agreement already. Change that one, or choose another department."))


REFUSALS = {
    "slas_agreement_name_key": name_taken,
    "slas_agreement_marketing_key": _overlaps,
    "slas_agreement_sales_key": _overlaps,
    "slas_agreement_two_departments": lambda: Refused(_("Choose two different departments."), field="sales"),
    "slas_agreementversion_one_draft": lambda: Refused(_("There is a draft already.")),
    "slas_signature_member_key": lambda: Refused(_("You have signed for the other side.")),
    "slas_signature_side_key": lambda: Refused(_("This side has signed already.")),
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
    current = locked(version)
    if revision is not None and current.revision != revision:
        raise EditConflict(current=current, version=current.revision, proposed=values)
    before, after = audit.actions.changes({name: getattr(current, name) for name in values}, values)
    if not after:
        return current
    _check_start(current, after.get("applies_from"), at)
    for name, value in after.items():
        setattr(current, name, value)
    current.save(update_fields=list(after))
    audit.actions.record(action="agreement.edit", record=current, by=by, at=at, before=before, after=after)
    return revised(current)


@transaction.atomic
def sign(*, version: AgreementVersion, revision: int, side: str, by: Membership, at: datetime) -> AgreementVersion:
    """One side's yes to the draft as it was shown; the second one puts it in force. Raises Refused."""
    version = locked(version)
    if version.revision != revision:
        raise Refused(_("The draft has changed since you opened it. Read it again, then sign."))
    if not may_sign(by, version.agreement.department(side), side=side):
        raise Refused(_("You cannot sign for this department."))
    _check_complete(version, at)
    signed = terms_hash(terms_of(version))
    with told_as(REFUSALS):
        Signature.objects.create(version=version, side=side, member=by, signed_at=at, terms_hash=signed)
    audit.actions.record(
        action="agreement.sign", record=version, by=by, at=at, after={"side": side, "terms_hash": signed}
    )
    by_side = dict(Signature.objects.filter(version=version).values_list("side", "terms_hash"))
    if is_signed(by_side=by_side, sides=Side.values, terms=signed):
        _put_in_force(version, by, at)
    return version


def locked(version: AgreementVersion) -> AgreementVersion:
    """The draft, for this transaction alone; raises Refused once it is in force."""
    rows = AgreementVersion.objects.select_related("agreement__marketing", "agreement__sales")
    current = rows.select_for_update(of=("self",)).filter(pk=version.pk).first()
    if current is None:
        raise Refused(_("Somebody has thrown this draft away meanwhile."))
    if not current.is_draft:
        raise Refused(_("Both sides have signed this version. Make a new draft to change it."))
    return current


def revised(version: AgreementVersion) -> AgreementVersion:
    """Note that a draft says something new: nobody has signed that yet."""
    Signature.objects.filter(version=version).delete()
    version.revision += 1
    version.save(update_fields=["revision"])
    return version


def _put_in_force(version: AgreementVersion, by: Membership, at: datetime) -> None:
    for before in AgreementVersion.objects.in_force().filter(agreement=version.agreement_id):
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    version.in_force_at = at
    version.save(update_fields=["in_force_at"])
    audit.actions.record(
        action="agreement.put_in_force", record=version, by=by, at=at, after={"number": version.number}
    )
    if version.applies_from:
        lead_news.tell_since(since=version.applies_from, at=at)


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

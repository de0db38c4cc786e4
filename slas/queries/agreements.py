from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from slas.models import Agreement, AgreementVersion, Promise, Side, Signature

TERMS = (
    "side", "kind", "start_stage", "amount", "unit", "allowed_minutes", "attempts", "on_reassignment", "warn_percents",
)  # fmt: skip
# Signed only where they say something, so that what was signed before they came keeps its hash.
MORE_TERMS = ("to_stage", "case_kind", "known_fields", "target", "ladder")


def promise_terms(promise: Promise) -> dict[str, Any]:
    """A promise as it is signed and compared."""
    own = {name: getattr(promise, name) for name in TERMS}
    own |= {name: value for name in MORE_TERMS if (value := getattr(promise, name))}
    return own | {"line": str(promise.line), "calendar": str(promise.calendar_id or "")}


def promises_of(version: AgreementVersion) -> list[Promise]:
    return list(Promise.objects.filter(version=version).select_related("calendar").order_by("position", "pk"))


def terms_of(version: AgreementVersion) -> dict[str, Any]:
    """All that the two sides sign."""
    agreement = version.agreement
    return {
        "agreement": {
            "name": agreement.name,
            "marketing": str(agreement.marketing_id),
            "sales": str(agreement.sales_id),
        },
        "version": version.number,
        "introduction": version.introduction,
        "applies_from": version.applies_from.isoformat() if version.applies_from else None,
        "promises": [promise_terms(promise) for promise in promises_of(version)],
    }


@dataclass(slots=True)
class AgreementRow:
    """An agreement with what is in force of it and what is being drafted."""

    agreement: Agreement
    in_force: AgreementVersion | None = None
    draft: AgreementVersion | None = None
    signed: list[Signature] = field(default_factory=list)


def agreement_rows() -> list[AgreementRow]:
    """By name; a constant number of queries. Versions have `marketing_promises` and `sales_promises`."""
    agreements = Agreement.objects.select_related("marketing", "sales").order_by("name", "pk")
    rows = {agreement.pk: AgreementRow(agreement) for agreement in agreements}
    for version in (
        AgreementVersion.objects.filter(ended_at__isnull=True).annotate(**_promises_by_side()).order_by("pk")
    ):
        row = rows[version.agreement_id]
        if version.is_draft:
            row.draft = version
        else:
            row.in_force = version
    drafts: dict[UUID, AgreementRow] = {row.draft.pk: row for row in rows.values() if row.draft}
    for signature in Signature.objects.filter(version__in=list(drafts)).select_related("member").order_by("pk"):
        drafts[signature.version_id].signed.append(signature)
    return list(rows.values())


def _promises_by_side() -> dict[str, Count]:
    return {f"{side}_promises": Count("promises", filter=Q(promises__side=side)) for side in Side.values}

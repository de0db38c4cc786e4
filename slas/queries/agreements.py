from typing import Any

from slas.models import AgreementVersion, Promise

TERMS = (
    "side", "kind", "start_stage", "amount", "unit", "allowed_minutes", "attempts", "on_reassignment", "warn_percents",
)  # fmt: skip


def promise_terms(promise: Promise) -> dict[str, Any]:
    """A promise as it is signed and compared."""
    own = {name: getattr(promise, name) for name in TERMS}
    return own | {"line": str(promise.line), "calendar": str(promise.calendar_id)}


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

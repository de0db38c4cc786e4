"""The receipt of a closed period: what was signed by whom, and whether it is still exactly that."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from goals.models import Close, ClosedResult, CloseSignature
from goals.queries.closes import results_of
from goals.rules import closing
from teams.models import Department
from teams.rules.signing import text_hash


@dataclass(frozen=True, slots=True)
class SignedPart:
    """The results of a department (None: of none), their hash made again just now, and who signed which hash."""

    department: Department | None
    results: int
    hash: str
    signature: CloseSignature | None

    @property
    def is_intact(self) -> bool:
        return self.signature is None or self.signature.hash == self.hash


@dataclass(frozen=True, slots=True)
class Receipt:
    """`results` are those of the chosen department; without one, the receipt is of the whole closing."""

    parts: list[SignedPart]
    results: list[ClosedResult]
    hash: str
    is_intact: bool


def receipt_of(close: Close, *, department: str | None) -> Receipt:
    """Every text is hashed again: a result that was changed in spite of all guards would show."""
    found = list(results_of(close))
    hashes = {result.pk: text_hash(result.text) for result in found}
    whole = _hash_of(found, hashes)
    signatures = {row.department_id: row for row in CloseSignature.objects.filter(close=close)}
    parts = _parts(found, hashes, signatures)
    is_same = all(hashes[result.pk] == result.hash for result in found) and whole == close.hash
    return Receipt(
        parts=parts,
        results=[] if department is None else [one for one in found if _key(one.department_id) == department],
        hash=whole,
        is_intact=is_same and all(part.is_intact for part in parts),
    )


def _parts(
    found: Iterable[ClosedResult], hashes: dict[UUID, str], signatures: dict[UUID | None, CloseSignature]
) -> list[SignedPart]:
    grouped: dict[UUID | None, list[ClosedResult]] = {}
    for result in found:
        grouped.setdefault(result.department_id, []).append(result)
    return [
        SignedPart(results[0].department, len(results), _hash_of(results, hashes), signatures.get(key))
        for key, results in grouped.items()
    ]


def _hash_of(results: Iterable[ClosedResult], hashes: dict[UUID, str]) -> str:
    return closing.results_hash(hashes=[(str(result.objective_id), hashes[result.pk]) for result in results])


def _key(department_id: UUID | None) -> str:
    return str(department_id or "")

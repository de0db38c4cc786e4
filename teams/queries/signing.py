"""Who has signed a version of what two departments say together, and who may."""

from dataclasses import dataclass
from typing import Any

from teams.access import may_sign
from teams.models import Department, Membership
from teams.models.signed import Side, SignedVersion
from teams.permissions import Permission


@dataclass(frozen=True, slots=True)
class SideState:
    """A side's signature, whether it stands under the words as they are, and whether the reader may give it."""

    side: str
    label: str
    department: Department
    signature: Any | None
    is_current: bool
    may_sign: bool


def sides_of(version: SignedVersion, *, terms_hash: str, reader: Membership, to: Permission) -> list[SideState]:
    given = {one.side: one for one in version.signatures.select_related("member")}
    is_open = version.is_draft and all(one.member_id != reader.pk for one in given.values())
    states = []
    for side in Side:
        department, signature = version.department(side), given.get(side)
        may = is_open and signature is None and may_sign(reader, department, side=side, to=to)
        is_current = signature is not None and signature.terms_hash == terms_hash
        states.append(SideState(side.value, str(side.label), department, signature, is_current, may))
    return states

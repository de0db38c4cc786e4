"""One version of an agreement as a page that both departments can read: promises, signatures, what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from slas.models import Agreement, AgreementVersion, Promise
from slas.queries.agreements import promises_of, terms_of
from slas.queries.sentences import Words, words_of
from slas.rules import wording
from teams.models import Membership
from teams.permissions import Permission
from teams.queries.signing import SideState, sides_of
from teams.rules.signing import terms_hash

type Compared = tuple[list[wording.Stretch], list[wording.Stretch]]


@dataclass(frozen=True, slots=True)
class Line:
    promise: Promise
    words: Words


@dataclass(frozen=True, slots=True)
class SidePart:
    """What one side promises, and whether it has signed."""

    signing: SideState
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A promise that is new (no `before`), gone (no `after`), or says something else."""

    before: Words | None
    after: Words | None

    @property
    def compared(self) -> Compared:
        return wording.compared(before=_whole(self.before), after=_whole(self.after))


@dataclass(frozen=True, slots=True)
class Changes:
    """Against the version before. `introduction` is (before, after) if it differs."""

    number: int
    introduction: tuple[str, str] | None
    lines: list[LineChange]

    @property
    def introductions(self) -> Compared:
        before, after = self.introduction or ("", "")
        return wording.compared(before=before, after=after)


@dataclass(frozen=True, slots=True)
class Playbook:
    version: AgreementVersion
    sides: list[SidePart]
    versions: list[AgreementVersion]
    changes: Changes | None
    terms_hash: str

    @property
    def draft(self) -> AgreementVersion | None:
        return next((version for version in self.versions if version.is_draft), None)

    @property
    def promises(self) -> list[Promise]:
        return [line.promise for part in self.sides for line in part.lines]

    @property
    def is_empty(self) -> bool:
        return not any(part.lines for part in self.sides)


def version_of(agreement: Agreement, *, number: int | None) -> AgreementVersion | None:
    """That version; without a number the one in force, else the draft."""
    rows = AgreementVersion.objects.select_related("agreement__marketing", "agreement__sales", "created_by")
    rows = rows.filter(agreement=agreement)
    if number is not None:
        return rows.filter(number=number).first()
    return rows.in_force().first() or rows.order_by("-number").first()


def playbook_of(version: AgreementVersion, *, reader: Membership) -> Playbook:
    """A constant number of queries."""
    versions = list(AgreementVersion.objects.filter(agreement=version.agreement_id).order_by("-number"))
    lines, signed_terms = lines_of(version), terms_hash(terms_of(version))
    states = sides_of(version, terms_hash=signed_terms, reader=reader, to=Permission.AGREEMENT_SIGN)
    sides = [SidePart(one, [line for line in lines if line.promise.side == one.side]) for one in states]
    return Playbook(version, sides, versions, _changes(version, versions, lines), signed_terms)


def lines_of(version: AgreementVersion) -> list[Line]:
    agreement = version.agreement
    return [
        Line(promise, words_of(promise, who=agreement.department(promise.side).name))
        for promise in promises_of(version)
    ]


def _whole(words: Words | None) -> str:
    return " ".join((words.sentence, *words.notes)) if words else ""


def _changes(version: AgreementVersion, versions: Sequence[AgreementVersion], lines: list[Line]) -> Changes | None:
    earlier = next((one for one in versions if one.number == version.number - 1), None)
    if earlier is None:
        return None
    earlier.agreement = version.agreement
    before = {line.promise.line: line.words for line in lines_of(earlier)}
    after = {line.promise.line: line.words for line in lines}
    order: list[UUID] = [*after, *(line for line in before if line not in after)]
    pairs = [LineChange(before.get(line), after.get(line)) for line in order]
    is_told_anew = earlier.introduction != version.introduction
    return Changes(
        number=earlier.number,
        introduction=(earlier.introduction, version.introduction) if is_told_anew else None,
        lines=[pair for pair in pairs if pair.before != pair.after],
    )

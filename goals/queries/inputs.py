"""All that the figures of objectives are made from, loaded and measured at once, in the order of the terms."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from goals.models.objective import ObjectiveQuerySet
from goals.queries.cells import Terms, cells_of, terms_of
from goals.queries.courses import courses_of
from goals.queries.features import features
from goals.queries.guardrails import GuardTerms, companion_cells, guards_of
from goals.queries.presences import presences_of
from goals.rules.assessment import Course
from metrics.definitions import Measured
from metrics.engine import measure_in_order
from metrics.queries.rollups import usable
from teams.models import Organisation


class Inputs(NamedTuple):
    """Columns of terms, what was counted and courses; by place, of those that have them, what is counted without their
    qualifying filter, and their guards with the companion's number.
    """

    terms: list[Terms]
    counted: list[Measured]
    courses: list[Course]
    of_all: dict[int, Measured]
    guards: dict[int, list[tuple[GuardTerms, Measured]]]


def inputs_of(*, objectives: ObjectiveQuerySet | None, organisation: Organisation, as_of: date) -> Inputs:
    """Of some objectives, or of all that are not archived. One statement measures everything, and so in one snapshot."""
    terms, used = terms_of(objectives), features()
    guards = guards_of(objectives) if used.has_guards else []
    cells = cells_of(terms)
    filtered = [place for place, term in enumerate(terms) if term.qualifying]
    places = {term.id: place for place, term in enumerate(terms)} if guards else {}
    companions = companion_cells(guards, {id_: cells[place] for id_, place in places.items()}, organisation.pk)
    measured = measure_in_order(
        organisation=organisation,
        cells=cells + companions + [cells[place]._replace(conditions=()) for place in filtered],
        as_of=as_of,
        rolled=usable() if used.has_rollups else (),
        has_rates=used.has_rates,
    )
    theirs: dict[int, list[tuple[GuardTerms, Measured]]] = defaultdict(list)
    for guard, companion in zip(guards, measured[len(cells) :], strict=False):
        theirs[places[guard.objective_id]].append((guard, companion))
    return Inputs(
        terms=terms,
        counted=measured[: len(cells)],
        courses=courses_of(terms=terms, as_of=as_of, presences=presences_of(terms) if used.has_presences else {}),
        of_all=dict(zip(filtered, measured[len(cells) + len(companions) :], strict=True)),
        guards=theirs,
    )

"""Which facts a slice counts: by organisation, scope, conditions and day, the columns of a covering index in its order."""

from collections.abc import Iterator

from psycopg2 import sql

from metrics.statements import money, values
from metrics.statements.shapes import Group, Shape, Test

ORGANISATION = sql.SQL("f.organisation_id = %(organisation)s")
COMPARED = {
    "is": sql.SQL("{column} = {one}"),
    "is_not": sql.SQL("({column} IS NULL OR {column} <> ALL ({one}::{kind}[]))"),
    "at_least": sql.SQL("{column} >= {one}"),
    "at_most": sql.SQL("{column} <= {one}"),
    "between": sql.SQL("{column} BETWEEN {one} AND {other}"),
}
LISTED = {"word": sql.SQL("text"), "record": sql.SQL("uuid")}


def where(group: Group, number: int) -> sql.Composed:
    """For facts `f` of one of the `slices`."""
    shape = group.shape
    tests = [ORGANISATION]
    if dimension := shape.source.dimension(group.scope):
        tests.append(sql.SQL("f.{} = slices.scope_id").format(sql.Identifier(dimension)))
    tests += [_of_slice(group, at, test, number) for at, test in enumerate(shape.tests) if test.types]
    tests += fixed(shape, as_of=sql.SQL("slices.as_of"))
    return sql.SQL(" AND ").join([*tests, *_days(shape)])


def fixed(shape: Shape, *, as_of: sql.Composable) -> Iterator[sql.Composable]:
    """What is the same for every slice, or depends on its as-of day alone."""
    for test in shape.tests:
        column = sql.SQL("f.{}").format(sql.Identifier(test.column))
        if test.flag is not None:
            yield sql.SQL("{} = {}").format(column, sql.SQL("true" if test.flag else "false"))
        elif test.is_by_day:
            yield sql.SQL("{} <= {}").format(column, as_of)
        elif test.operator == "is_known":
            yield values.known(test.column, test.kind)


def any_of(shape: Shape, at: int, number: int) -> sql.Composable:
    """An equality, whichever slice asks for it."""
    test = shape.tests[at]
    column, values = sql.Identifier("f", test.column), sql.Placeholder(f"any_t{at}_0_{number}")
    return sql.SQL("{} = ANY ({}::{}[])").format(column, values, sql.SQL(test.types[0]))


def _of_slice(group: Group, at: int, test: Test, number: int) -> sql.Composable:
    column: sql.Composable = sql.SQL("f.{}").format(sql.Identifier(test.column))
    is_money = test.kind == "money"
    terms = {
        "column": money.converted(group, test.column, number) if is_money else column,
        "one": sql.Identifier("slices", f"t{at}_0"),
        "other": sql.Identifier("slices", f"t{at}_1"),
        "kind": LISTED.get(test.kind, sql.SQL("text")),
    }
    compared = COMPARED[test.operator].format(**terms)
    if not is_money:
        return compared
    # An amount whose rate is missing is let through: it refuses the number instead of being left out of it.
    return sql.SQL("({} OR {} IS NOT NULL)").format(compared, money.missing(group, number, [test.column]))


def _days(shape: Shape) -> Iterator[sql.Composable]:
    day = sql.SQL("f.{}").format(sql.Identifier(shape.source.day))
    yield sql.SQL("{} < slices.until_day").format(day)
    if shape.form != "open":
        yield sql.SQL("{} >= slices.first_day").format(day)
    else:
        yield sql.SQL("f.{} IS NOT NULL").format(sql.Identifier(shape.source.started or ""))

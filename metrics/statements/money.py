"""Amounts of one currency in another, in SQL: the same as `metrics/rules/money.py`, fact by fact.

A fact in the currency that is asked for needs no rate. Without conversion any other refuses, as one without a rate does.
"""

from collections.abc import Sequence

from psycopg2 import sql

from metrics.statements.shapes import Group

# The rate in force on the fact's day; nothing is looked up for a fact that needs none.
RATE = sql.SQL("""
    LEFT JOIN LATERAL (
        SELECT r.per_unit, r.digits FROM teams_exchangerate AS r
        WHERE r.organisation_id = %(organisation)s AND r.currency = {currency} AND r.starts_on <= f.{day}
          AND f.{fact_currency} <> {asked} AND {currency} <> %(home)s
        ORDER BY r.starts_on DESC LIMIT 1
    ) AS {name} ON true
""")
# minor · sold / bought, with the decimals of both currencies, rounded half to even: exact, for both are whole decimals.
CONVERTED = sql.SQL("""
    CASE WHEN f.{fact_currency} = {asked} THEN f.{column}::numeric ELSE (
        SELECT q + CASE WHEN 2 * abs(n - q * d) > d OR (2 * abs(n - q * d) = d AND q %% 2 <> 0) THEN sign(n) ELSE 0 END
        FROM (SELECT n, d, div(n, d) AS q FROM (
            SELECT f.{column} * {sold} * 10::numeric ^ greatest({shift}, 0) AS n,
                   {bought} * 10::numeric ^ greatest(-({shift}), 0) AS d
        ) AS fraction) AS divided
    ) END
""")
UNIT = sql.SQL("CASE WHEN {currency} = %(home)s THEN 1 ELSE {name}.per_unit END")
DIGITS = sql.SQL("CASE WHEN {currency} = %(home)s THEN %(home_digits)s ELSE {name}.digits END")


def asked(number: int) -> sql.Composable:
    return sql.Placeholder(f"currency_{number}")


def fact_currency(group: Group) -> sql.Composed:
    return sql.SQL("f.{}").format(sql.Identifier(group.shape.source.currency or ""))


def rates(group: Group, number: int) -> sql.Composable:
    """The joins that find what a fact's currency and the one asked for cost on its day."""
    if not group.converts:
        return sql.SQL("")
    source = group.shape.source
    terms = {
        "day": sql.Identifier(source.day),
        "fact_currency": sql.Identifier(source.currency or ""),
        "asked": asked(number),
    }
    sold = RATE.format(currency=fact_currency(group), name=sql.Identifier("sold"), **terms)
    bought = RATE.format(currency=asked(number), name=sql.Identifier("bought"), **terms)
    return sold + bought


def converted(group: Group, column: str, number: int) -> sql.Composable:
    """The amount in the currency asked for; NULL where a rate is missing, or the amount.

    Without conversion an amount stays as it is: `missing` refuses the others.
    """
    if not group.converts:
        return sql.SQL("f.{}").format(sql.Identifier(column))
    sides = {"sold": fact_currency(group), "bought": asked(number)}
    units = {side: UNIT.format(currency=code, name=sql.Identifier(side)) for side, code in sides.items()}
    digits = {side: DIGITS.format(currency=code, name=sql.Identifier(side)) for side, code in sides.items()}
    return CONVERTED.format(
        fact_currency=sql.Identifier(group.shape.source.currency or ""),
        asked=asked(number),
        column=sql.Identifier(column),
        shift=sql.SQL("{bought} - {sold}").format(**digits),
        **units,
    )


def missing(group: Group, number: int, columns: Sequence[str] | None = None) -> sql.Composable:
    """Per fact: the currency and day of a rate that is not there, as "EUR2026-08-14"; NULL where none is needed.

    For the amounts of some columns, or of all that the shape reads.
    """
    columns = group.shape.money if columns is None else columns
    if not columns:
        return sql.SQL("NULL::text")
    known = sql.SQL(" OR ").join(sql.SQL("f.{} IS NOT NULL").format(sql.Identifier(name)) for name in columns)
    currency, wanted = fact_currency(group), asked(number)
    names = sql.SQL("{}::text").format(currency)
    if group.converts:
        sides = [(currency, "sold"), (wanted, "bought")]
        names = sql.SQL("least({})").format(
            sql.SQL(", ").join(
                sql.SQL("CASE WHEN ({}) IS NULL THEN {}::text END").format(
                    UNIT.format(currency=code, name=sql.Identifier(side)), code
                )
                for code, side in sides
            )
        )
    day = sql.SQL("to_char(f.{}, 'YYYY-MM-DD')").format(sql.Identifier(group.shape.source.day))
    return sql.SQL("CASE WHEN {} <> {} AND ({}) THEN {} || {} END").format(currency, wanted, known, names, day)

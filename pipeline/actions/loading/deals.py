"""Deals, the stages they entered, and the moment their leads were won."""

from collections.abc import Iterator

from pipeline.actions import attribution, first_wins
from pipeline.actions.loading.facts import ATTRIBUTED, KEY
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, execute, number_fingerprints, upsert
from pipeline.importers.parsing import Record
from pipeline.rules import text

FED_BY = {
    "name": ["name"], "account": ["account", "customer_key"], "product": ["product_id"], "lead_source": ["lead_source_id"],
    "lead": ["lead_id", "lead_source_id"], "owner": ATTRIBUTED, "status": ["stage", "status"],
    "opened_at": ["opened_at", "opened_day"], "closed_at": ["closed_at", "closed_day", "expected_day"],
    "expected_day": ["expected_day"], "amount": ["amount_minor"],
    "cost": ["cost_minor"], "quantity": ["quantity"], "list_price": ["list_price_minor"],
}  # fmt: skip
VALUES = {
    "source_system_id": "%(source_system)s", "external_id": "s.external_id", "recorded_at": "%(at)s",
    "owner_id": "s.owner_id", "team_id": "s.team_id", "department_id": "s.department_id",
    "territory_id": "s.territory_id", "product_id": "s.product_id", "lead_source_id": "s.lead_source_id",
    "lead_id": "s.lead_id", "name": "coalesce(s.name, '')", "account": "coalesce(s.account, '')",
    "customer_key": "coalesce(s.customer_key, '')", "cost_minor": "s.cost_minor", "quantity": "s.quantity",
    "stage": "coalesce(s.status_text, '')", "status": "s.status", "amount_minor": "s.amount_minor",
    "list_price_minor": "s.list_price_minor", "currency": "%(currency)s", "opened_at": "s.opened_at",
    "opened_day": "s.opened_day", "closed_at": "s.closed_at", "closed_day": "s.closed_day",
    "expected_day": "s.expected_day",
}  # fmt: skip
CHANGED = {
    "external_id": "new.external_id", "old_lead": "old.lead_id", "new_lead": "new.lead_id",
    "old_customer": "old.customer_key", "new_customer": "new.customer_key",
    "first_day": "least(old.opened_day, old.closed_day, new.opened_day, new.closed_day)",
    "last_day": "greatest(old.opened_day, old.closed_day, new.opened_day, new.closed_day)",
}  # fmt: skip
DAY = "CASE WHEN f.status = 'open' THEN coalesce(f.opened_day, %(today)s) ELSE f.closed_day END"
LINK = """
    UPDATE staged s SET lead_id = l.id, lead_source_id = coalesce(s.lead_source_id, l.lead_source_id)
    FROM pipeline_lead l WHERE l.organisation_id = %(organisation)s
      AND l.source_system_id = %(source_system)s AND l.external_id = s.lead_ref
"""
PRICE = """
    UPDATE staged s SET list_price_minor = p.list_price_minor FROM pipeline_product p
    WHERE p.organisation_id = %(organisation)s AND p.id = s.product_id AND p.currency = %(currency)s
      AND s.list_price_minor IS NULL
"""
# The list price is that of the deal's own time: filled where it was missing or the product changed, else kept; a price
# that the file itself names comes before all.
KEEP_PRICE = """
    UPDATE staged s SET list_price_minor = d.list_price_minor FROM pipeline_deal d
    WHERE d.organisation_id = %(organisation)s AND d.source_system_id = %(source_system)s
      AND d.external_id = s.external_id AND d.product_id = s.product_id AND d.list_price_minor IS NOT NULL
      AND s.list_price_minor IS NULL
"""
UNKNOWN_LEADS = "SELECT line, lead_ref FROM staged WHERE lead_ref IS NOT NULL AND lead_id IS NULL ORDER BY line"
WON_EARLY = """
    SELECT s.line, s.closed_day FROM staged s
    JOIN pipeline_lead l ON l.organisation_id = %(organisation)s AND l.id = s.lead_id
    WHERE s.status = 'won' AND s.closed_day < l.day ORDER BY s.line
"""
MOVE_ENTRIES = """
    DELETE FROM pipeline_stagetransition t USING changed c, pipeline_deal d
    WHERE t.organisation_id = %(organisation)s AND t.deal_id = c.id AND NOT c.is_new
      AND d.organisation_id = %(organisation)s AND d.id = c.id
      AND ((t.to_stage = 'opportunity' AND t.occurred_at IS DISTINCT FROM d.opened_at)
        OR (t.to_stage = d.status AND t.occurred_at IS DISTINCT FROM d.closed_at))
"""
ENTER = """
    INSERT INTO pipeline_stagetransition AS f (organisation_id, deal_id, from_stage, to_stage, occurred_at, day, is_first,
        owner_id, team_id, department_id, territory_id, product_id, lead_source_id, recorded_at)
    SELECT %(organisation)s, d.id, e.from_stage, e.to_stage, e.entered_at, e.day, true, d.owner_id, d.team_id,
        d.department_id, d.territory_id, d.product_id, d.lead_source_id, %(at)s
    FROM changed c JOIN pipeline_deal d ON d.organisation_id = %(organisation)s AND d.id = c.id
    CROSS JOIN LATERAL (
        SELECT '' AS from_stage, 'opportunity' AS to_stage, d.opened_at AS entered_at, d.opened_day AS day
        WHERE d.opened_at IS NOT NULL
        UNION ALL
        SELECT 'opportunity', d.status, d.closed_at, d.closed_day WHERE d.status <> 'open'
    ) e
    ON CONFLICT (organisation_id, deal_id, to_stage, occurred_at) DO UPDATE SET owner_id = EXCLUDED.owner_id,
        product_id = EXCLUDED.product_id, lead_source_id = EXCLUDED.lead_source_id
    WHERE (f.owner_id, f.product_id, f.lead_source_id)
        IS DISTINCT FROM (EXCLUDED.owner_id, EXCLUDED.product_id, EXCLUDED.lead_source_id)
"""
SEEN = """
    INSERT INTO pipeline_dealstage (organisation_id, deal_id, stage, recorded_at)
    SELECT %(organisation)s, d.id, d.stage, %(at)s
    FROM changed c JOIN pipeline_deal d ON d.organisation_id = %(organisation)s AND d.id = c.id
    WHERE d.status = 'open' AND d.stage <> ''
    ON CONFLICT (organisation_id, deal_id, stage) DO NOTHING
"""
WIN_LEADS = """
    WITH affected AS (SELECT old_lead AS id FROM changed UNION SELECT new_lead FROM changed),
    won AS (SELECT a.id, min(d.closed_at) AS won_at, min(d.closed_day) AS won_day FROM affected a
        LEFT JOIN pipeline_deal d ON d.organisation_id = %(organisation)s AND d.lead_id = a.id AND d.status = 'won'
        WHERE a.id IS NOT NULL GROUP BY a.id),
    written AS (UPDATE pipeline_lead l SET won_at = w.won_at, won_day = w.won_day FROM won w
        WHERE l.organisation_id = %(organisation)s AND l.id = w.id
          AND (l.won_at, l.won_day) IS DISTINCT FROM (w.won_at, w.won_day)
        RETURNING least(old.day, old.won_day, new.won_day) AS first, greatest(old.day, old.won_day, new.won_day) AS last)
    SELECT min(first), max(last) FROM written
"""


def load(run: Run) -> Outcome:
    values = run.source | {"currency": run.currency, "today": run.today}
    stage("deal", _with_keys(run.records))
    if not run.parser.has_ids:
        number_fingerprints()
    repeated = drop_repeated("external_id", "id_repeated")
    created = run.create_references()
    execute(LINK, values)
    for statement in (KEEP_PRICE, PRICE):
        execute(statement, values)
    attribution.of_staged(day=DAY, today=run.today)
    counts = upsert(Target("pipeline_deal", KEY, VALUES, _updated(run), CHANGED), values)
    outcome = Outcome(counts, created, repeated)
    outcome.warn("lead_unknown", UNKNOWN_LEADS, values)
    outcome.warn("won_before_contact", WON_EARLY, values)
    _follow(run, outcome, values)
    return outcome


def _with_keys(records: Iterator[tuple[int, Record]]) -> Iterator[tuple[int, Record]]:
    for line, record in records:
        if account := record.get("account"):
            record["customer_key"] = text.key(account)
        yield line, record


def _updated(run: Run) -> list[str]:
    columns = [column for field in FED_BY if field in run.mapped for column in FED_BY[field]]
    if "product" in run.mapped:
        columns.append("list_price_minor")
    if "status" in run.mapped:
        columns += ["closed_at", "closed_day", "expected_day"]
    return list(dict.fromkeys(columns))


def _follow(run: Run, outcome: Outcome, values: dict[str, object]) -> None:
    execute(MOVE_ENTRIES, values)
    execute(ENTER, values)
    execute(SEEN, values)
    if "owner" not in run.mapped:
        attribution.of_changed("pipeline_deal", subject="id", today=run.today)
    attribution.of_changed("pipeline_stagetransition", subject="deal_id", today=run.today)
    first_wins.mark(first_wins.OF_CHANGED)
    outcome.touch("deal", "SELECT min(first_day), max(last_day) FROM changed")
    outcome.touch("stage_transition", "SELECT min(first_day), max(last_day) FROM changed")
    outcome.touch("lead", WIN_LEADS, values)

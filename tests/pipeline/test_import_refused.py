import csv
import io

from tests.pipeline.conftest import at_state


def test_refused_rows_come_with_line_and_reason_and_no_formula(client_of, sales_manager, organisation):
    content = "opportunity_id,account,close_value\nA1,=cmd|' /C calc'!A0,many\nA2,Acme,10\nA3,＠evil,-x\n"
    row = at_state(organisation, sales_manager, "done", content)
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("pipeline:import_refused", row.pk))
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["line", "reason", "opportunity_id", "account", "close_value"]
    assert rows[1] == ["2", "close_value: This is not an amount.", "A1", "'=cmd|' /C calc'!A0", "many"]
    assert [row[0] for row in rows[1:]] == ["2", "4"]
    assert rows[2][3:] == ["'＠evil", "'-x"]

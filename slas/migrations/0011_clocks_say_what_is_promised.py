"""Clocks that are there already take over what their promise says."""

from django.db import migrations

TAKE_OVER = """
UPDATE slas_clock c SET promise_kind = p.kind, promise_side = p.side
FROM slas_promise p WHERE p.organisation_id = c.organisation_id AND p.id = c.promise_id AND c.promise_kind = ''
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0010_clocks_are_measured")]
    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]

"""Nobody asked when a rollup was built: every night counts it anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("metrics", "0004_won_leads_are_added_up_too")]

    operations = [migrations.RemoveField(model_name="rollup", name="built_at")]

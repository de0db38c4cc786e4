"""Nobody asked which currency's rate changed: whatever counts in money is measured anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("teams", "0014_rates_leave_what_they_change")]

    operations = [migrations.RemoveField("ratechange", "currency")]

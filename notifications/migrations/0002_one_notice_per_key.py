from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_notices"),
        ("teams", "0003_invitations_and_assignment_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=50),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("organisation", "to", "kind", "key"),
                name="notifications_notification_once",
            ),
        ),
    ]

"""Reps are told of the leads that are handed to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0010_reviews_are_due"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("import_done", "Import finished"),
                    ("import_failed", "Import failed"),
                    ("period_closed", "Results to sign"),
                    ("period_reopened", "Period opened again"),
                    ("result_restated", "Closed results restated"),
                    ("leads_given", "Leads are handed to you"),
                    ("clock_digest", "Promises that run out or are overdue"),
                    ("figures_drifted", "Figures had drifted"),
                    ("audit_head", "Daily head of the audit trail"),
                    ("target_offered", "A target is offered"),
                    ("target_countered", "A target is countered"),
                    ("target_agreed", "A target is agreed"),
                    ("target_signed", "All have signed a target"),
                    ("target_withdrawn", "An offer is withdrawn"),
                    ("target_escalated", "A target is escalated"),
                    ("target_imposed", "A target is imposed"),
                    ("target_stuck", "A target waits for a decision"),
                    ("target_holder_left", "Somebody left in the middle of a negotiation"),
                    ("help_asked", "Help is asked of your department"),
                    ("help_accepted", "Help is promised"),
                    ("help_declined", "Help is declined"),
                    ("check_in_asked", "Something is asked of you"),
                    ("check_in_due", "A check-in is due"),
                    ("review_due", "A review is due"),
                    ("mentioned", "You are mentioned"),
                    ("help_answered", "A request for help is answered"),
                ],
                max_length=20,
            ),
        ),
    ]

"""Sums, closings and sources stand behind the second layer beside the postings."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

POSTS = f"({within('contract_id', 'own_contracts', 'hours.log', 'hours.correct')} OR {within('contract_id', 'contracts', 'books.confirm')})"
SUMS = f"{within('contract_id', 'contracts', 'progress.read', 'months.read', 'books.confirm')} OR {POSTS}"
LINES = f"{within('contract_id', 'contracts', 'postings.read', 'evidence.pack', 'books.read', 'books.confirm')} OR {within('contract_id', 'own_contracts', 'postings.read', 'hours.mine', 'hours.log')}"


class Migration(migrations.Migration):
    dependencies = [("hours", "0003_second_layer"), ("contracts", "0004_protected")]
    operations = [
        protect("hours_monthtotal", select=SUMS, insert=POSTS, update=POSTS),
        protect("hours_monthclosing", select=SUMS, insert=within("contract_id", "contracts", "months.close")),
        protect("hours_source", select=LINES, insert=POSTS),
    ]

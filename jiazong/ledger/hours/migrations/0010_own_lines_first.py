"""Who may post is asked in the order of how many do: the workers themselves before whoever takes in a book."""
from importlib import import_module

from django.db import migrations

from jiazong.ground.access.protection import replace_policy

BEFORE = import_module("jiazong.ledger.hours.migrations.0003_second_layer").MAY_ADD
MAY_ADD = """worker_id IN (SELECT app.own_workers('hours.log', 'hours.correct'))
    AND contract_id IN (SELECT app.own_contracts('hours.log', 'hours.correct'))
  OR contract_id IN (SELECT app.contracts('books.confirm'))"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0009_worker_totals")]
    operations = [replace_policy("hours_posting", "insert", MAY_ADD, before=BEFORE)]

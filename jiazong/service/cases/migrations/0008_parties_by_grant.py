"""Whom a case is about is seen by the keys of one's grants, gathered once a statement instead of for each row.

Said row by row, each name of a list would go through all grants of whoever asks: behind the policy of grants no index is
asked by a key that is worked out in the same statement.
"""
from django.db import migrations

from jiazong.ground.access.grants.sql import LIVE, granted
from jiazong.ground.access.protection import replace_policy

BEFORE = f"EXISTS (SELECT FROM cases_case one WHERE one.id = case_id AND ({granted('case', 'one.id', 1)}))"
GATHERED = f"""(SELECT app.here()) AND case_id::text IN (SELECT sight.subject_id FROM access_grant sight
  WHERE sight.account_id = (SELECT app.account()) AND sight.subject_type = 'case' AND sight.level >= 1
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM access_purpose WHERE word = app.purpose()))"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_sample_of_files")]
    operations = [replace_policy("cases_party", "select", GATHERED, before=BEFORE)]

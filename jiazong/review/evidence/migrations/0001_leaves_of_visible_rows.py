"""Whoever sees a posting or a closing sees its leaf with the salt: what the proof in a pack needs, and no more."""
from django.db import migrations

POLICIES = "".join(
    f"""
CREATE POLICY app_select_{kind} ON transparency_leaf FOR SELECT TO jiazong_app
  USING (kind = '{kind}' AND facts IS NULL AND EXISTS (
    SELECT 1 FROM {table} line WHERE line.id = substr(transparency_leaf.subject, {len(kind) + 2})::bigint));
"""
    for kind, table in (("posting", "hours_posting"), ("closing", "hours_monthclosing"))
)
NONE = "".join(f"DROP POLICY app_select_{kind} ON transparency_leaf;\n" for kind in ("posting", "closing"))


class Migration(migrations.Migration):
    dependencies = [("hours", "0002_only_add"), ("transparency", "0004_leaves_of_rows")]
    operations = [migrations.RunSQL(POLICIES, NONE)]

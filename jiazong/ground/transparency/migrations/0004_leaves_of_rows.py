"""A leaf of a table's row is seen by whoever sees the row: the app above both says so in a policy of its own."""
from django.db import migrations

KEPT = """
DROP POLICY app_select ON transparency_leaf;
CREATE POLICY app_select ON transparency_leaf FOR SELECT TO jiazong_app
  USING (facts IS NOT NULL AND (SELECT app.purpose()) <> '');
"""
ALL = """
DROP POLICY app_select ON transparency_leaf;
CREATE POLICY app_select ON transparency_leaf FOR SELECT TO jiazong_app USING ((SELECT app.purpose()) <> '');
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0003_rows")]
    operations = [migrations.RunSQL(KEPT, ALL)]

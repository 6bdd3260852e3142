"""Whoever acts may add leaves and see that they are there; salts and private parts are for system jobs alone (tables.csv)."""
from django.db import migrations

# Written out, because the table of permissions itself puts its changes into the log: it stands above this app.
PROTECT = """
ALTER TABLE transparency_leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE transparency_leaf FORCE ROW LEVEL SECURITY;
CREATE POLICY app_select ON transparency_leaf FOR SELECT TO jiazong_app USING ((SELECT app.purpose()) <> '');
CREATE POLICY app_insert ON transparency_leaf FOR INSERT TO jiazong_app WITH CHECK ((SELECT app.purpose()) <> '');
CREATE POLICY system ON transparency_leaf FOR ALL TO jiazong_system
  USING ((SELECT app.system())) WITH CHECK ((SELECT app.system()));
"""
UNPROTECT = """
DROP POLICY app_select ON transparency_leaf;
DROP POLICY app_insert ON transparency_leaf;
DROP POLICY system ON transparency_leaf;
ALTER TABLE transparency_leaf NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transparency_leaf DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0002_only_add"), ("access", "0002_second_layer")]
    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]

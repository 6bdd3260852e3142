"""Grants open nothing to whoever holds no role any more: the function for databases that were made before it was asked."""
from django.db import migrations

from jiazong.ground.access.grants.sql import LIVE, STILL_HERE

GRANTED = f"""
CREATE OR REPLACE FUNCTION app.granted(file_kind text, file_id text, wanted integer) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
  RETURN app.here() AND EXISTS (SELECT FROM public.access_grant sight WHERE sight.account_id = app.account()
    AND sight.subject_type = file_kind AND sight.subject_id = file_id AND sight.level >= wanted
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM public.access_purpose WHERE word = app.purpose()));
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_at_the_door")]
    operations = [migrations.RunSQL(STILL_HERE, migrations.RunSQL.noop), migrations.RunSQL(GRANTED, migrations.RunSQL.noop)]

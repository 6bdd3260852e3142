"""A survey that is opened to the public is read and answered at the door; nobody there sees an answer, the own one included."""
from django.db import migrations, models

from jiazong.ground.access.protection import also, within

OPEN = "is_public AND closed_on IS NULL"
ASKED = f"survey_id IN (SELECT whole.id FROM catalogue_survey whole WHERE whole.{OPEN.replace('AND ', 'AND whole.')})"
# Today as the city counts it; the stratum is one of this survey and of this street.
ANSWERED = f"""typed_by_id IS NULL AND channel = 'web' AND {ASKED}
  AND survey_id IN (SELECT whole.id FROM catalogue_survey whole
    WHERE (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN whole.first_day AND whole.last_day)
  AND EXISTS (SELECT FROM catalogue_stratum part WHERE part.id = stratum_id AND part.survey_id = catalogue_answer.survey_id
    AND part.region_id = catalogue_answer.region_id)"""

# What happened to a survey is for those who work on it, as before, and not for everybody who may now see that it is open.
COVERED = """EXISTS (SELECT FROM app.held('needs.read') held WHERE held.reach = 'scope' AND CASE held.scope_kind
  WHEN 'region' THEN starts_with(one.region_id, held.scope_code) ELSE held.scope_kind = 'everywhere' END)"""
SEEN = "subject_type = 'catalogue.survey' AND subject_id IN (SELECT one.id::text FROM catalogue_survey one{})"
HISTORY = "DROP POLICY app_of_survey ON chronicle_entry; CREATE POLICY app_of_survey ON chronicle_entry FOR SELECT TO jiazong_app USING ({})"
WORKED_ON = f" WHERE {COVERED} OR {within('one.region_id', 'regions_above', 'needs.read')}"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_votes")]
    operations = [
        migrations.AddField("survey", "is_public", models.BooleanField(default=False, db_default=False)),
        also("catalogue_survey", "app_public", "select", OPEN),
        *(also(f"catalogue_{part}", "app_public", "select", ASKED) for part in ("need", "group", "stratum")),
        also("catalogue_answer", "app_public_add", "insert", ANSWERED),
        migrations.RunSQL(HISTORY.format(SEEN.format(WORKED_ON)), HISTORY.format(SEEN.format(""))),
    ]

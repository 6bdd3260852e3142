"""An attachment opens by a grant on its record: level 2 and 3, of a restricted file 4 and 5; bytes only where the head is seen."""
from django.db import migrations

from jiazong.ground.access.protection import protect

READS = "app.granted(subject_type, subject_id, CASE WHEN is_restricted THEN 4 ELSE 2 END)"
WRITES = "app.granted(subject_type, subject_id, CASE WHEN is_restricted THEN 5 ELSE 3 END)"
STAY = """
CREATE TRIGGER attachments_file_stays BEFORE UPDATE OR DELETE ON attachments_file
  FOR EACH ROW WHEN (current_setting('role') <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('removed_at,removed_by_id', 'removed_at');
"""


def of_file(condition):
    return f"EXISTS (SELECT FROM attachments_file file WHERE file.id = file_id AND {condition.replace('(subject_', '(file.subject_').replace(', subject_', ', file.subject_').replace('is_restricted', 'file.is_restricted')})"


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_start"), ("access", "0005_grants_protected"), ("privacy", "0001_keys")]
    operations = [
        migrations.RunSQL(STAY, "DROP TRIGGER attachments_file_stays ON attachments_file;"),
        protect("attachments_file", select=READS, insert=WRITES, update=WRITES),
        protect("attachments_content", select=of_file(READS), insert=of_file(WRITES), update=of_file(WRITES)),
    ]

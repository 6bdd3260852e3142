"""What staff learned, how they are registered and when they are away stand behind the second layer.

Why somebody is away (the kind of leave) is for that person and for whoever plans the work, not for every colleague.
"""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

SEES = f"{within('worker_id', 'workers', 'staff.read')} OR {within('worker_id', 'own_workers', 'staff.qualifications')}"
WRITES = within("worker_id", "workers", "staff.write")
LEARNS = f"{within('worker_id', 'workers', 'staff.write', 'education.write')} OR {within('worker_id', 'own_workers', 'education.write')}"
PLANS = f"{within('worker_id', 'workers', 'leave.read')} OR {within('worker_id', 'own_workers', 'leave.read')}"
LEAVES = f"{within('worker_id', 'workers', 'leave.write')} OR {within('worker_id', 'own_workers', 'leave.write')}"

# An absence is what it was said to be; it may only be taken back, once.
STAYS = """
CREATE TRIGGER staff_absence_stays BEFORE UPDATE ON staff_absence
  FOR EACH ROW EXECUTE FUNCTION access_only_these('withdrawn_at', 'withdrawn_at');
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0008_kinds_and_limits"), ("access", "0005_grants_protected")]
    operations = [
        protect("staff_registration", select=SEES, insert=WRITES, update=WRITES, delete=WRITES),
        protect("staff_course", select=SEES, insert=LEARNS, delete=LEARNS),
        protect("staff_workerskill", select=SEES, insert=WRITES, delete=WRITES),
        protect("staff_absence", select=PLANS, insert=LEAVES, update=LEAVES),
        migrations.RunSQL(STAYS, "DROP TRIGGER staff_absence_stays ON staff_absence;"),
    ]

"""What was done to a family stands on its page for whoever may read the family."""
from django.db import migrations

from jiazong.ground.access.protection import also

# A number is read as one only where the line is about a family: others have numbers of another kind.
ABOUT_A_FAMILY = """CASE subject_type
  WHEN 'residents.person' THEN EXISTS (SELECT FROM residents_person one WHERE one.id = subject_id::uuid)
  WHEN 'residents.household' THEN EXISTS (SELECT FROM residents_household one WHERE one.id = subject_id::uuid)
  WHEN 'residents.phone' THEN EXISTS (SELECT FROM residents_phone one WHERE one.id = subject_id::uuid)
  ELSE false END"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0004_taken_back"), ("access", "0006_ground_protected")]
    operations = [also("chronicle_entry", "app_of_residents", "select", ABOUT_A_FAMILY)]

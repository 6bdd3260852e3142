"""What happens to an account at the door, before it is known who asks, is written down too: signing in, a try that failed."""
from django.db import migrations

from jiazong.ground.access.protection import also

AT_THE_DOOR = "subject_type = 'accounts.account' AND (SELECT app.purpose()) = 'door'"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_ground_protected")]
    operations = [
        also("chronicle_entry", "app_reads_at_the_door", "select", AT_THE_DOOR),
        also("chronicle_entry", "app_adds_at_the_door", "insert", AT_THE_DOOR),
    ]

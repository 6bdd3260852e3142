"""What was said of kin by mistake may be struck by whoever writes the register; who did so stays in the record of changes."""
from django.db import migrations

from jiazong.ground.access.protection import also, within

WRITE = within("centre_id", "centres", "residents.write")


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_tag_kinds")]
    operations = [
        also(f"residents_{name}", "taken_back", "delete", WRITE)
        for name in ("union", "parentage", "twin", "guardianship", "bond", "tie")
    ]

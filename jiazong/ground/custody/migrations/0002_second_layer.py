"""A person adds looks of her own and reads them; everybody's looks are read by system jobs alone."""
from django.db import migrations

from jiazong.ground.access.protection import protect

OWN = "account_id = (SELECT app.account())"


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_looks"), ("access", "0002_second_layer"), ("privacy", "0001_keys")]
    operations = [protect("custody_look", select=OWN, insert=OWN)]


import jiazong.ground.privacy.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0003_reach'),
        ('staff', '0003_reach'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='worker',
            name='id_number',
            field=jiazong.ground.privacy.fields.SealedTextField(agency='centre.agency_id', blank=True, null=True),
        ),
        migrations.AddField(
            model_name='worker',
            name='id_number_index',
            field=jiazong.ground.privacy.fields.BlindIndexField(kind='id_number', of='id_number'),
        ),
        migrations.AddField(
            model_name='worker',
            name='phone',
            field=jiazong.ground.privacy.fields.SealedTextField(agency='centre.agency_id', blank=True, null=True),
        ),
        migrations.AddField(
            model_name='worker',
            name='phone_index',
            field=jiazong.ground.privacy.fields.BlindIndexField(kind='phone', of='phone'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(fields=['phone_index'], name='staff_by_phone'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(fields=['id_number_index'], name='staff_by_id_number'),
        ),
    ]

"""A key that is hardly ever filled in is kept only where it is: no line pays for corrections it does not make."""
from django.db import migrations

LIGHTER = """
DO $$ DECLARE one text; BEGIN
  FOREACH one IN ARRAY ARRAY['reverses_id', 'corrects_id', 'request_key'] LOOP
    EXECUTE format('ALTER TABLE hours_posting DROP CONSTRAINT %I', 'hours_posting_' || one || '_key');
    EXECUTE format('CREATE UNIQUE INDEX %I ON hours_posting (%I) WHERE %I IS NOT NULL', 'hours_posting_' || one || '_key', one, one);
  END LOOP;
END $$;
"""
AS_BEFORE = """
DO $$ DECLARE one text; BEGIN
  FOREACH one IN ARRAY ARRAY['reverses_id', 'corrects_id', 'request_key'] LOOP
    EXECUTE format('DROP INDEX %I', 'hours_posting_' || one || '_key');
    EXECUTE format('ALTER TABLE hours_posting ADD CONSTRAINT %I UNIQUE (%I)', 'hours_posting_' || one || '_key', one);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0004_protected")]
    operations = [migrations.RunSQL(LIGHTER, AS_BEFORE)]

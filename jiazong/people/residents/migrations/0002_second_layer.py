"""The register of residents behind the second layer: by centre; tags of health and violence by grant alone."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

READ = within("centre_id", "centres", "residents.read", "residents.write")
WRITE = within("centre_id", "centres", "residents.write")
TAG_IS_WHAT_ITS_KIND_IS = """
CREATE FUNCTION residents_tag_restricted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.is_restricted := (SELECT kind.is_restricted FROM public.residents_tagkind kind WHERE kind.code = NEW.kind_id);
  RETURN NEW;
END $$;
CREATE TRIGGER residents_tag_restricted BEFORE INSERT OR UPDATE ON residents_tag
  FOR EACH ROW EXECUTE FUNCTION residents_tag_restricted();
"""
BACK = "DROP TRIGGER residents_tag_restricted ON residents_tag; DROP FUNCTION residents_tag_restricted();"
BY_CENTRE = ("household", "person", "phone", "link", "residence", "union", "parentage", "twin", "guardianship", "bond", "tie")


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_start"), ("access", "0005_grants_protected"), ("places", "0003_reach")]
    operations = [
        *(protect(f"residents_{name}", select=READ, insert=WRITE, update=WRITE) for name in BY_CENTRE),
        protect("residents_searchkey", select=READ, insert=WRITE, update=WRITE, delete=WRITE),
        protect(
            "residents_tag",
            select=f"NOT is_restricted AND {READ}",
            insert=f"NOT is_restricted AND {WRITE}",
            update=f"NOT is_restricted AND {WRITE}",
        ),
        migrations.RunSQL(TAG_IS_WHAT_ITS_KIND_IS, BACK),
    ]

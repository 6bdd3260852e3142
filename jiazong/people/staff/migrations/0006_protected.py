"""Staff stand behind the second layer: a name is seen by whoever reads what that person did, the file by whoever reads staff."""
from django.db import migrations

from jiazong.ground.access.protection import also, protect, within

WORKERS = """
CREATE FUNCTION app.workers(VARIADIC words text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT worker.id FROM public.staff_worker worker
  WHERE worker.centre_id IN (SELECT app.centres(VARIADIC words));
END $$;
COMMENT ON FUNCTION app.workers(text[]) IS 'Workers of the centres in which the acting account may do one of these words today.';
"""
MYSELF = "account_id = (SELECT app.account())"
READS = within("worker_id", "workers", "staff.read", "contracts.write")
WRITES = within("worker_id", "workers", "staff.write", "contracts.write")
AT_CENTRE = within("centre_id", "centres", "staff.write", "contracts.write")


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_same_person"), ("places", "0004_protected")]
    operations = [
        migrations.RunSQL(WORKERS, "DROP FUNCTION app.workers(text[])"),
        protect(
            "staff_worker",
            select=f"{MYSELF} OR {within('centre_id', 'centres', 'staff.read', 'postings.read', 'evidence.pack', 'contracts.write')}",
            insert=AT_CENTRE, update=AT_CENTRE, seen_by_functions=True,
        ),
        protect("staff_post", select=READS, insert=WRITES, update=WRITES, delete=WRITES),
        protect("staff_certificate", select=READS, insert=WRITES, update=WRITES, delete=WRITES),
        also("chronicle_entry", "app_of_worker", "select", "subject_type = 'staff.worker' AND subject_id IN (SELECT reached::text FROM app.workers('staff.read') reached)"),
        # Whoever leaves a centre loses what was given there, in the same deed (staff.actions.dismiss_worker).
        also("access_membership", "app_of_staff", "select", f"scope_kind = 'centre' AND {within('scope_code', 'centres', 'staff.write')}"),
        also("access_membership", "app_ends", "update", f"scope_kind = 'centre' AND {within('scope_code', 'centres', 'staff.write')}"),
        also("access_membership", "app_removes", "delete", f"scope_kind = 'centre' AND {within('scope_code', 'centres', 'staff.write')}"),
    ]

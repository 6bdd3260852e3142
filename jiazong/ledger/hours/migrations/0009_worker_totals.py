"""The months of each worker under a contract, added to beside the contract's months: where a number comes from is read in rows
by the hundred instead of lines by the thousand.
"""
import django.db.models.deletion
from django.db import migrations, models

from jiazong.ground.access.protection import protect

ADDED = ("lines", "direct_minutes", "indirect_minutes", "person_times")
KEY = ("contract_id", "method_id", "worker_id", "month", "counts_hours")
SUMS = {
    "lines": "count(*) FILTER (WHERE quantity = 1)",
    **{name: f"coalesce(sum({name}) FILTER (WHERE quantity = 1), 0)" for name in ADDED[1:]},
    "back_lines": "count(*) FILTER (WHERE quantity = -1)",
    **{f"back_{name}": f"coalesce(-sum({name}) FILTER (WHERE quantity = -1), 0)" for name in ADDED[1:]},
    "late": "count(*) FILTER (WHERE quantity = 1 AND is_late)",
    "flagged": "count(*) FILTER (WHERE quantity = 1 AND flags <> '')",
}


def adding(lines: str) -> str:
    """The statement that adds lines to their workers' months, in the order of the key."""
    return f"""
  INSERT INTO public.hours_workertotal AS total ({", ".join([*KEY, *SUMS])})
  SELECT contract_id, method_id, worker_id, date_trunc('month', day::timestamp)::date, counts_hours, {", ".join(SUMS.values())}
  FROM {lines} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET {", ".join(f"{name} = total.{name} + excluded.{name}" for name in SUMS)}"""


ROLL_UP = f"""
CREATE FUNCTION hours_roll_up_workers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN {adding("made")};
  RETURN NULL;
END $$;
CREATE TRIGGER hours_posting_rolls_up_workers AFTER INSERT ON hours_posting
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION hours_roll_up_workers();
CREATE POLICY rolling ON hours_workertotal FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);
{adding("public.hours_posting")};
"""
BACK = """
DROP TRIGGER hours_posting_rolls_up_workers ON hours_posting; DROP FUNCTION hours_roll_up_workers();
DROP POLICY rolling ON hours_workertotal;
"""
SEEN = """contract_id IN (SELECT app.contracts('postings.read', 'evidence.pack', 'months.close'))
  OR worker_id IN (SELECT app.own_workers('postings.read', 'hours.mine', 'hours.log', 'hours.correct'))"""
NEVER_FEWER = models.Q(**{f"{name}__gte": 0 for name in ("lines", "back_lines", "late", "flagged")})


class Migration(migrations.Migration):
    dependencies = [("hours", "0008_rolled_up_by_itself")]
    operations = [
        migrations.CreateModel(
            name="WorkerTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("counts_hours", models.BooleanField()),
                *((name, models.BigIntegerField()) for name in SUMS),
                ("contract", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="worker_totals", to="contracts.contract")),
                ("method", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.method")),
                ("worker", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.worker")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["contract", "method", "worker", "month", "counts_hours"], name="hours_worker_total_once"),
                    models.CheckConstraint(condition=NEVER_FEWER, name="hours_worker_total_counts"),
                ],
            },
        ),
        protect("hours_workertotal", select=SEEN),
        migrations.RunSQL(ROLL_UP, BACK),
    ]

"""A tender buys a line of the published catalogue, and its award and signature are noted there by whoever runs it."""
from django.db import migrations, models

from jiazong.ground.access.protection import also

STAYS = """
CREATE OR REPLACE FUNCTION tenders_published_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NOT NULL THEN
      PERFORM tenders_refuse('tenders_published_stays');
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL THEN
    NEW.published_at := clock_timestamp();
  ELSIF OLD.published_at IS NOT NULL THEN
    IF (NEW.code, NEW.name, NEW.kind, NEW.method, NEW.purchaser_id, NEW.region_id, NEW.entry_id, NEW.catalogue_item, NEW.notice_day,
        NEW.notice_address, NEW.published_at, NEW.public_key, NEW.typed) IS DISTINCT FROM
       (OLD.code, OLD.name, OLD.kind, OLD.method, OLD.purchaser_id, OLD.region_id, OLD.entry_id, OLD.catalogue_item, OLD.notice_day,
        OLD.notice_address, OLD.published_at, OLD.public_key, OLD.typed)
      OR NEW.closes_at < OLD.closes_at OR NEW.opens_at < OLD.opens_at
      OR OLD.closes_at <= clock_timestamp() AND (NEW.closes_at, NEW.opens_at) IS DISTINCT FROM (OLD.closes_at, OLD.opens_at)
      OR OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
      OR OLD.scoring_closed_at IS NOT NULL AND NEW.scoring_closed_at IS DISTINCT FROM OLD.scoring_closed_at THEN
      PERFORM tenders_refuse('tenders_published_stays');
    END IF;
  END IF;
  IF OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL THEN
    NEW.opened_at := clock_timestamp();
    IF NEW.opens_at IS NULL OR NEW.opened_at < NEW.opens_at THEN
      PERFORM tenders_refuse('tenders_not_before_opening');
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
STAYED = """
CREATE OR REPLACE FUNCTION tenders_published_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NOT NULL THEN
      PERFORM tenders_refuse('tenders_published_stays');
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL THEN
    NEW.published_at := clock_timestamp();
  ELSIF OLD.published_at IS NOT NULL THEN
    IF (NEW.code, NEW.name, NEW.kind, NEW.method, NEW.purchaser_id, NEW.region_id, NEW.catalogue_item, NEW.notice_day,
        NEW.notice_address, NEW.published_at, NEW.public_key, NEW.typed) IS DISTINCT FROM
       (OLD.code, OLD.name, OLD.kind, OLD.method, OLD.purchaser_id, OLD.region_id, OLD.catalogue_item, OLD.notice_day,
        OLD.notice_address, OLD.published_at, OLD.public_key, OLD.typed)
      OR NEW.closes_at < OLD.closes_at OR NEW.opens_at < OLD.opens_at
      OR OLD.closes_at <= clock_timestamp() AND (NEW.closes_at, NEW.opens_at) IS DISTINCT FROM (OLD.closes_at, OLD.opens_at)
      OR OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
      OR OLD.scoring_closed_at IS NOT NULL AND NEW.scoring_closed_at IS DISTINCT FROM OLD.scoring_closed_at THEN
      PERFORM tenders_refuse('tenders_published_stays');
    END IF;
  END IF;
  IF OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL THEN
    NEW.opened_at := clock_timestamp();
    IF NEW.opens_at IS NULL OR NEW.opened_at < NEW.opens_at THEN
      PERFORM tenders_refuse('tenders_not_before_opening');
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
# What is noted is a purchase, by oneself, of a project that a tender of one's own bought.
BOUGHT = """kind = 'bought' AND reference <> '' AND noted_by_id = (SELECT app.account()) AND EXISTS (
  SELECT FROM tenders_tender t JOIN catalogue_entry e ON e.id = t.entry_id
  WHERE e.item_id = catalogue_itemevent.item_id AND t.state IN ('awarded', 'signed') AND t.id IN (SELECT app.tenders('tenders.write')))"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_protected"), ("catalogue", "0005_purchases")]
    operations = [
        migrations.AddField(
            "tender", "entry",
            models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="tenders", to="catalogue.entry"),
        ),
        migrations.AlterField("tender", "catalogue_item", models.CharField(blank=True, max_length=400)),
        migrations.RunSQL(STAYS, STAYED),
        also("catalogue_itemevent", "app_of_purchase", "insert", BOUGHT),
    ]

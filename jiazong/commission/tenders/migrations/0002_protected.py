"""Tenders behind the second layer: a bid opens to nobody before its hour, points stay with their member until the panel closes."""
from datetime import date

from django.db import migrations

from jiazong.ground.access.protection import also, policy, protect, unprotected

ME = "(SELECT app.account())"

FUNCTIONS = """
CREATE FUNCTION app.tenders(VARIADIC words text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT tender.id FROM public.tenders_tender tender WHERE EXISTS (
    SELECT FROM app.held(VARIADIC words) held WHERE held.reach = 'scope'
      AND (held.scope_kind = 'everywhere' OR held.scope_kind = 'region' AND starts_with(tender.region_id, held.scope_code)));
END $$;
COMMENT ON FUNCTION app.tenders(text[]) IS 'Tenders of the regions in which the acting account may do one of these words today.';

CREATE FUNCTION app.judged(has_declared boolean) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT member.tender_id FROM public.tenders_panelmember member
  JOIN public.tenders_tender tender ON tender.id = member.tender_id
  WHERE member.account_id = app.account() AND (NOT has_declared OR member.has_conflict = false)
    AND EXISTS (SELECT FROM app.held('panel.score') held WHERE held.reach = 'scope' AND held.scope_kind = 'region'
      AND starts_with(tender.region_id, held.scope_code));
END $$;
COMMENT ON FUNCTION app.judged(boolean) IS
  'Tenders on whose panel the acting account sits; asked so, only those where it declared that it has no conflict of interest.';

CREATE FUNCTION app.seats(is_open boolean) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT member.id FROM public.tenders_panelmember member
  WHERE member.account_id = app.account() AND member.has_conflict = false AND (NOT is_open OR member.signed_at IS NULL)
    AND member.tender_id IN (SELECT app.judged(true));
END $$;
COMMENT ON FUNCTION app.seats(boolean) IS 'Seats of the acting account on panels, without conflict; asked so, only those not yet signed.';

CREATE FUNCTION app.panel_candidates(of_tender uuid) RETURNS TABLE (account uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT person.id, person.name::text FROM public.tenders_tender tender
  JOIN public.access_membership member ON member.role = 'panel_member' AND member.scope_kind = 'region'
    AND starts_with(tender.region_id, member.scope_code)
    AND member.first_day <= app.today() AND (member.last_day IS NULL OR member.last_day >= app.today())
  JOIN public.accounts_account person ON person.id = member.account_id AND person.is_active
  WHERE tender.id = of_tender
    AND (current_setting('role') = 'jiazong_system' OR tender.id IN (SELECT app.tenders('tenders.write')))
    AND NOT EXISTS (SELECT FROM public.access_membership other WHERE other.account_id = person.id
      AND other.scope_kind IN ('centre', 'agency') AND (other.last_day IS NULL OR other.last_day >= app.today()));
END $$;
COMMENT ON FUNCTION app.panel_candidates(uuid) IS
  'Who may be called to the panel of a tender: members of panels for its region who work for no agency; for whoever runs the tender.';
"""
BACK = """
DROP FUNCTION app.panel_candidates(uuid); DROP FUNCTION app.seats(boolean); DROP FUNCTION app.judged(boolean);
DROP FUNCTION app.tenders(text[]);
"""

# A bid and the opening never pass each other: who hands in holds the tender shared, who opens holds it alone.
TRIGGERS = """
CREATE FUNCTION tenders_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = 'check_violation', CONSTRAINT = what;
END $$;

CREATE FUNCTION tenders_bid_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE tender record;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(NEW.tender_id::text));
  SELECT state, closes_at INTO tender FROM tenders_tender WHERE id = NEW.tender_id;
  NEW.submitted_at := clock_timestamp();
  IF tender.state IS DISTINCT FROM 'published' OR NEW.submitted_at > tender.closes_at THEN
    PERFORM tenders_refuse('tenders_bid_in_time');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tenders_bid_in_time BEFORE INSERT ON tenders_bid FOR EACH ROW EXECUTE FUNCTION tenders_bid_in_time();

CREATE FUNCTION tenders_bid_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE closing timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM tenders_refuse('tenders_bid_stays');
  END IF;
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(NEW.tender_id::text));
  SELECT closes_at INTO closing FROM tenders_tender WHERE id = NEW.tender_id;
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR length(NEW.sealed) > 0
    OR (NEW.id, NEW.tender_id, NEW.agency_id, NEW.sha256, NEW.submitted_at) IS DISTINCT FROM
       (OLD.id, OLD.tender_id, OLD.agency_id, OLD.sha256, OLD.submitted_at) THEN
    PERFORM tenders_refuse('tenders_bid_stays');
  END IF;
  NEW.withdrawn_at := clock_timestamp();
  IF NEW.withdrawn_at > closing THEN
    PERFORM tenders_refuse('tenders_bid_in_time');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tenders_bid_stays BEFORE UPDATE OR DELETE ON tenders_bid FOR EACH ROW EXECUTE FUNCTION tenders_bid_stays();

CREATE FUNCTION tenders_not_before_opening() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tenders_tender WHERE id = NEW.tender_id AND opens_at <= clock_timestamp() AND opened_at IS NOT NULL) THEN
    PERFORM tenders_refuse('tenders_not_before_opening');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tenders_not_before_opening BEFORE INSERT ON tenders_offer
  FOR EACH ROW EXECUTE FUNCTION tenders_not_before_opening();

CREATE FUNCTION tenders_published_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER tenders_published_stays BEFORE UPDATE OR DELETE ON tenders_tender
  FOR EACH ROW EXECUTE FUNCTION tenders_published_stays();

CREATE FUNCTION tenders_score_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tenders_scoringitem item JOIN tenders_bid bid ON bid.id = NEW.bid_id
      JOIN tenders_offer offer ON offer.bid_id = bid.id AND offer.is_valid
      JOIN tenders_panelmember member ON member.id = NEW.member_id
      WHERE item.id = NEW.item_id AND NEW.points <= item.most AND item.tender_id = NEW.tender_id
        AND bid.tender_id = NEW.tender_id AND member.tender_id = NEW.tender_id) THEN
    PERFORM tenders_refuse('tenders_score_fits');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tenders_score_fits BEFORE INSERT OR UPDATE ON tenders_score FOR EACH ROW EXECUTE FUNCTION tenders_score_fits();

CREATE TRIGGER tenders_inquiry_stays BEFORE UPDATE OR DELETE ON tenders_inquiry
  FOR EACH ROW EXECUTE FUNCTION access_only_these('answer,is_upheld,answered_at', 'answered_at');
"""
TRIGGERS_GO = """
DROP TRIGGER tenders_inquiry_stays ON tenders_inquiry;
DROP TRIGGER tenders_score_fits ON tenders_score; DROP FUNCTION tenders_score_fits();
DROP TRIGGER tenders_published_stays ON tenders_tender; DROP FUNCTION tenders_published_stays();
DROP TRIGGER tenders_not_before_opening ON tenders_offer; DROP FUNCTION tenders_not_before_opening();
DROP TRIGGER tenders_bid_stays ON tenders_bid; DROP FUNCTION tenders_bid_stays();
DROP TRIGGER tenders_bid_in_time ON tenders_bid; DROP FUNCTION tenders_bid_in_time();
DROP FUNCTION tenders_refuse(text);
"""


def reach(*words):
    named = ", ".join(f"'{word}'" for word in words)
    return f"tender_id IN (SELECT app.tenders({named}))"


def covers(*words):
    """Said by the tender's own columns: one that was just written down must be seen by whoever wrote it."""
    named = ", ".join(f"'{word}'" for word in words)
    return f"""EXISTS (SELECT FROM app.held({named}) held WHERE held.reach = 'scope' AND (held.scope_kind = 'everywhere'
      OR held.scope_kind = 'region' AND starts_with(region_id, held.scope_code)))"""


def mine(*words, column="agency_id"):
    named = ", ".join(f"'{word}'" for word in words)
    return f"""EXISTS (SELECT FROM app.held({named}) held WHERE held.reach = 'scope' AND held.scope_kind = 'agency'
      AND held.scope_code = {column})"""


def tender_is(condition="true"):
    return f"EXISTS (SELECT FROM tenders_tender t WHERE t.id = tender_id AND {condition})"


RUNS, SEES = reach("tenders.write"), reach("tenders.read", "tenders.write")
JUDGES = "tender_id IN (SELECT app.judged(true))"
BIDS, SEES_OWN = mine("bids.write"), mine("bids.read", "bids.write")
BID_SEEN = "EXISTS (SELECT FROM tenders_bid b WHERE b.id = bid_id)"
OPENED, CLOSED, UNDECIDED = tender_is("t.opened_at IS NOT NULL"), tender_is("t.scoring_closed_at IS NOT NULL"), tender_is("t.state = 'draft'")
DUE = tender_is("t.published_at IS NOT NULL AND t.opens_at <= clock_timestamp()")
BEING_SCORED = tender_is("t.opened_at IS NOT NULL AND t.scoring_closed_at IS NULL AND t.state = 'opened'")
# The system is no way around the hour either; only a change of keys rewrites what it cannot use.
KEYS = f"""
ALTER TABLE tenders_sealkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenders_sealkey FORCE ROW LEVEL SECURITY;
{policy("tenders_sealkey", "select", f"{RUNS} AND {DUE}")};
{policy("tenders_sealkey", "insert", RUNS)};
CREATE POLICY system_makes ON tenders_sealkey FOR INSERT TO jiazong_system WITH CHECK ((SELECT app.system()));
CREATE POLICY system_opens ON tenders_sealkey FOR SELECT TO jiazong_system
  USING ((SELECT app.system()) AND ({DUE} OR (SELECT app.purpose()) = 'keys.rotate'));
CREATE POLICY system_rotates ON tenders_sealkey FOR UPDATE TO jiazong_system USING ((SELECT app.purpose()) = 'keys.rotate');
"""


def load(apps, schema_editor):
    apps.get_model("tenders", "Setting").objects.create(
        name="panel.least", first_day=date(2000, 1, 1), value=5, unit="persons",
        source="87 号令第 47 条：评标委员会 5 人以上单数；法条原文未查到，按通行认识（L），各地可改",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0001_start"), ("contracts", "0004_protected"), ("places", "0004_protected"), ("access", "0006_ground_protected"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        protect(
            "tenders_tender",
            select=f"""{covers("tenders.read", "tenders.write")}
              OR (published_at IS NOT NULL AND EXISTS (SELECT FROM app.held('bids.read', 'bids.write')))
              OR id IN (SELECT app.judged(false))""",
            insert=covers("tenders.write"), update=covers("tenders.write"), delete=f"state = 'draft' AND {covers('tenders.write')}",
            seen_by_functions=True,
        ),
        *(
            protect(part, select=tender_is(), insert=f"{RUNS} AND {UNDECIDED}", delete=f"{RUNS} AND {UNDECIDED}")
            for part in ("tenders_lot", "tenders_scoringitem", "tenders_version")
        ),
        protect(
            "tenders_minimum", select="EXISTS (SELECT FROM tenders_lot l WHERE l.id = lot_id)",
            insert="EXISTS (SELECT FROM tenders_lot l WHERE l.id = lot_id AND l.tender_id IN (SELECT app.tenders('tenders.write')))",
        ),
        migrations.RunSQL(KEYS, unprotected("tenders_sealkey")),
        protect(
            "tenders_bid", select=f"({SEES_OWN}) OR (withdrawn_at IS NULL AND {OPENED} AND ({SEES} OR {JUDGES}))",
            insert=BIDS, update=BIDS,
        ),
        protect("tenders_biddraft", select=BIDS, insert=BIDS, update=BIDS, delete=BIDS),
        protect("tenders_offer", select=BID_SEEN, insert=RUNS),
        protect("tenders_reason", select=BID_SEEN, insert=f"EXISTS (SELECT FROM tenders_bid b WHERE b.id = bid_id AND b.{RUNS})"),
        protect(
            "tenders_panelmember", select=f"(account_id = {ME} AND tender_id IN (SELECT app.judged(false))) OR {SEES}",
            insert=RUNS, update=f"account_id = {ME} AND {tender_is('t.scoring_closed_at IS NULL')}",
            delete=f"{RUNS} AND declared_at IS NULL", seen_by_functions=True,
        ),
        protect(
            "tenders_score", select=f"member_id IN (SELECT app.seats(false)) OR ({CLOSED} AND ({SEES} OR {JUDGES}))",
            insert=f"member_id IN (SELECT app.seats(true)) AND {BEING_SCORED}",
            update=f"member_id IN (SELECT app.seats(true)) AND {BEING_SCORED}",
            delete=f"member_id IN (SELECT app.seats(true)) AND {BEING_SCORED}",
        ),
        protect(
            "tenders_standing",
            select=f"""{SEES} OR {JUDGES} OR ({tender_is("t.decided_at IS NOT NULL")} AND EXISTS (SELECT FROM tenders_bid b
              WHERE b.id = bid_id AND {mine("bids.read", column="b.agency_id")}))""",
            insert=RUNS,
        ),
        protect("tenders_award", select=f"{SEES} OR {JUDGES} OR {mine('bids.read')}", insert=RUNS),
        protect("tenders_notice", select="true", insert=RUNS),
        protect(
            "tenders_inquiry", select=f"({SEES_OWN}) OR {SEES}", insert=f"({BIDS}) AND {tender_is('t.published_at IS NOT NULL')}",
            update=RUNS,
        ),
        protect("tenders_signing", select=f"{SEES} OR ({SEES_OWN})", insert=RUNS, update=f"{RUNS} OR ({BIDS})"),
        migrations.RunSQL(TRIGGERS, TRIGGERS_GO),
        also(
            "chronicle_entry", "app_of_tender", "select",
            "subject_type = 'tenders.tender' AND subject_id IN (SELECT app.tenders('tenders.read', 'tenders.write')::text)",
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

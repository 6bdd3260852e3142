"""What the database itself refuses about grants, and the limits and purposes they live by.

The checks read memberships and grants of other people than the one who acts, so they run with the owner's eyes; each
fixes its search path. A lock per account keeps an office and a grant from being given in the same moment.
"""
import csv
from datetime import date
from pathlib import Path

from django.db import migrations

FROM_THE_START = date(2000, 1, 1)
LIMITS = [
    ("grant.assignment", 2160, "hours", "产品默认设置：指派写的授权 90 天，到期由中心主任续期"),
    ("grant.approval_step", 72, "hours", "产品默认设置：批准的一次查看 72 小时"),
    ("grant.supervisor_sample", 336, "hours", "产品默认设置：督导抽查 14 天"),
    ("grant.evaluator_draw", 336, "hours", "产品默认设置：评估抽样 14 天"),
    ("grant.break_glass", 4, "hours", "产品默认设置：紧急查阅 4 小时"),
    ("grant.disclosure", 72, "hours", "产品默认设置：依法提供 72 小时，未见规定"),
    ("grant.data_right", 720, "hours", "产品默认设置：个人行使查阅权 30 天，未见规定（个人信息保护法第五十条只说及时）"),
    ("grant.handover", 168, "hours", "产品默认设置：交接重叠 7 天"),
    ("glass.open", 3, "count", "产品默认设置：每人未复核的紧急查阅至多 3 次"),
    ("glass.review", 3, "workdays", "产品默认设置：紧急查阅 3 个工作日内复核"),
    ("glass.proof", 60, "seconds", "产品默认设置：紧急查阅前 60 秒内重新验证过身份"),
]

RULES = """
CREATE FUNCTION access_today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog AS
$$ SELECT (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date $$;

CREATE FUNCTION access_grant_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE hours integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('access_grant:' || NEW.account_id, 0));
  IF EXISTS (SELECT 1 FROM access_membership
             WHERE account_id = NEW.account_id AND (last_day IS NULL OR last_day >= access_today())
               AND role IN ('administrator', 'street_office', 'district_bureau', 'city_bureau')) THEN
    RAISE EXCEPTION 'An administrator, a street or a bureau never holds a grant'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_no_office';
  END IF;
  SELECT value INTO hours FROM access_limit
    WHERE name = 'grant.' || NEW.source AND first_day <= access_today() ORDER BY first_day DESC LIMIT 1;
  IF hours IS NULL THEN
    RAISE EXCEPTION 'No limit is set for grants from %', NEW.source USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_limit';
  END IF;
  NEW.created_at := statement_timestamp();
  IF NEW.valid_to IS NULL AND NEW.source = 'assignment' THEN
    NEW.valid_to := NEW.valid_from + make_interval(hours => hours);
  END IF;
  IF NEW.valid_to > NEW.valid_from + make_interval(hours => hours) THEN
    RAISE EXCEPTION 'A grant from % lasts at most % hours', NEW.source, hours
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_limit';
  END IF;
  IF NEW.valid_from < transaction_timestamp() OR NEW.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'A grant is not dated back and not born revoked'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_not_back_dated';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_grant_begins BEFORE INSERT ON access_grant FOR EACH ROW EXECUTE FUNCTION access_grant_begins();

CREATE FUNCTION access_office_holds_no_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.role NOT IN ('administrator', 'street_office', 'district_bureau', 'city_bureau') THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('access_grant:' || NEW.account_id, 0));
  IF EXISTS (SELECT 1 FROM access_grant
             WHERE account_id = NEW.account_id AND revoked_at IS NULL AND valid_to > statement_timestamp()) THEN
    RAISE EXCEPTION 'Whoever holds a live grant gets no role of an administrator, a street or a bureau'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_membership_no_grant';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_office_holds_no_grant BEFORE INSERT OR UPDATE ON access_membership
  FOR EACH ROW EXECUTE FUNCTION access_office_holds_no_grant();

CREATE FUNCTION access_grant_only_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.valid_to > OLD.valid_to OR (NEW.valid_to < OLD.valid_to AND NEW.valid_to < statement_timestamp()) THEN
    RAISE EXCEPTION 'A grant only gets shorter, and not into the past'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_only_shorter';
  END IF;
  IF NEW.revoked_at IS NOT NULL AND OLD.revoked_at IS NULL THEN
    NEW.revoked_at := statement_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_grant_only_ends BEFORE UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION access_grant_only_ends();

CREATE FUNCTION access_glass_opens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE most integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('access_glass:' || NEW.account_id, 0));
  SELECT value INTO most FROM access_limit
    WHERE name = 'glass.open' AND first_day <= access_today() ORDER BY first_day DESC LIMIT 1;
  IF NEW.reviewed_at IS NOT NULL
     OR (SELECT count(*) FROM access_breakglass WHERE account_id = NEW.account_id AND reviewed_at IS NULL) >= most
     OR EXISTS (SELECT 1 FROM access_breakglass
                WHERE account_id = NEW.account_id AND reviewed_at IS NULL AND review_by < access_today()) THEN
    RAISE EXCEPTION 'Emergency readings that wait for their review block the next'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_glass_reviewed_first';
  END IF;
  NEW.opened_at := statement_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER access_glass_opens BEFORE INSERT ON access_breakglass FOR EACH ROW EXECUTE FUNCTION access_glass_opens();

CREATE FUNCTION access_only_these() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  -- First argument: the columns that may change; second: the column that, once filled, closes the row for good.
  IF TG_OP = 'DELETE'
     OR to_jsonb(NEW) - string_to_array(TG_ARGV[0], ',') IS DISTINCT FROM to_jsonb(OLD) - string_to_array(TG_ARGV[0], ',')
     OR (TG_ARGV[1] <> '' AND to_jsonb(OLD) ->> TG_ARGV[1] IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
    RAISE EXCEPTION '% on % is refused: what was written stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_grant_stays BEFORE UPDATE OR DELETE ON access_grant
  FOR EACH ROW EXECUTE FUNCTION access_only_these('valid_to,revoked_at,revoked_by_id', 'revoked_at');
CREATE TRIGGER access_ask_stays BEFORE UPDATE OR DELETE ON access_ask
  FOR EACH ROW EXECUTE FUNCTION access_only_these('decided_at,decided_by_id,is_granted,remark,grant_id', 'decided_at');
CREATE TRIGGER access_glass_stays BEFORE UPDATE OR DELETE ON access_breakglass
  FOR EACH ROW EXECUTE FUNCTION access_only_these('reviewed_at,reviewed_by_id,verdict,remark', 'reviewed_at');
CREATE TRIGGER access_notice_stays BEFORE UPDATE OR DELETE ON access_notice
  FOR EACH ROW EXECUTE FUNCTION access_only_these('seen_at', '');
CREATE TRIGGER access_read_stays BEFORE UPDATE OR DELETE ON access_read
  FOR EACH ROW EXECUTE FUNCTION access_only_these('', 'at');
"""
NO_RULES = """
DROP TRIGGER access_read_stays ON access_read;
DROP TRIGGER access_notice_stays ON access_notice;
DROP TRIGGER access_glass_stays ON access_breakglass;
DROP TRIGGER access_ask_stays ON access_ask;
DROP TRIGGER access_grant_stays ON access_grant;
DROP FUNCTION access_only_these();
DROP TRIGGER access_glass_opens ON access_breakglass;
DROP FUNCTION access_glass_opens();
DROP TRIGGER access_grant_only_ends ON access_grant;
DROP FUNCTION access_grant_only_ends();
DROP TRIGGER access_office_holds_no_grant ON access_membership;
DROP FUNCTION access_office_holds_no_grant();
DROP TRIGGER access_grant_begins ON access_grant;
DROP FUNCTION access_grant_begins();
DROP FUNCTION access_today();
"""


def load(apps, schema_editor):
    limit, purpose = apps.get_model("access", "Limit"), apps.get_model("access", "Purpose")
    limit.objects.bulk_create(
        limit(name=name, first_day=FROM_THE_START, value=value, unit=unit, source=source) for name, value, unit, source in LIMITS
    )
    with (Path(__file__).parents[1] / "grants" / "purposes.csv").open(encoding="utf-8", newline="") as lines:
        purpose.objects.bulk_create((purpose(**line) for line in csv.DictReader(lines)), ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_grants")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop), migrations.RunSQL(RULES, NO_RULES)]

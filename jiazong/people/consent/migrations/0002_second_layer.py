"""Consents behind the second layer, and what the tables refuse by themselves: a text once used, a child without guardian."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

READ = within("centre_id", "centres", "consents.read", "consents.write")
WRITE = within("centre_id", "centres", "consents.write")
ME = "(SELECT app.account())"

# Reckoned as the rules do: who was born on 29 February is a year older on 1 March where there is no such day.
RULES = """
CREATE FUNCTION consent_text_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM public.consent_consent WHERE text_id = OLD.id) THEN
    RAISE EXCEPTION '% of a text somebody has agreed to is refused: write a new version', TG_OP
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'consent_text_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER consent_text_stays BEFORE UPDATE OR DELETE ON consent_text FOR EACH ROW EXECUTE FUNCTION consent_text_stays();

CREATE FUNCTION app.completed_years(born date, on_day date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN floor((to_char(on_day, 'YYYYMMDD')::integer - to_char(born, 'YYYYMMDD')::integer) / 10000.0)::integer;
COMMENT ON FUNCTION app.completed_years(date, date) IS 'How old somebody is on a day, in completed years; twin of consent.rules.ages.';

CREATE FUNCTION consent_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  birthday date;
  is_known boolean;
BEGIN
  SELECT person.born_on, true INTO birthday, is_known FROM public.residents_person person
    WHERE person.id = NEW.person_id AND person.centre_id = NEW.centre_id;
  IF is_known IS NULL THEN
    RAISE EXCEPTION 'A consent is kept at the centre of its person' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_of_its_centre';
  END IF;
  IF NEW.basis <> 'consent' THEN RETURN NEW; END IF;
  IF NEW.guardianship_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.residents_guardianship held JOIN public.residents_person ward ON ward.id = held.ward_id
    WHERE held.id = NEW.guardianship_id AND (ward.id = NEW.person_id OR ward.same_as_id = NEW.person_id
        OR ward.id = (SELECT same_as_id FROM public.residents_person WHERE id = NEW.person_id))
      AND held.checked_on <= NEW.given_on AND coalesce(held.first_day, NEW.given_on) <= NEW.given_on
      AND coalesce(held.last_day, NEW.given_on) >= NEW.given_on) THEN
    RAISE EXCEPTION 'Whoever agrees is no checked guardian of the person on that day'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_by_a_guardian';
  END IF;
  IF NEW.guardianship_id IS NULL AND NEW.exception = '' AND (birthday IS NULL OR app.completed_years(birthday, NEW.given_on) < 14) THEN
    RAISE EXCEPTION 'Under fourteen the guardian agrees, or the exception is written down'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_needs_guardian';
  END IF;
  IF (NEW.exception <> '') AND length(NEW.reason) = 0 THEN
    RAISE EXCEPTION 'An exception has its reason' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_needs_reason';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_stands BEFORE INSERT ON consent_consent FOR EACH ROW EXECUTE FUNCTION consent_stands();

CREATE FUNCTION consent_given_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE act public.consent_consent;
BEGIN
  SELECT * INTO act FROM public.consent_consent WHERE id = NEW.consent_id;
  IF act.id IS NULL OR (act.person_id, act.centre_id, act.basis, act.given_on)
     IS DISTINCT FROM (NEW.person_id, NEW.centre_id, NEW.basis, NEW.given_on) OR NEW.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'What holds is what was agreed to' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_given_of_its_act';
  END IF;
  IF act.basis = 'consent' THEN
    IF NOT EXISTS (SELECT FROM public.consent_text WHERE id = act.text_id AND NEW.purpose_id = ANY(purposes) AND first_day <= act.given_on) THEN
      RAISE EXCEPTION 'The text does not name this purpose, or did not hold yet'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_given_in_text';
    END IF;
    IF EXISTS (SELECT FROM public.consent_given other JOIN public.consent_purpose kind ON kind.code IN (other.purpose_id, NEW.purpose_id)
        WHERE other.consent_id = act.id AND kind.is_separate) THEN
      RAISE EXCEPTION 'A separate consent is given by itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_separate_alone';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_given_stands BEFORE INSERT ON consent_given FOR EACH ROW EXECUTE FUNCTION consent_given_stands();
CREATE TRIGGER consent_given_stays BEFORE UPDATE ON consent_given
  FOR EACH ROW EXECUTE FUNCTION access_only_these('withdrawn_at,withdrawn_by_id,withdrawn_way', 'withdrawn_at');

CREATE POLICY sight_for_consent ON residents_person FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION app.consent_withdrawn(of_person uuid, wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE is_live boolean; is_gone boolean;
BEGIN
  SELECT coalesce(bool_or(one.withdrawn_at IS NULL), false), coalesce(bool_or(one.withdrawn_at IS NOT NULL), false)
    INTO is_live, is_gone FROM public.consent_given one
    WHERE one.purpose_id = wanted AND one.person_id IN (
      SELECT other.id FROM public.residents_person own JOIN public.residents_person other
        ON other.id = coalesce(own.same_as_id, own.id) OR other.same_as_id = coalesce(own.same_as_id, own.id)
      WHERE own.id = of_person);
  RETURN is_gone AND NOT is_live;
END $$;
COMMENT ON FUNCTION app.consent_withdrawn(uuid, text) IS 'Whether a person took a purpose back and nothing holds in its place; asked by policies.';
"""
BACK = """
DROP FUNCTION app.consent_withdrawn(uuid, text);
DROP POLICY sight_for_consent ON residents_person;
DROP TRIGGER consent_given_stays ON consent_given;
DROP TRIGGER consent_given_stands ON consent_given;
DROP FUNCTION consent_given_stands();
DROP TRIGGER consent_stands ON consent_consent;
DROP FUNCTION consent_stands();
DROP FUNCTION app.completed_years(date, date);
DROP TRIGGER consent_text_stays ON consent_text;
DROP FUNCTION consent_text_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_start"), ("access", "0005_grants_protected"), ("residents", "0002_second_layer"), ("papers", "0002_second_layer")]
    operations = [
        protect("consent_text", select="true", insert=within("agency", "agencies", "consents.texts"), seen_by_functions=True),
        protect("consent_consent", select=READ, insert=f"{WRITE} AND written_by_id = {ME}", seen_by_functions=True),
        protect("consent_given", select=READ, insert=WRITE, update=WRITE, seen_by_functions=True),
        migrations.RunSQL(RULES, BACK),
    ]

"""Needs, catalogue and roll-out behind the second layer: bureaus downwards, streets their own, agencies their own proposals.

A round and a survey are also seen from below, by the streets and agencies they call on. A published edition is for everybody.
"""
from django.db import migrations

from jiazong.ground.access.protection import also, protect, within

ABOVE = """
CREATE FUNCTION app.regions_above(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT left(lies.code, long.n) FROM (
    SELECT held.scope_code AS code FROM app.held(VARIADIC words) held WHERE held.reach = 'scope' AND held.scope_kind = 'region'
    UNION SELECT centre.region_id::text FROM app.held(VARIADIC words) held
      JOIN public.places_centre centre ON centre.agency_id = held.scope_code
      WHERE held.reach = 'scope' AND held.scope_kind = 'agency'
  ) lies JOIN unnest(ARRAY[2, 4, 6, 9, 12]) long(n) ON long.n <= length(lies.code);
END $$;
COMMENT ON FUNCTION app.regions_above(text[]) IS 'The regions in which what the acting account reaches lies: the street, its district, its city, its province.';
"""
COVERS = """EXISTS (SELECT FROM app.held({words}) held WHERE held.reach = 'scope' AND CASE held.scope_kind
  WHEN 'region' THEN starts_with({column}, held.scope_code)
  ELSE held.scope_kind = 'everywhere' END)"""
OWN_AGENCY = "EXISTS (SELECT FROM app.held({words}) held WHERE held.reach = 'scope' AND held.scope_kind = 'agency' AND held.scope_code = agency_id)"


def named(words):
    return ", ".join(f"'{word}'" for word in words)


def covers(*words, column="region_id"):
    return COVERS.format(words=named(words), column=column)


def called(*words):
    """Seen from above by who covers it, and from below by whom it calls on."""
    return f"({covers(*words)} OR {within('region_id', 'regions_above', *words)})"


def part_of(table, column, condition="true"):
    return f"{column} IN (SELECT whole.id FROM {table} whole WHERE {condition})"


def of_survey(word):
    return part_of("catalogue_survey", "survey_id", covers(word, column="whole.region_id"))


def of_site(word):
    return part_of("catalogue_site", "site_id", covers(word, column="whole.region_id"))


def of_round(word):
    return part_of("catalogue_round", "round_id", covers(word, column="whole.region_id"))


# By the few strata and not by each form's own street: asked once for a statement, and a city hands in a hundred thousand forms.
READS_FORMS = part_of("catalogue_stratum", "stratum_id", covers("needs.read", column="whole.region_id"))
READ, REVIEW, PUBLISH = "catalogue.read", "catalogue.review", "catalogue.publish"
SEES_PROPOSALS = f"({covers(READ)} OR {of_round(REVIEW)} OR {OWN_AGENCY.format(words=named([READ]))})"
# A round that is not seen takes no proposal: the inner question is answered under the round's own policy.
PROPOSES = f"({covers('catalogue.propose')} OR {OWN_AGENCY.format(words=named(['catalogue.propose']))}) AND {part_of('catalogue_round', 'round_id')}"
DECIDES = part_of("catalogue_proposal", "proposal_id", part_of("catalogue_round", "whole.round_id", covers(REVIEW, column="whole.region_id")))
CHRONICLE = ("survey", "round", "site")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_roll_out"), ("places", "0004_protected"), ("access", "0006_ground_protected")]
    operations = [
        migrations.RunSQL(ABOVE, "DROP FUNCTION app.regions_above(text[])"),
        protect("catalogue_survey", select=called("needs.read"), insert=covers("needs.write"), update=covers("needs.write")),
        *(
            protect(f"catalogue_{part}", select=part_of("catalogue_survey", "survey_id"), insert=of_survey("needs.write"),
                    update=of_survey("needs.write"), delete=of_survey("needs.write"))
            for part in ("need", "group", "stratum")
        ),
        protect("catalogue_answer", select=READS_FORMS, insert=f"{covers('needs.write')} AND {part_of('catalogue_survey', 'survey_id')}"),
        protect("catalogue_round", select=called(READ), insert=covers(PUBLISH), update=covers(PUBLISH)),
        protect("catalogue_proposal", select=SEES_PROPOSALS, insert=PROPOSES, update=PROPOSES),
        protect("catalogue_pair", select=of_round(REVIEW), insert=of_round(REVIEW), update=of_round(REVIEW)),
        protect("catalogue_decision", select=part_of("catalogue_proposal", "proposal_id"), insert=DECIDES, update=DECIDES),
        protect("catalogue_item", select=called(READ), insert=covers(PUBLISH), update=covers(PUBLISH)),
        protect("catalogue_itemevent", select=part_of("catalogue_item", "item_id"),
                insert=part_of("catalogue_item", "item_id", covers(PUBLISH, column="whole.region_id"))),
        protect("catalogue_edition", select="true", insert=covers(PUBLISH)),
        protect("catalogue_entry", select="true", insert=part_of("catalogue_edition", "edition_id", covers(PUBLISH, column="whole.region_id"))),
        protect("catalogue_target", select=called("rollout.read"), insert=covers("rollout.write"), update=covers("rollout.write")),
        protect("catalogue_site", select=covers("rollout.read"), insert=covers("rollout.write"), update=covers("rollout.write")),
        protect("catalogue_served", select=part_of("catalogue_site", "site_id"), insert=of_site("rollout.write"), delete=of_site("rollout.write")),
        protect("catalogue_ceremony", select=part_of("catalogue_site", "site_id"), insert=of_site("rollout.write"), update=of_site("rollout.write")),
        *(
            also("chronicle_entry", f"app_of_{name}", "select", f"subject_type = 'catalogue.{name}' AND subject_id IN (SELECT one.id::text FROM catalogue_{name} one)")
            for name in CHRONICLE
        ),
    ]

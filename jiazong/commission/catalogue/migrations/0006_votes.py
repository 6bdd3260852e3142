"""The panel of a round votes one by one: a vote is seen by its member alone until all are counted."""
import uuid
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from jiazong.ground.access.protection import also, protect

FUNCTIONS = """
CREATE FUNCTION app.round_seats() RETURNS TABLE (seat uuid, of_round uuid)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT own.id, own.round_id FROM public.catalogue_seat own
  WHERE own.account_id = app.account() AND EXISTS (SELECT FROM app.held('catalogue.vote') held
    WHERE held.reach = 'scope' AND held.scope_kind = 'region' AND starts_with(own.region_id, held.scope_code));
END $$;
COMMENT ON FUNCTION app.round_seats() IS 'Seats of the acting account on panels of catalogue rounds, and the rounds.';

CREATE FUNCTION app.round_candidates(of_region text) RETURNS TABLE (account uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT person.id, person.name::text FROM public.access_membership member
  JOIN public.accounts_account person ON person.id = member.account_id AND person.is_active
  WHERE member.role = 'panel_member' AND member.scope_kind = 'region' AND starts_with(of_region, member.scope_code)
    AND member.first_day <= app.today() AND (member.last_day IS NULL OR member.last_day >= app.today())
    AND (current_setting('role') = 'jiazong_system' OR EXISTS (SELECT FROM app.held('catalogue.publish') held WHERE held.reach = 'scope'
      AND (held.scope_kind = 'everywhere' OR held.scope_kind = 'region' AND starts_with(of_region, held.scope_code))))
    AND NOT EXISTS (SELECT FROM public.access_membership other WHERE other.account_id = person.id
      AND other.scope_kind IN ('centre', 'agency') AND (other.last_day IS NULL OR other.last_day >= app.today()));
END $$;
COMMENT ON FUNCTION app.round_candidates(text) IS
  'Who may be called to the panel of a catalogue round: members of panels for its region who work for no agency; for whoever runs the round.';

CREATE FUNCTION app.votes_cast(of_round uuid) RETURNS TABLE (seat uuid, votes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT called.id, count(vote.id) FROM public.catalogue_seat called
  LEFT JOIN public.catalogue_vote vote ON vote.seat_id = called.id
  WHERE called.round_id = of_round AND (current_setting('role') = 'jiazong_system' OR EXISTS (
    SELECT FROM app.held('catalogue.review', 'catalogue.publish') held WHERE held.reach = 'scope'
      AND (held.scope_kind = 'everywhere' OR held.scope_kind = 'region' AND starts_with(called.region_id, held.scope_code))))
  GROUP BY called.id;
END $$;
COMMENT ON FUNCTION app.votes_cast(uuid) IS 'How many votes each member of a panel has cast, and not what: for whoever runs the round.';
"""
BACK = "DROP FUNCTION app.votes_cast(uuid); DROP FUNCTION app.round_candidates(text); DROP FUNCTION app.round_seats();"


def covers(*words):
    named = ", ".join(f"'{word}'" for word in words)
    return f"""EXISTS (SELECT FROM app.held({named}) held WHERE held.reach = 'scope' AND (held.scope_kind = 'everywhere'
      OR held.scope_kind = 'region' AND starts_with(region_id, held.scope_code)))"""


def of_round(condition):
    return f"EXISTS (SELECT FROM catalogue_round whole WHERE whole.id = round_id AND {condition})"


OWN_SEAT, OWN_ROUND = "seat_id IN (SELECT own.seat FROM app.round_seats() own)", "round_id IN (SELECT own.of_round FROM app.round_seats() own)"
RUNS = covers("catalogue.publish")
SEEN_BY_BUREAU = "seat_id IN (SELECT one.id FROM catalogue_seat one WHERE " + covers("catalogue.review").replace("region_id", "one.region_id") + ")"
COUNTED = of_round("whole.voting_closed_at IS NOT NULL")
BEING_VOTED = of_round("whole.voting_closed_at IS NULL AND whole.closes_on < app.today()")
VOTES = f"{OWN_SEAT} AND {OWN_ROUND} AND {BEING_VOTED}"
SOURCE = "产品默认（L）：评审会半数以上成员投票才算数；本地办法另有规定的，加一行"


def load(apps, schema_editor):
    apps.get_model("catalogue", "Figure").objects.get_or_create(
        name="vote.quorum_percent", region_code="", first_day=date(2000, 1, 1), defaults={"value": 50, "unit": "percent", "source": SOURCE}
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("catalogue", "0005_purchases"), ("places", "0004_protected"),
        ("access", "0006_ground_protected"),
    ]
    operations = [
        migrations.AddField("round", "voting_closed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "Seat",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("called_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("region", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.region")),
                ("round", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="catalogue.round")),
            ],
            options={
                "ordering": ["called_at", "id"],
                "constraints": [models.UniqueConstraint(fields=("round", "account"), name="catalogue_seat_once")],
            },
        ),
        migrations.CreateModel(
            "Vote",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("choice", models.CharField(choices=[("for", "for"), ("against", "against"), ("abstain", "abstain")], max_length=8)),
                ("cast_at", models.DateTimeField(db_default=Now())),
                ("proposal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="catalogue.proposal")),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="catalogue.round")),
                ("seat", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="catalogue.seat")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seat", "proposal"), name="catalogue_vote_once"),
                    models.CheckConstraint(condition=models.Q(("choice__in", ("for", "against", "abstain"))), name="catalogue_vote_choice"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
        protect(
            "catalogue_seat", select=f"{covers('catalogue.review', 'catalogue.publish')} OR {OWN_ROUND}", insert=RUNS, delete=RUNS,
            seen_by_functions=True,
        ),
        protect(
            "catalogue_vote", select=f"{OWN_SEAT} OR {COUNTED} AND ({SEEN_BY_BUREAU} OR {OWN_ROUND})", insert=VOTES, update=VOTES,
            seen_by_functions=True,
        ),
        also("catalogue_round", "app_of_panel", "select", "id IN (SELECT own.of_round FROM app.round_seats() own)"),
        also("catalogue_proposal", "app_of_panel", "select", OWN_ROUND),
        also("catalogue_decision", "app_of_panel", "select", "proposal_id IN (SELECT one.id FROM catalogue_proposal one WHERE one." + OWN_ROUND + ")"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

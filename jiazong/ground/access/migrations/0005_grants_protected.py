"""Grants, requests, emergency readings, notices and reads stand behind the second layer.

A grant is given only by whom its source names: who pairs a supervisor, who approves, who breaks the glass for herself,
who hands on what she holds. The policy that lets a pair be given stands where pairs are.
"""
from django.db import migrations

from jiazong.ground.access.grants.sql import LIVE, STILL_HERE
from jiazong.ground.access.protection import protect

ME = "(SELECT app.account())"


def at(column, *words):
    """The row belongs to a centre where the acting account may do one of these words."""
    named = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN (SELECT app.centres({named}))"


GRANTED = f"""
CREATE FUNCTION app.granted(file_kind text, file_id text, wanted integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN app.here() AND EXISTS (SELECT FROM public.access_grant sight WHERE sight.account_id = app.account()
    AND sight.subject_type = file_kind AND sight.subject_id = file_id AND sight.level >= wanted
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM public.access_purpose WHERE word = app.purpose()));
COMMENT ON FUNCTION app.granted(text, text, integer) IS 'Whether the acting account holds a live grant on a file, for the purpose at hand.';
"""
GIVE = f"""created_by_id = {ME} AND (
  (source = 'approval_step' AND level <= 2 AND approver_id = {ME} AND account_id <> {ME} AND {at("centre", "grants.decide")})
  OR (source = 'break_glass' AND level <= 2 AND account_id = {ME} AND {at("centre", "glass.open")})
  OR (source = 'handover' AND app.granted(subject_type, subject_id, level)))"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_grant_rules"), ("places", "0003_reach")]
    operations = [
        migrations.RunSQL(STILL_HERE, "DROP FUNCTION app.here();"),
        migrations.RunSQL(GRANTED, "DROP FUNCTION app.granted(text, text, integer);"),
        protect(
            "access_grant",
            select=f"account_id = {ME} OR created_by_id = {ME} OR {at('centre', 'supervision.assign', 'grants.decide', 'glass.review', 'reads.read')}",
            insert=GIVE,
            update=f"{at('centre', 'supervision.assign', 'glass.review')} OR account_id = {ME}",
            seen_by_functions=True,
        ),
        protect(
            "access_ask",
            select=f"account_id = {ME} OR {at('centre', 'grants.decide')}",
            insert=f"account_id = {ME} AND decided_at IS NULL AND {at('centre', 'grants.ask')}",
            update=f"account_id <> {ME} AND {at('centre', 'grants.decide')}",
        ),
        protect(
            "access_breakglass",
            select=f"account_id = {ME} OR {at('centre', 'glass.review')}",
            insert=f"account_id = {ME} AND {at('centre', 'glass.open')}",
            update=f"account_id <> {ME} AND {at('centre', 'glass.review')}",
            seen_by_functions=True,
        ),
        protect(
            "access_notice",
            select=f"account_id = {ME} OR made_by_id = {ME}",
            insert=f"made_by_id = {ME}",
            update=f"account_id = {ME}",
        ),
        protect(
            "access_read",
            select=f"account_id = {ME} OR about_id = {ME} OR {at('centre', 'reads.read')}",
            insert=f"account_id = {ME}",
        ),
    ]

"""The condition of a grant as SQL, for policies: the twin of `queries.granted`, written into the policy itself.

A subselect in the policy is planned with the query; a function would be called for every row.
"""

LIVE = """{alias}.valid_from <= statement_timestamp() AND {alias}.valid_to > statement_timestamp()
    AND ({alias}.revoked_at IS NULL OR {alias}.revoked_at > statement_timestamp())"""


# Whoever holds no role any more, or whose account was closed, opens nothing by a grant that has not run out yet.
STILL_HERE = """
CREATE OR REPLACE FUNCTION app.here() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.access_membership held
    JOIN public.accounts_account account ON account.id = held.account_id AND account.is_active
    WHERE held.account_id = app.account() AND held.first_day <= app.today()
      AND (held.last_day IS NULL OR held.last_day >= app.today()));
END $$;
COMMENT ON FUNCTION app.here() IS 'Whether the acting account is open and holds any role today.';
"""


def granted(subject_type: str, column: str, level: int) -> str:
    """Whether the acting account is still here and holds a live grant of this level, for the purpose at hand, on the file `column` names."""
    return f"""((SELECT app.here()) AND EXISTS (SELECT FROM access_grant sight WHERE sight.account_id = (SELECT app.account())
    AND sight.subject_type = '{subject_type}' AND sight.subject_id = ({column})::text AND sight.level >= {level}
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM access_purpose WHERE word = app.purpose())))"""

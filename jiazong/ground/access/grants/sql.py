"""The condition of a grant as SQL, for policies: the twin of `queries.granted`, written into the policy itself.

A subselect in the policy is planned with the query; a function would be called for every row.
"""

LIVE = """{alias}.valid_from <= statement_timestamp() AND {alias}.valid_to > statement_timestamp()
    AND ({alias}.revoked_at IS NULL OR {alias}.revoked_at > statement_timestamp())"""


def granted(subject_type: str, column: str, level: int) -> str:
    """Whether the acting account holds a live grant of this level, for the purpose at hand, on the file `column` names."""
    return f"""EXISTS (SELECT FROM access_grant sight WHERE sight.account_id = (SELECT app.account())
    AND sight.subject_type = '{subject_type}' AND sight.subject_id = ({column})::text AND sight.level >= {level}
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM access_purpose WHERE word = app.purpose()))"""

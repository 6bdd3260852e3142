"""A survey that anybody may answer: opened by the bureau, answered without a name."""
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import connection, transaction

from jiazong.commission.catalogue.actions.needs import SurveyClosed
from jiazong.commission.catalogue.models import Answer, Stratum, Survey
from jiazong.commission.catalogue.rules import needs as rules
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle

# Without RETURNING: whoever answers at the door sees no answer, and what is not seen cannot be returned.
ADD = """
INSERT INTO catalogue_answer (id, survey_id, stratum_id, region_id, serial, channel, answered_on, ranked)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
SERIAL_DIGITS = 10


@transaction.atomic
def open_to_public(survey: Survey, *, by: Account | None) -> None:
    """Let everybody answer who has the address, until the survey is closed; a second time changes nothing."""
    found = Survey.objects.select_for_update().get(pk=survey.pk)
    if found.closed_on:
        raise SurveyClosed
    if not found.is_public:
        found.is_public = True
        found.save(update_fields=["is_public"])
        chronicle.record("needs.opened", found, by=by)


@transaction.atomic
def answer_in_public(survey: Survey, stratum: Stratum, ranked: Sequence[int], *, on: date) -> str:
    """Take an answer from the web, without a name; gives its number. Raises SurveyClosed outside the days of the survey, BadRanking."""
    if survey.closed_on or not survey.is_public or not survey.first_day <= on <= survey.last_day:
        raise SurveyClosed
    rules.check_ranking(ranked, frozenset(survey.needs.values_list("pk", flat=True)), survey.places)
    made = uuid4()
    serial = f"W{made.hex[:SERIAL_DIGITS].upper()}"
    with connection.cursor() as cursor:
        cursor.execute(ADD, [made, survey.pk, stratum.pk, stratum.region_id, serial, Answer.WEB, on, list(ranked)])
    return serial

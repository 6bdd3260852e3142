"""Surveys counted: forms received against planned, needs ranked for each stratum and over all."""
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, QuerySet

from jiazong.commission.catalogue.models import Answer, Need, Stratum, Survey
from jiazong.commission.catalogue.rules import needs as rules

# Raw, because Django has no word for an array's elements with their places; it runs under the same policies.
COUNTED = """
SELECT answer.stratum_id, ranked.need, ranked.place, count(*) FROM catalogue_answer answer,
  unnest(answer.ranked) WITH ORDINALITY AS ranked(need, place)
WHERE answer.survey_id = %s AND answer.stratum_id = ANY(%s) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class StratumLine:
    """One stratum with its sample and its needs; those are not shown where too few answered."""

    stratum: Stratum
    received: int
    is_shown: bool
    needs: list[rules.RankedNeed]


@dataclass(frozen=True)
class Result:
    """What a survey says so far."""

    needs: dict[int, Need]
    lines: list[StratumLine]
    overall: list[rules.RankedNeed]
    planned: int
    received: int
    by_population: bool

    @property
    def missing(self) -> list[Stratum]:
        """The strata that nobody has answered in."""
        return [line.stratum for line in self.lines if not line.received]


def result(survey: Survey, strata: Sequence[Stratum], *, fewest: int) -> Result:
    """Ranked needs for some strata and over them; three questions whatever the number of answers."""
    needs = {need.pk: need for need in survey.needs.all()}
    keys = [stratum.pk for stratum in strata]
    received = dict(Answer.objects.filter(survey=survey, stratum__in=keys).values_list("stratum").annotate(n=Count("pk")))
    counts: dict[int, dict[int, list[int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [survey.pk, keys])
        for stratum, need, place, many in cursor.fetchall():
            counts.setdefault(stratum, {}).setdefault(need, [0] * survey.places)[place - 1] = many
    known = {
        one.pk: rules.Stratum(one.pk, one.planned, one.population, received.get(one.pk, 0), counts.get(one.pk, {})) for one in strata
    }
    order = list(needs)
    lines = [
        StratumLine(one, received.get(one.pk, 0), received.get(one.pk, 0) >= fewest, rules.ranked([known[one.pk]], order, survey.places))
        for one in strata
    ]
    answered = [one for one in known.values() if one.received]
    return Result(
        needs, lines, rules.ranked(list(known.values()), order, survey.places), sum(one.planned for one in strata),
        sum(received.values()), bool(answered) and all(one.population for one in answered),
    )  # fmt: skip


def by_channel(survey: Survey, strata: Sequence[Stratum]) -> dict[str, int]:
    """How many forms came by each way of asking, of those that had any."""
    found = Answer.objects.filter(survey=survey, stratum__in=[one.pk for one in strata]).values_list("channel")
    return dict(found.annotate(n=Count("pk")).order_by("channel"))


def answers_behind(answers: QuerySet[Answer], *, stratum: int | None, need: int | None, channel: str = "") -> QuerySet[Answer]:
    """The forms behind a number: of a stratum, naming a need, come by one way of asking."""
    if stratum is not None:
        answers = answers.filter(stratum=stratum)
    if channel:
        answers = answers.filter(channel=channel)
    return answers if need is None else answers.filter(ranked__contains=[need])

"""A survey of a whole city: 100,000 forms ranked, walked back and paged without anybody waiting."""
from time import perf_counter

import pytest
from django.db import connection
from django.urls import reverse

from jiazong.commission.catalogue.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FORMS = 100_000
SECONDS = 4.0
FILL = """
INSERT INTO catalogue_answer (id, survey_id, stratum_id, region_id, serial, channel, answered_on, ranked)
SELECT gen_random_uuid(), stratum.survey_id, stratum.id, stratum.region_id, n::text, 'paper', current_date - (n %% 20),
  (SELECT array_agg(need.id ORDER BY md5(need.id::text || n::text)) FROM (SELECT id FROM catalogue_need WHERE survey_id = stratum.survey_id ORDER BY md5(id::text || n::text) LIMIT 3) need)
FROM generate_series(1, %s) n JOIN catalogue_stratum stratum ON stratum.survey_id = %s
  AND stratum.id = (SELECT min(id) FROM catalogue_stratum WHERE survey_id = %s) + n %% 4
"""


def test_100_000_forms_are_ranked_and_walked_back(client, capsys, django_assert_max_num_queries):
    here = make.district()
    survey = make.survey(here)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [FORMS, survey.pk, survey.pk])
    client.force_login(here.bureau)
    need, told = survey.needs.first().pk, []
    for name, query in (("survey", {}), ("answers", {}), ("answers", {"need": need}), ("answers", {"stratum": survey.strata.first().pk})):
        began = perf_counter()
        with django_assert_max_num_queries(20):
            answer = client.get(reverse(f"catalogue:{name}", args=[survey.pk]), query)
        told.append((name, query, round(perf_counter() - began, 2)))
        assert answer.status_code == 200
    with capsys.disabled():
        print("\n100,000 forms:", told)
    assert "100,000" in client.get(reverse("catalogue:survey", args=[survey.pk])).content.decode()
    assert max(seconds for _, _, seconds in told) < SECONDS

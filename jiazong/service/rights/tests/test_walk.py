"""The walk is compared with what the database itself knows of its foreign keys: nothing of the person's is missed."""
import json
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from jiazong.people.consent.tests import factories as consent
from jiazong.people.residents.models import Parentage, Person, Phone, Residence
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases.models import Case, FollowUp, Involved
from jiazong.service.cases.tests import factories as cases
from jiazong.service.crisis.tests import factories as crisis
from jiazong.service.rights import papers
from jiazong.service.rights.actions import working
from jiazong.service.rights.queries import walk
from jiazong.service.rights.tests import factories as make

pytestmark = pytest.mark.django_db
POINTING_AT = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %s::regclass
"""


@pytest.fixture
def ours():
    return cases.house()


def furnish(ours, person, mark):
    """Something of everything about a person."""
    Phone.objects.create(centre=ours.centre, person=person, number="13800138000")
    consent.agree(person, "service", "sensitive")
    ours.person = person
    case = cases.a_case(ours)
    FollowUp.objects.create(case=case, day=timezone.localdate(), mode="phone", words=mark)
    crisis.a_report(ours, case=case, what=mark)
    make.asked(ours, "explain", words=mark)
    return case


def pointing_at(table, keys):
    """Table → keys of its rows with a foreign key to one of these, asked of the database's own catalogue."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(POINTING_AT, [table])
        for name, column in cursor.fetchall():
            pk = apps.get_model(*LABELS[name])._meta.pk.column
            cursor.execute(f"SELECT {pk}::text FROM {name} WHERE {column}::text = ANY(%s)", [keys])
            found.setdefault(name, set()).update(key for (key,) in cursor.fetchall())
    return found


LABELS = {one._meta.db_table: one._meta.label.split(".") for one in apps.get_models()}


def test_every_row_that_points_at_the_person_or_at_her_case_is_found(ours):
    person = residents.a_person(ours.centre, "朱鹮", household=ours.household)
    case = furnish(ours, person, "朱鹮的事")
    found = {model._meta.db_table: {str(key) for key in keys} for model, keys in walk.rows_of(person).items()}
    wanted = pointing_at("residents_person", [str(person.pk)])
    for table, keys in pointing_at("cases_case", [str(case.pk)]).items():
        wanted.setdefault(table, set()).update(keys)
    assert {"cases_party", "cases_followup", "consent_given", "crisis_report", "residents_phone", "rights_request"} <= {name for name, keys in wanted.items() if keys}
    assert {name: keys - found.get(name, set()) for name, keys in wanted.items() if keys - found.get(name, set())} == {}
    assert found["cases_case"] == {str(case.pk)}


def test_no_row_of_anybody_else_is_found(ours):
    person = residents.a_person(ours.centre, "朱鹮", household=ours.household)
    other = residents.a_person(ours.centre, "鸬鹚", household=ours.household)
    mine, theirs = furnish(ours, person, "朱鹮的事"), furnish(ours, other, "鸬鹚的事")
    Parentage.objects.create(centre=ours.centre, parent=person, child=other)
    Involved.objects.create(case=mine, person=other, role="孩子")
    Involved.objects.create(case=theirs, person=person, role="母亲")
    found = walk.rows_of(person)
    assert found[Person] == {person.pk} and found[Case] == {mine.pk}
    assert set(Residence.objects.filter(pk__in=found[Residence]).values_list("person_id", flat=True)) == {person.pk}
    assert set(Involved.objects.filter(pk__in=found[Involved]).values_list("person_id", flat=True)) == {person.pk}
    said = working.written(person)[0].decode()
    assert "朱鹮的事" in said and "鸬鹚" not in said


def test_a_person_on_record_twice_gets_the_rows_of_both(ours):
    person = residents.a_person(ours.centre, "朱鹮")
    twice = residents.a_person(ours.centre, "朱鹮", same_as=person)
    Phone.objects.create(centre=ours.centre, person=twice, number="13900139000")
    assert walk.rows_of(person) == walk.rows_of(twice)
    assert "13900139000" in working.written(person)[0].decode()


def test_the_copy_opens_what_is_sealed_and_says_what_it_leaves_out_and_why(ours):
    person = residents.a_person(ours.centre, "朱鹮", id_number="11010519491231002X", born_on=date(1949, 12, 31))
    furnish(ours, person, "朱鹮的事")
    content, rows, withheld = working.written(person)
    told = json.loads(content)
    assert "11010519491231002X" in content.decode() and rows == sum(len(one) for one in told["tables"].values())
    assert "crisis_report" not in told["tables"] and withheld == 1
    assert [(one["table"], one["rows"]) for one in told["withheld"]] == [("crisis_report", 1)] and "四十五条" in told["withheld"][0]["why"]


def test_every_column_a_copy_may_show_has_its_name_in_chinese():
    floors = {"residents", "cases", "intake", "consent", "crisis", "rights", "attachments", "custody", "papers"}
    others = {"access_ask", "access_breakglass", "access_grant", "access_notice", "access_read", "chronicle_entry", "hours_posting"}
    shown = {model for model in walk.tables() if model._meta.app_label in floors or model._meta.db_table in others}
    assert sorted({one.attname for model in shown for one in model._meta.concrete_fields} - set(papers.labels())) == []

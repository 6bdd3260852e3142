"""The database alone: whose residents a person reaches by plain SQL, and which tags nobody sees without a grant."""
import pytest
from django.db import DatabaseError, connection, transaction

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.models import Household, Tag, TagKind
from jiazong.people.residents.tests import factories as make

TABLES = ("household", "person", "phone", "residence", "tag")
SEES = {
    "reception": (1, 1, 1, 1, 1), "social_worker": (1, 1, 1, 1, 1), "centre_director": (1, 1, 1, 1, 1),
    "supervisor": (0, 0, 0, 0, 0), "administrator": (0, 0, 0, 0, 0), "street_office": (0, 0, 0, 0, 0),
}  # fmt: skip


@pytest.fixture
def here(db):
    centre = places.centre()
    home = make.a_household(centre)
    person = make.a_person(centre, phone="13800001234", household=home)
    for code in ("minimum_living", "disabled"):
        Tag.objects.create(centre=centre, person=person, kind=TagKind.objects.get(code=code))
    return centre


def somebody(role, centre):
    account = places.account()
    kind, code = {"administrator": ("everywhere", "*"), "street_office": ("region", centre.region_id)}.get(role, ("centre", centre.code))
    access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=places.SINCE)
    return account


def rows(account, table):
    with acting(account, "residents.read"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM residents_{table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_its_own_centre_and_no_restricted_tag(here, role):
    account = somebody(role, here)
    assert tuple(rows(account, table) for table in TABLES) == SEES[role]


def test_the_neighbour_centre_sees_nothing(here):
    account = somebody("social_worker", places.centre("tianxin"))
    assert [rows(account, table) for table in TABLES] == [0] * len(TABLES)


def test_nobody_writes_into_another_centre_or_writes_a_restricted_tag_without_a_grant(here):
    ours, theirs = somebody("reception", here), places.centre("tianxin")
    with acting(ours, "residents.write"):
        Household.objects.create(centre=here, code="H2")
    for deed in (
        lambda: Household.objects.create(centre=theirs, code="H3"),
        lambda: Tag.objects.create(centre=here, person=here_person(here), kind=TagKind.objects.get(code="domestic_violence")),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(ours, "residents.write"):
            deed()


def here_person(centre):
    return make.Person.objects.get(centre=centre)

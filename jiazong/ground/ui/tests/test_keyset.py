import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import QueryDict

from jiazong.ground.ui import keyset

pytestmark = pytest.mark.django_db
# Paging is tried on a table that Django itself brings: the kit lies beneath every app of the product.
KEYS = ("app_label", "-id")


@pytest.fixture
def numbers():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # only the owner of the tables writes here
    labels = ("b", "a", "b", "a", "c", "a", "b")
    made = ContentType.objects.bulk_create(
        ContentType(app_label=f"paging-{label}", model=f"m{number}") for number, label in enumerate(labels)
    )
    return [one.pk for one in sorted(made, key=lambda one: (one.app_label, -one.pk))]


def asked(question=""):
    return QueryDict(question.lstrip("?"))


def page(question="", size=2):
    rows = ContentType.objects.filter(app_label__startswith="paging-").values("id", "app_label")
    return keyset.page(rows, keys=KEYS, asked=asked(question), size=size)


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_all_rows_come_once_in_order_there_and_back(numbers, size):
    there, here = [], page(size=size)
    pages = [here]
    while here.older:
        here = page(here.older, size)
        pages.append(here)
    there = [row["id"] for one in pages for row in one.rows]
    assert there == numbers
    back = [pages[-1]]
    while back[-1].newer:
        back.append(page(back[-1].newer, size))
    assert [one.rows for one in back] == [one.rows for one in reversed(pages)]


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older(numbers):
    assert (page().newer, page(size=7).older) == ("", "")


def test_other_parts_of_the_question_are_kept(numbers):
    assert "month=2026-03" in page("?month=2026-03").older


@pytest.mark.parametrize("mark", ["x", "~", "a~b", "a~1~2", "a~" + "9" * 40, "%00~1"])
def test_a_mark_nobody_can_read_gives_the_first_page(numbers, mark):
    assert [row["id"] for row in page(f"?older={mark}").rows] == numbers[:2]


def test_nothing_to_show_has_no_neighbours():
    assert page() == keyset.Page([], "", "")

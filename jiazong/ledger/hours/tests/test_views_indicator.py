import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiazong.commission.contracts.tests.reading import Page
from jiazong.ground.access.rules import Reach
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ledger.hours import actions, rows_page
from jiazong.ledger.hours.models import Source
from jiazong.ledger.hours.permissions import sight_of
from jiazong.ledger.hours.queries import rows as reading
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.running_contract("qinghe")


@pytest.fixture
def theirs():
    return make.running_contract("hechong")


@pytest.fixture
def director(client, ours):
    person = make.member(ours, "centre_director")
    client.force_login(person)
    return person


def post(contract, day=0, **figures):
    return actions.post(contract, make.draft(contract, day=contract.first_day + timedelta(days=day), **figures), by=None)


def address(contract, code="visits", name="hours:indicator", **query):
    return reverse(name, args=[contract.pk, code], query=query or None)


def page(response):
    """What is read on a page; a space that does not break is a space."""
    return response.content.decode().replace("\u00a0", " ")


def sheet(response):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_a_visitor_is_asked_to_sign_in(client, ours):
    assert client.get(address(ours)).status_code == 302


@pytest.mark.parametrize("name", ["hours:indicator", "hours:indicator_export"])
def test_another_centres_number_and_an_unknown_one_do_not_exist(client, director, ours, theirs, name):
    assert client.get(address(theirs, name=name)).status_code == 404
    assert client.get(address(ours, "nothing", name=name)).status_code == 404


def test_no_record_yet_is_said(client, director, ours):
    assert "empty" in page(client.get(address(ours)))


@pytest.mark.parametrize("code", ["visits", "total_hours"])
@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_the_same_few_questions_for_one_record_and_for_three(client, director, ours, code, more, django_assert_num_queries):
    for number in range(more):
        post(ours, number, worker=number % 2)
    client.get(address(ours, code))
    with django_assert_num_queries(10 if code == "total_hours" else 9):
        client.get(address(ours, code))


def test_the_number_is_records_less_what_was_taken_back(client, director, ours):
    for number in range(3):
        taken = post(ours, number, persons=5, method=1)
    actions.reverse(taken, reason="记错", by=None)
    assert "2 节，每一条都查得到。" in page(client.get(address(ours, "groups")))
    attendance = page(client.get(address(ours, "attendance")))
    assert "10 人次，每一条都查得到。" in attendance
    assert "− 5 人次" in attendance


def test_hours_count_professionals_only_and_say_what_does_not_count(client, director, ours):
    post(ours, 0, worker=0, direct=90, indirect=30)
    post(ours, 0, worker=2, direct=60)
    total = page(client.get(address(ours, "total_hours")))
    assert "2 小时，每一条都查得到。" in total
    assert "1.00 小时" in total
    assert "仇一" not in total
    assert "1.5 小时，每一条都查得到。" in page(client.get(address(ours, "direct_hours")))


def test_late_doubtful_and_reversed_records_can_be_picked_out(client, director, ours):
    post(ours, 0, title="平常")
    actions.close_month(ours, ours.first_day, by=None)
    post(ours, 1, title="补的")
    post(ours, 40, title="疑的", flags="two_places")
    actions.reverse(post(ours, 41, title="错的"), reason="记错", by=None)
    for state, title in (("late", "补的"), ("flagged", "疑的"), ("reversed", "错的")):
        shown = page(client.get(address(ours, state=state)))
        assert title in shown
        assert "平常" not in shown
    assert "同一时间在两处" in page(client.get(address(ours, state="flagged")))


def test_a_month_and_a_worker_narrow_the_rows_and_the_number_stays(client, director, ours):
    first, second = post(ours, 0, title="甲的", worker=0), post(ours, 40, title="乙的", worker=1)
    shown = page(client.get(address(ours, month=f"{first.day:%Y-%m}")))
    assert "甲的" in shown
    assert "乙的" not in shown
    assert "2 户次" in shown
    shown = page(client.get(address(ours, worker=second.worker_id)))
    assert "乙的" in shown
    assert "甲的" not in shown


@pytest.mark.parametrize(
    "query", [{"month": "never"}, {"worker": "x"}, {"worker": "999999999999999999999"}, {"state": "odd"}, {"older": "a~b"}, {"older": "~"}, {"newer": "2025-01-01~" + "9" * 30}, {"as_of": "2026-02-30"}]
)  # fmt: skip
def test_a_question_nobody_can_read_is_left_out(client, director, ours, query):
    post(ours, 0, title="在的")
    answer = client.get(address(ours, **query))
    assert answer.status_code == 200
    assert "在的" in page(answer)


def test_fifty_a_page_newest_first_and_back_again(client, director, ours, monkeypatch):
    monkeypatch.setattr(rows_page, "ROWS_SHOWN", 2)
    for number in range(5):
        post(ours, number, title=f"第{number}次")
    seen, here, trail = [], address(ours), []
    while here:
        answer = client.get(here)
        seen += [n for n in range(4, -1, -1) if f"第{n}次" in page(answer)]
        trail.append(here)
        here = Page(answer).links.get("next", "") and address(ours) + Page(answer).links["next"]
    assert seen == [4, 3, 2, 1, 0]
    back = client.get(address(ours) + Page(client.get(trail[2])).links["prev"])
    assert "第2次" in page(back)
    assert "第1次" in page(back)


def test_each_record_names_its_source_and_opens_its_page(client, director, ours):
    source = Source.objects.create(contract=ours, kind=Source.BOOK, name="三月台账.xlsx")
    actions.post_batch(ours, [make.draft(ours, day=ours.first_day, sheet="探访", row=17, title="导入的")], source=source, by=None)
    typed = post(ours, 1, title="手记的")
    shown = page(client.get(address(ours)))
    assert "三月台账.xlsx · 探访 · 第 17 行" in shown
    assert "手工登记" in shown
    assert reverse("hours:posting", args=[typed.pk]) in shown


@pytest.mark.parametrize("role", ["centre_director", "street_office"])
def test_notes_are_never_shown_or_exported(client, ours, role):
    scope = {"kind": "region", "code": "440103"} if role == "street_office" else {}
    client.force_login(make.member(ours, role, **scope))
    post(ours, 0, note="住址在三楼", title="探访")
    shown = page(client.get(address(ours)))
    assert "单小雨" in shown
    assert "三楼" not in shown
    exported = sheet(client.get(address(ours, name="hours:indicator_export")))
    assert not any("三楼" in str(cell) for row in exported for cell in row)


def test_a_worker_sees_her_own_rows_and_is_told_so(client, ours):
    hers = make.worker_on(ours, 0)
    client.force_login(hers.account)
    post(ours, 0, worker=0, title="自己的")
    post(ours, 1, worker=1, title="别人的")
    shown = page(client.get(address(ours)))
    assert "自己的" in shown
    assert "别人的" not in shown
    assert "您有 1 户次" in shown
    assert "note" in shown
    assert "别人的" not in str(sheet(client.get(address(ours, name="hours:indicator_export"))))


def test_a_bureau_has_no_records_at_all(client, ours):
    client.force_login(make.member(ours, "district_bureau", kind="region", code="440103"))
    assert client.get(address(ours)).status_code == 404


def test_up_to_a_day_the_number_is_that_of_the_progress_page(client, director, ours):
    for number in range(4):
        post(ours, number)
    assert "2 户次" in page(client.get(address(ours, as_of=ours.first_day + timedelta(days=1))))


def test_the_workbook_has_the_rows_asked_for_and_is_written_down(client, director, ours):
    post(ours, 0, title='=HYPERLINK("http://evil.invalid")', direct=45, indirect=15, persons=3)
    post(ours, 40, title="另一月")
    answer = client.get(address(ours, name="hours:indicator_export", month=f"{ours.first_day:%Y-%m}"))
    rows = sheet(answer)
    assert "filename*=utf-8''qinghe-" in answer["Content-Disposition"]
    assert len(rows) == 2
    assert rows[1][5] == '=HYPERLINK("http://evil.invalid")'
    assert rows[1][6:10] == (45, 15, 3, 1)
    assert entries_about(ours)[0].verb == "hours.rows_exported"


@pytest.mark.parametrize(("code", "index"), [("visits", "hours_by_method"), ("total_hours", "hours_by_contract")])
@pytest.mark.parametrize("days_on", [None, 100])
def test_a_page_is_read_by_its_index_without_sorting(ours, code, index, days_on):
    source = Source.objects.create(contract=ours, kind=Source.BOOK, name="台账.xlsx")
    days = [ours.first_day + timedelta(days=n % 190) for n in range(3000)]
    one = make.draft(ours)
    methods = list(ours.methods.order_by("order").values_list("pk", flat=True))
    drafts = [replace(one, day=day, method_id=methods[n % 2]) for n, day in enumerate(days)]
    actions.post_batch(ours, drafts, source=source, by=None)
    measure = reading.counted(ours, code)
    sight = sight_of(ours, Reach(centres=frozenset([ours.centre_id])), make.make_account())
    rows = reading.counted_lines(reading.lines_of(sight.lines, measure), measure).values(*reading.LISTED)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # only their owner may count tables afresh
        cursor.execute("ANALYZE hours_posting")
        cursor.execute("SET LOCAL ROLE jiazong_system")
    mark = f"older={ours.first_day + timedelta(days=days_on)}~5" if days_on else ""
    with CaptureQueriesContext(connection) as asked:
        keyset.page(rows, keys=rows_page.KEYS, asked=QueryDict(mark), size=50)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan
    assert "Sort Key" not in plan

"""From the need to the published catalogue, and from the plan to the opened centre, on the screens."""
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from jiazong.commission.catalogue.actions import items
from jiazong.commission.catalogue.models import (
    Answer,
    Ceremony,
    Edition,
    Item,
    Pair,
    Proposal,
    Round,
    Site,
    Survey,
    Target,
)
from jiazong.commission.catalogue.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make.district()


def to(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"catalogue:{name}", args=args), query)


def send(client, person, address, /, *args, expect=302, **told):
    client.force_login(person)
    answer = client.post(reverse(f"catalogue:{address}", args=args), told)
    assert answer.status_code == expect, answer.content.decode()[:6000]
    return answer


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def day(days=0):
    return (make.today() + timedelta(days=days)).isoformat()


def begun(client, here, **more):
    told = {"title": "需求调查", "region": here.region.pk, "first_day": day(-9), "last_day": day(9), "needs": "助餐\n陪诊\n日间照料", "groups": "老人\n青少年", "places": 3, "planned": 2}
    send(client, here.bureau, "survey_new", **told | more)
    return Survey.objects.get()


def test_a_survey_is_begun_typed_in_ranked_and_walked_back_to_its_forms(client, here):
    survey = begun(client, here)
    stratum = survey.strata.get(region=here.street, group__name="老人")
    for serial, ranked in (("1", "3 1"), ("2", "3 2 1"), ("3", "1")):
        answer = send(client, here.office, "answer_new", survey.pk, stratum=stratum.pk, channel="paper", day=day(), serial=serial, ranked=ranked)
        assert f"stratum={stratum.pk}" in answer["Location"]
    told = words(to(client, here.bureau, "survey", survey.pk))
    assert "日间照料" in told and "Answer" not in told
    need = survey.needs.get(name="日间照料")
    behind = words(to(client, here.bureau, "answers", survey.pk, need=need.pk))
    assert behind.count('scope="row"') == 2


def test_the_same_form_twice_counts_once_and_another_with_its_number_is_refused(client, here):
    survey = begun(client, here)
    stratum = survey.strata.get(region=here.street, group__name="老人")
    told = {"stratum": stratum.pk, "channel": "phone", "day": day(), "serial": "7"}
    for _ in range(2):
        send(client, here.office, "answer_new", survey.pk, ranked="1 2", **told)
    answer = send(client, here.office, "answer_new", survey.pk, ranked="2 1", expect=422, **told)
    assert 'value="2 1"' in answer.content.decode() and Answer.objects.count() == 1


@pytest.mark.parametrize("ranked", ["", "1 1", "9", "1 2 3 1", "一"])
def test_an_order_that_cannot_be_counted_is_refused_with_what_was_typed(client, here, ranked):
    survey = begun(client, here)
    stratum = survey.strata.get(region=here.street, group__name="老人")
    send(client, here.office, "answer_new", survey.pk, stratum=stratum.pk, channel="paper", day=day(), serial="1", ranked=ranked, expect=422)
    assert not Answer.objects.exists()


def test_a_street_types_and_sees_its_own_street_only(client, here):
    survey = begun(client, here)
    make.answer(survey, here.street, serial="1", ranked=(1,))
    theirs = survey.strata.get(region=here.street, group__name="老人")
    send(client, here.office_2, "answer_new", survey.pk, stratum=theirs.pk, channel="paper", day=day(), serial="2", ranked="1", expect=422)
    assert here.street.name + "<" not in words(to(client, here.office_2, "survey", survey.pk))
    assert 'scope="row"' not in words(to(client, here.office_2, "answers", survey.pk))
    assert to(client, here.agent, "survey", survey.pk).status_code == 404
    send(client, here.office_2, "survey_close", survey.pk, expect=404)


def test_a_stack_of_forms_is_taken_row_by_row_and_twice_counts_once(client, here):
    survey = begun(client, here)
    client.force_login(here.bureau)
    blank = client.get(reverse("catalogue:survey_form", args=[survey.pk, "xlsx"]))
    book = load_workbook(BytesIO(blank.content))
    sheet = book["问卷"]
    sheet.append(["1", here.street.name, "老人", "纸质", make.today(), 1, 3])
    sheet.append(["2", here.street.code, "青少年", "电话", day(), "陪诊", "助餐"])
    sheet.append(["3", "无名街", "老人", "纸质", day(), 1])
    sheet.append(["4", here.other.name, "老人", "纸质", day(), 1, 1])
    for _ in range(2):
        file = BytesIO()
        book.save(file)
        file.seek(0)
        file.name = "问卷.xlsx"
        answer = send(client, here.bureau, "answers_import", survey.pk, file=file, expect=422)
        assert answer.content.decode().count("问卷</td>") == 2
    assert sorted(Answer.objects.values_list("serial", flat=True)) == ["1", "2"]


def test_a_workbook_without_the_headings_is_refused_whole(client, here):
    survey, file = begun(client, here), BytesIO()
    Workbook().save(file)
    file.seek(0)
    file.name = "x.xlsx"
    send(client, here.bureau, "answers_import", survey.pk, file=file, expect=422)


def test_the_blank_form_opens_as_pdf_and_word(client, here):
    survey = begun(client, here)
    assert to(client, here.office, "survey_form", survey.pk, "pdf").content.startswith(b"%PDF")
    assert to(client, here.office, "survey_form", survey.pk, "word").content.startswith(b"PK")
    assert to(client, here.office, "survey_form", survey.pk, "odt").status_code == 404


def proposed(here, **more):
    told = {name: value for name, value in make.FACTS.items()} | {"region": here.street.pk}
    return told | more


def test_from_proposals_to_the_published_catalogue(client, here):
    send(client, here.bureau, "round_new", region=here.region.pk, year=make.today().year, title="征集", opens_on=day(-20), closes_on=day(0), panel="民政局、财政局")
    found = Round.objects.get()
    send(client, here.agent, "propose", found.pk, **proposed(here))
    send(client, here.office, "propose", found.pk, **proposed(here, title="独居长者送餐", proposer_kind="public", proposer="青禾街居民"))
    send(client, here.office, "propose", found.pk, **proposed(here, title="乡村流动社工", kind="post", need="村里没有站点", users="留守儿童", proposer_kind="department", proposer="青禾街道办"))
    assert Proposal.objects.get(title="独居长者助餐").proposer == here.agency.name
    send(client, here.bureau, "publish", found.pk, title="目录", issued_by="区民政局", expect=422)
    Round.objects.update(closes_on=make.today() - timedelta(days=1))
    send(client, here.agent, "propose", found.pk, expect=422, **proposed(here, title="晚了"))
    send(client, here.bureau, "compare", found.pk)
    pair = Pair.objects.get()
    side = words(to(client, here.bureau, "pairs", found.pk))
    assert "独居长者助餐" in side and "独居长者送餐" in side and "乡村流动社工" not in side
    send(client, here.bureau, "judge", pair.pk, verdict="merge", reason="同一群人，同一件事")
    first, second, post = (Proposal.objects.get(title=title) for title in ("独居长者助餐", "独居长者送餐", "乡村流动社工"))
    send(client, here.bureau, "decide", first.pk, outcome="admitted", reason="需求排第一", votes_for=5, votes_against=2)
    send(client, here.bureau, "decide", second.pk, outcome="merged", reason="并入", into=first.pk)
    send(client, here.bureau, "publish", found.pk, title="目录", issued_by="区民政局", expect=422)
    send(client, here.bureau, "decide", post.pk, outcome="admitted", reason="可行", votes_for=4, votes_against=4, expect=422)
    send(client, here.bureau, "decide", post.pk, outcome="admitted", reason="可行")
    for _ in range(2):
        send(client, here.bureau, "publish", found.pk, title="目录", issued_by="区民政局")
    edition = Edition.objects.get()
    assert list(edition.entries.values_list("number", "title", "note")) == [(1, "乡村流动社工", "planned"), (2, "独居长者助餐", "planned")]
    send(client, here.bureau, "decide", first.pk, outcome="refused", reason="反悔", expect=422)
    assert "merge" not in words(to(client, here.agent, "proposal", first.pk)) and to(client, here.agent, "proposal", post.pk).status_code == 404


@pytest.fixture
def edition(here):
    make.item(here)
    return items.publish(make.round_(here, ends=-1), issued_by="区民政局", title="项目目录", on=make.today(), by=here.bureau)


def test_the_published_catalogue_is_read_and_printed_by_anybody(client, edition):
    page = client.get(reverse("catalogue:edition", args=[edition.pk])).content.decode()
    assert "青春驿站" in page and "市 40%、区 60%" in page
    assert "项目目录" in client.get(reverse("catalogue:editions")).content.decode()
    kinds = {shape: client.get(reverse("catalogue:edition_print", args=[edition.pk, shape])).content for shape in ("pdf", "word", "xlsx")}
    assert kinds["pdf"].startswith(b"%PDF")
    assert [cell.value for cell in load_workbook(BytesIO(kinds["xlsx"])).active[2]] == [1, "老年人", "青春驿站", "独居长者", "中心项目", "区民政局（市 40%、区 60%）", "拟购买"]
    assert client.get(reverse("catalogue:edition_print", args=[edition.pk, "exe"])).status_code == 404


def test_a_project_nobody_bought_for_two_years_leaves_by_the_rule(client, here):
    old = make.item(here, title="老项目", listed_on=make.today() - timedelta(days=800))
    new = make.item(here, title="新项目")
    page = words(to(client, here.bureau, "removals"))
    assert "老项目" in page and "新项目" not in page
    send(client, here.bureau, "item_note", old.pk, kind="bought", day=day(-300), last_day=day(65))
    assert "老项目" not in words(to(client, here.bureau, "removals"))
    send(client, here.bureau, "item_note", new.pk, kind="renewal_refused", day=day())
    send(client, here.bureau, "removals")
    new.refresh_from_db()
    assert (new.left_on, new.left_reason) == (make.today(), "renewal_refused")
    assert [one.kind for one in new.events.all()] == ["listed", "renewal_refused", "left"]
    send(client, here.bureau, "item_note", new.pk, kind="bought", day=day(), last_day=day(9), expect=422)
    assert "新项目" in words(to(client, here.office, "items", which="gone"))
    assert Item.objects.filter(left_on=None).get() == old


def test_a_centre_is_planned_opened_and_counted(client, here):
    send(client, here.bureau, "target_new", region=here.region.pk, first_year=2026, last_year=2030, centres=4, source="十五五规划")
    send(client, here.bureau, "site_new", region=here.other.pk, name="南街中心", year=2026, planned_on=day(-90))
    send(client, here.bureau, "site_new", region=here.other.pk, name="南街中心", year=2026, planned_on=day(-90), expect=422)
    site = Site.objects.get()
    send(client, here.office, "site_edit", site.pk, planned=day(-90), expect=404)
    send(client, here.office_2, "site_edit", site.pk, planned=day(-90), tendered=day(-5), opened=day(-30), expect=422)
    send(client, here.office_2, "site_edit", site.pk, planned=day(-90), tendered=day(-60), opened=day(-1))
    page = words(to(client, here.bureau, "rollout"))
    assert "南街中心" in page and "十五五规划" in page and Target.objects.get().centres == 4
    assert "南街中心" not in words(to(client, here.office, "rollout"))


def test_the_agenda_of_an_opening_follows_from_its_beginning(client, here):
    site = make.site(here)
    told = {"day": day(20), "starts": "09:00", "place": "南街 1 号", "organiser": "青禾南街道办", "size": 80, "invited": 40, "confirmed": 31, "duties_done": ["publicity"]}
    send(client, here.office_2, "ceremony", site.pk, **told | {"confirmed": 41}, expect=422)
    send(client, here.office_2, "ceremony", site.pk, **told | {"starts": "23:00"}, expect=422)
    send(client, here.office_2, "ceremony", site.pk, **told)
    page = words(to(client, here.office_2, "ceremony", site.pk))
    assert "10:55" in page and Ceremony.objects.get().duties_done == ["publicity"]


@pytest.mark.parametrize(
    ("name", "questions"),
    [("surveys", 12), ("rounds", 14), ("items", 14), ("rollout", 18)],
)
def test_a_list_asks_as_often_for_three_rows_as_for_one(client, here, name, questions, django_assert_max_num_queries):
    for number in range(3):
        make.survey(here, title=f"调查{number}")
        make.item(here, title=f"项目{number}")
        make.site(here, name=f"中心{number}")
        make.proposal(here, make.round_(here), title=f"申报{number}")
        client.force_login(here.bureau)
        with django_assert_max_num_queries(questions):
            assert client.get(reverse(f"catalogue:{name}")).status_code == 200

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiazong.commission.contracts.models import Contract, HoursRule
from jiazong.commission.contracts.tests import factories as make
from jiazong.commission.contracts.tests.reading import Page
from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.places.models import Centre

pytestmark = pytest.mark.django_db
LIST, NEW, LOAD = reverse("contracts:list"), reverse("contracts:new"), reverse("contracts:load")


@pytest.fixture
def ours():
    return make.contract()


@pytest.fixture
def theirs():
    return make.contract("hechong-2026", "hechong", agency="河涌社工")


@pytest.fixture
def director(client, ours):
    person = make.director(ours)
    client.force_login(person)
    return person


def handed_in(said, name="contract.json"):
    text = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    return {"file": SimpleUploadedFile(name, text, content_type="application/json")}


def typed(**changes):
    """A whole form of a new contract of our centre."""
    fields = {
        "centre": "qinghe", "code": "qinghe-2027", "purchaser": "qinghe街街道办事处", "first_day": "2027-01-01", "last_day": "2027-12-31",
        "year": "2", "of_years": "3", "budget": "2400000", "professionals": "14", "total": "27440", "floor": "22852", "ceiling": "110",
        "methods": "咨询，个案", "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "探访户次", "form-0-method": "探访",
        "form-0-unit": "户次", "form-0-counts": "rows", "form-0-target": "2400", "form-1-counts": "rows", "save": "1",
    }  # fmt: skip
    return fields | changes


def page(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["contracts:list", "contracts:new", "contracts:load"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_the_list_shows_contracts_within_reach_and_no_other(client, director, ours, theirs):
    shown = page(client.get(LIST))
    assert "qinghe-2026" in shown
    assert "hechong" not in shown
    assert "240" in shown


def test_an_empty_list_says_what_to_do(client):
    client.force_login(make.member("centre_director", "centre", "nowhere"))
    assert reverse("contracts:load") in page(client.get(LIST))


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_the_same_few_questions_for_one_contract_and_for_three(client, director, ours, more, django_assert_num_queries):
    for year in range(more):
        make.contract(f"qinghe-{2027 + year}", term__first_day=f"{2027 + year}-01-01", term__last_day=f"{2027 + year}-12-31")
    client.get(LIST)
    with django_assert_num_queries(4):
        assert page(client.get(LIST)).count("<th scope=\"row\">") == 1 + more


def test_older_contracts_stand_on_the_next_page(client, director, ours, monkeypatch):
    monkeypatch.setattr("jiazong.commission.contracts.views.PAGE", 1)
    make.contract("qinghe-2027", term__first_day="2027-01-01", term__last_day="2027-12-31")
    first = client.get(LIST)
    assert "qinghe-2027" in page(first)
    older = client.get(LIST + Page(first).links["next"])
    assert "qinghe-2026</span>" in page(older)
    assert "qinghe-2027</span>" not in page(older)
    back = client.get(LIST + Page(older).links["prev"])
    assert "qinghe-2027</span>" in page(back)
    assert "prev" not in Page(back).links


def test_a_contract_shows_its_rule_indicators_and_staff(client, director, ours):
    shown = page(client.get(reverse("contracts:detail", args=[ours.pk])))
    assert "27,440" in shown
    assert "探访户次" in shown
    assert "单小雨" in shown
    assert "合同 qinghe-2026" in shown


def test_staff_names_are_not_shown_to_a_bureau(client, ours):
    client.force_login(make.member("district_bureau", "region", "440103"))
    shown = page(client.get(reverse("contracts:detail", args=[ours.pk])))
    assert "探访户次" in shown
    assert "单小雨" not in shown


@pytest.mark.parametrize("name", ["contracts:detail", "contracts:edit"])
def test_the_contract_of_another_centre_does_not_exist(client, director, theirs, name):
    assert client.get(reverse(name, args=[theirs.pk])).status_code == 404


def test_a_contract_called_new_has_a_page_of_its_own(client, director, ours):
    make.contract("new", term__first_day="2029-01-01", term__last_day="2029-12-31")
    assert "2029" in page(client.get(reverse("contracts:detail", args=["new"])))


def test_a_file_is_shown_before_anything_is_kept(client, director, ours):
    said = make.file(code="qinghe-2027", centre__name="qinghe家综", term__first_day="2027-01-01", term__last_day="2027-12-31")
    shown = client.post(LOAD, handed_in(said))
    assert shown.status_code == 200
    assert "探访户次" in page(shown)
    assert not Contract.objects.filter(pk="qinghe-2027").exists()
    for _twice in range(2):
        taken = client.post(LOAD, {"take": "1", "text": Page(shown).boxes["text"]})
        assert taken["Location"] == reverse("contracts:detail", args=["qinghe-2027"])
    assert len(entries_about(Contract.objects.get(pk="qinghe-2027"))) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"{", "1"), (b"\xff\xfe\x00", "UTF-8"), (b"[" * 100_000, ""), (b"[NaN]", ""), (b"9" * 5000, ""), (b"[]", ""),
        (json.dumps(make.file(term__first_day="2026-02-30")).encode(), "2026-02-30"),
        (json.dumps(make.file(centre__region="999999", centre__name="qinghe家综")).encode(), "999999"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_contract_is_refused_in_one_sentence(client, director, ours, given, said):
    refused = client.post(LOAD, handed_in(given))
    assert refused.status_code == 422
    assert said in page(refused)
    assert "error-summary" in page(refused)


def test_a_file_larger_than_a_contract_can_be_is_refused(client, director):
    assert client.post(LOAD, handed_in(b" " * (1024 * 1024 + 1))).status_code == 422


def test_no_file_at_all_is_told(client, director):
    assert client.post(LOAD, {}).status_code == 422


def test_a_director_cannot_take_in_a_contract_of_another_centre(client, director, theirs):
    said = make.file(code="hechong-2027", centre__code="hechong", centre__name="hechong家综")
    assert client.post(LOAD, handed_in(said)).status_code == 422
    assert client.post(LOAD, {"take": "1", "text": json.dumps(said)}).status_code == 422
    assert not Contract.objects.filter(pk="hechong-2027").exists()


def test_a_director_cannot_open_a_new_centre_by_a_contract(client, director):
    said = make.file(code="xintang-2026", centre__code="xintang", centre__name="新塘家综")
    assert client.post(LOAD, {"take": "1", "text": json.dumps(said)}).status_code == 422
    assert not Centre.objects.filter(pk="xintang").exists()


def test_an_agency_opens_a_new_centre_with_its_contract_but_not_for_another_agency(client, ours):
    client.force_login(make.agency_office(ours))
    said = make.file(code="xintang-2026", centre__code="xintang", centre__name="新塘家综", purchaser="新塘街街道办事处")
    assert client.post(LOAD, {"take": "1", "text": json.dumps(said | {"agency": "别家社工"})}).status_code == 422
    assert client.post(LOAD, {"take": "1", "text": json.dumps(said)}).status_code == 302
    assert Contract.objects.get(pk="xintang-2026").centre.agency_id == ours.agency_id


def test_a_code_of_another_centres_contract_is_out_of_reach(client, director, theirs):
    said = make.file(code="hechong-2026", centre__name="qinghe家综")
    refused = client.post(LOAD, {"take": "1", "text": json.dumps(said)})
    assert refused.status_code == 422
    assert "hechong家综" not in page(refused)


def test_a_director_of_one_centre_goes_straight_to_its_form(client, director, ours):
    assert Page(client.get(NEW)).boxes["centre"] == "qinghe"


def test_an_agency_chooses_the_centre_first(client, ours):
    client.force_login(make.agency_office(ours))
    assert "?centre=qinghe" in page(client.get(NEW))
    assert client.get(NEW, {"centre": "-"}).status_code == 200


@pytest.mark.parametrize("centre", ["hechong", "-", "nowhere"])
def test_a_centre_out_of_reach_cannot_be_chosen(client, director, theirs, centre):
    assert client.get(NEW, {"centre": centre}).status_code == 404
    assert client.post(NEW, typed(centre=centre)).status_code == 404


def test_a_contract_typed_in_twice_is_there_once(client, director, ours):
    worker = ours.assignments.get(worker__name="区明").worker_id
    for _twice in range(2):
        assert client.post(NEW, typed(**{f"staff-worker_{worker}": "professional"})).status_code == 302
    made = Contract.objects.get(pk="qinghe-2027")
    assert (made.budget_fen, made.hours_rules.get().floor_minutes) == (240_000_000, 22_852 * 60)
    assert set(made.methods.values_list("name", flat=True)) == {"探访", "咨询", "个案"}
    assert [one.worker.name for one in made.assignments.select_related("worker")] == ["区明"]
    assert made.indicators.get().code == "tfhc"
    assert len(entries_about(made)) == 1


def test_the_code_of_another_contract_is_not_overwritten(client, director, ours):
    refused = client.post(NEW, typed(code="qinghe-2026"))
    assert refused.status_code == 422
    assert Contract.objects.get(pk="qinghe-2026").first_day.year == 2026


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "青禾 2027"}, {"last_day": "2026-01-01"}, {"last_day": "2027-02-30"}, {"year": "4"}, {"budget": "many"},
        {"total": "-1"}, {"floor": "30000"}, {"form-0-target": "x"}, {"form-0-name": ""}, {"purchaser": ""},
        {"form-1-name": "探访户次", "form-1-method": "探访", "form-1-unit": "户次", "form-1-target": "1", "form-1-code": "", "form-0-target": ""},
    ],
)  # fmt: skip
def test_what_was_typed_stays_when_something_is_wrong(client, director, changes):
    refused = client.post(NEW, typed(**changes))
    assert refused.status_code == 422
    assert "error-summary" in page(refused)
    assert f'value="{typed(**changes)["total"]}"' in page(refused)
    assert not Contract.objects.filter(pk="qinghe-2027").exists()


def test_more_lines_a_line_less_and_the_usual_hours_lose_nothing(client, director, ours):
    more = client.post(NEW, typed(more="1"))
    assert Page(more).boxes["form-TOTAL_FORMS"] == "5"
    assert 'value="探访户次"' in page(more)
    less = client.post(NEW, typed(drop="1"))
    assert Page(less).boxes["form-TOTAL_FORMS"] == "1"
    assert 'value="探访户次"' in page(less)
    usual = client.post(NEW, typed(usual="1", professionals="15", total="", floor="", ceiling=""))
    assert 'value="29400"' in page(usual)
    assert 'value="24484"' in page(usual)
    assert client.post(NEW, typed(usual="1", professionals="many")).status_code == 200
    assert not Contract.objects.filter(pk="qinghe-2027").exists()


def same(client, ours, **changes):
    """The edit form of a contract sent back as it is shown, but for some changes."""
    fields = Page(client.get(reverse("contracts:edit", args=[ours.pk]))).boxes | {"save": "1"}
    return client.post(reverse("contracts:edit", args=[ours.pk]), fields | changes)


def test_saving_without_a_change_changes_nothing(client, director, ours):
    before = len(entries_about(ours))
    assert same(client, ours).status_code == 302
    assert [entry.details for entry in entries_about(ours)][:-before] == []
    assert HoursRule.objects.filter(contract=ours).count() == 1
    assert ours.assignments.count() == 3


def test_a_changed_hours_rule_becomes_a_new_version(client, director, ours):
    assert same(client, ours, total="29400", professionals="15", floor="24484").status_code == 302
    assert list(ours.hours_rules.values_list("version", "total_minutes")) == [(1, 27_440 * 60), (2, 29_400 * 60)]


def test_a_changed_target_keeps_the_indicators_code(client, director, ours):
    assert same(client, ours, **{"form-0-target": "2500"}).status_code == 302
    assert ours.indicators.get(code="visits").target == 2500


def test_a_supervisor_may_look_but_not_write(client, ours):
    client.force_login(make.member("supervisor", "centre", "qinghe"))
    assert client.get(LIST).status_code == 200
    assert client.get(NEW).status_code == 404
    assert client.post(reverse("contracts:edit", args=[ours.pk]), typed()).status_code == 404

"""The panel's report and the notice to the winner come from the rows as they stand; each print is a line of the history."""
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse

from jiazong.commission.tenders import on_paper, reports, wording
from jiazong.commission.tenders.rules import findings
from jiazong.commission.tenders.tests import process as make
from jiazong.ground.chronicle.models import Entry

pytestmark = pytest.mark.django_db


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def street() -> Client:
    return signed_in(make.member("street_office", "region", make.STREET))


def text_of(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_report_says_the_numbers_of_the_ranking_and_why_a_bid_is_out():
    tender, client = make.awarded(), street()
    answer = client.get(reverse("tenders:report", args=[tender.pk, "word"]))
    text = text_of(answer.content)
    for one in tender.standings.select_related("bid__agency"):
        assert one.bid.agency.name in text and str(one.total) in text
    for told in ("共收到投标4份，有效3份，无效1份", "第 1 年：2,000,001，要求 2,000,000", "推荐中标候选人：第一名甲社工", "评标基准价为5,700,000元", "评委评委4（签字）"):
        assert told in text, told


def test_the_notice_goes_to_the_winner_alone():
    tender = make.awarded()
    at = reverse("tenders:own_notice", args=[tender.pk, "word"])
    winner, loser = (signed_in(make.member("agency_office", "agency", make.agency(who).pk)) for who in ("甲社工", "乙社工"))
    told = text_of(winner.get(at).content)
    assert "甲社工" in told and "乙社工" not in told and "594万元" in told
    assert loser.get(at).status_code == 404
    assert text_of(street().get(reverse("tenders:award_notice", args=[tender.pk, "word"])).content) == told
    assert at.replace("word", "pdf") in winner.get(reverse("tenders:offer", args=[tender.pk])).text
    assert at not in loser.get(reverse("tenders:offer", args=[tender.pk])).text


def test_before_the_panel_has_closed_there_is_no_report_and_before_the_award_no_notice():
    tender, client = make.opened(), street()
    for name in ("report", "award_notice"):
        assert client.get(reverse(f"tenders:{name}", args=[tender.pk, "pdf"])).status_code == 404
    seat = make.panel_of(tender, 1)[0]
    assert signed_in(seat.account).get(reverse("tenders:panel_report", args=[seat.pk, "pdf"])).status_code == 404


def test_a_member_of_the_panel_prints_the_report_to_sign_it():
    seat = make.awarded().panel.first()
    client = signed_in(seat.account)
    answer = client.get(reverse("tenders:panel_report", args=[seat.pk, "pdf"]))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert reverse("tenders:panel_report", args=[seat.pk, "word"]) in client.get(reverse("tenders:sheet", args=[seat.pk])).text


def test_too_few_valid_bids_are_reported_with_what_may_follow():
    tender = make.opened(bids={"甲社工": {}, "乙社工": {}})
    text = text_of(street().get(reverse("tenders:report", args=[tender.pk, "word"])).content)
    assert "共收到投标2份" in text and "废标以后" in text


def test_every_print_stands_in_the_history_with_its_fingerprint():
    tender, client = make.awarded(), street()
    page = reverse("tenders:tender", args=[tender.pk])
    assert "打印了评审报告" not in client.get(page).text
    client.get(reverse("tenders:report", args=[tender.pk, "pdf"]))
    client.get(reverse("tenders:award_notice", args=[tender.pk, "pdf"]))
    shown = client.get(page).text
    assert "打印了评审报告" in shown and "打印了中标通知书" in shown
    assert {len(one.details["sha256"]) for one in Entry.objects.filter(verb__startswith="tenders.printed")} == {64}


def test_another_shape_is_no_page():
    assert street().get(reverse("tenders:report", args=[make.awarded().pk, "xlsx"])).status_code == 404


def test_the_report_of_the_rows_is_that_of_the_rules():
    """What is printed from the rows says the same as what the rules say of the same bids."""
    tender = make.awarded()
    told = on_paper.result_of(tender)
    assert [line.total for line in told.contests[0].outcome.ranking] == [one.total for one in tender.standings.all()]
    assert reports.evaluation_report(told, on=tender.notice_day).addressee == "青禾街道办事处"


def test_a_verdict_names_the_indicator_and_not_its_code():
    tender = make.opened(bids={"甲社工": {}, "乙社工": {}, "丙社工": {}, "丁社工": {"lots": [make.content("丁")["lots"][0] | {"indicators": {"tfhc": 1499, "xzrc": 620}}]}})
    assert [one.item for one in tender.offers.get(is_valid=False).bid.reasons.all()] == ["tfhc"]
    page = street().get(reverse("tenders:tender", args=[tender.pk])).text
    assert "实际 1499，要求 1500 · 探访户次" in page and "· tfhc" not in page
    own = signed_in(make.member("agency_office", "agency", make.agency("丁社工").pk)).get(reverse("tenders:offer", args=[tender.pk])).text
    assert "要求 1500 · 探访户次" in own


def test_papers_and_screens_call_a_place_in_a_bid_by_the_same_word():
    assert {code: str(wording.WORDS.item(code, {})) for code in findings.ITEMS} == findings.ITEMS
    assert set(wording.ITEMS) == set(findings.ITEMS)

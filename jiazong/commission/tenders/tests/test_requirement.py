"""What is typed becomes the file by which bids are checked, and the paper that is printed; nothing of it changes on the way."""
from datetime import date

import pytest
from django.utils import timezone

from jiazong.commission.tenders import on_paper
from jiazong.commission.tenders.requirement import AskedItem, AskedLot, AskedMinimum, Requirement
from jiazong.commission.tenders.rules import publishing, scoring
from jiazong.commission.tenders.rules.contest import read_scoring
from jiazong.commission.tenders.rules.files import read_tender
from jiazong.commission.tenders.tests import process as make


def drafted(asked):
    return on_paper.drafted(asked, date(2026, 3, 2))


def test_a_draft_closes_on_the_first_day_the_law_allows_and_nothing_speaks_against_it():
    tender = read_tender(drafted(make.asked())["tender"])
    assert tender.closes.date() == date(2026, 3, 22)
    assert publishing.faults_of(tender) == []


def test_indicators_of_all_lots_have_codes_of_their_own():
    lots = tuple(AskedLot(code, code, 100, (AskedMinimum(code, "探访户次", "探访", "户次", "rows", 1),)) for code in ("1", "2"))
    assert [code for code, _one in Requirement(make.asked().asked, lots).coded()] == ["tfhc", "tfhc-2"]


@pytest.mark.parametrize(("method", "mode"), [("comprehensive", scoring.BY_PRICE), ("hours", scoring.BY_HOURS)])
def test_the_way_of_comparing_reaches_the_rules(method, mode):
    tender = read_tender(drafted(make.asked(method=method))["tender"])
    table = read_scoring(tender.scoring, tender.rules)
    assert (table.method, table.price_mode, [item.code for item in table.technical]) == (scoring.COMPREHENSIVE, mode, ["t1"])


def test_lowest_price_needs_no_points():
    asked = Requirement(make.asked(method="lowest_price").asked, make.asked().lots)
    tender = read_tender(drafted(asked)["tender"])
    assert read_scoring(tender.scoring, tender.rules).method == scoring.LOWEST_PRICE
    assert publishing.faults_of(tender) == []


def test_the_paper_says_what_was_typed():
    told = on_paper.requirement_of(drafted(make.asked()))
    assert (told.scope, told.overall_goals, told.stage_goals[0]) == ("青禾街全域", ("三年建成邻里互助网络",), ("摸清需求",))
    assert (told.profile.population, told.indicator_names["tfhc"].unit) == (61_000, "户次")
    assert timezone.is_aware(told.tender.closes)


def test_points_that_are_not_a_hundred_are_found_by_the_rules():
    asked = make.asked()
    few = Requirement(asked.asked, asked.lots, (AskedItem("technical", "服务方案", asked.items[0].most),))
    assert [fault.code for fault in publishing.faults_of(read_tender(drafted(few)["tender"]))] == ["weights_do_not_add_up"]

"""Rule sets are data: dated, sourced, layered, and a second city's loads without code."""
import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiazong.commission import lifecycle
from jiazong.commission.contracts.standards import standard_on
from jiazong.commission.tenders.rules.checking import CODES, check
from jiazong.commission.tenders.rules.files import read_bid, read_tender
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.ruleset import (
    COLUMNS,
    SURE,
    NoRule,
    read_rules,
    rules_for,
    shipped_rules,
)
from jiazong.commission.tenders.tests.factories import bid_said, staff_said, tender_said

HEAD = ",".join(COLUMNS) + "\n"
SECOND_CITY = HEAD + (
    "xicheng,2015-01-01,base_fund_yuan,800000,yuan,溪城购买服务办法第七条,A3,M\n"
    "xicheng,2015-01-01,base_professionals,6,persons,溪城购买服务办法第八条,A3,M\n"
    "xicheng,2015-01-01,minimum_social_workers,4,persons,溪城购买服务办法第八条,A3,M\n"
    "xicheng,2015-01-01,extra_yuan_per_professional,120000,yuan,溪城购买服务办法第九条,A3,M\n"
    "xicheng,2015-01-01,total_hours_per_professional,1800,hours,溪城购买服务办法第十条,A3,M\n"
    "xicheng,2015-01-01,ceiling_percent,120,percent,溪城购买服务办法第十条,A3,M\n"
    "xicheng,2015-01-01,floor_hours_for_base,9000,hours,溪城购买服务办法第十条,A3,M\n"
    "xicheng,2015-01-01,bond_counts,one_year,text,溪城购买服务办法第十二条,A3,M\n"
    "xicheng,2015-01-01,bond_limit_percent,1,percent,溪城购买服务办法第十二条,A3,M\n"
    "xicheng,2015-01-01,clause.too_few_professionals,专业人员不少于 6 名,text,溪城购买服务办法第八条,A3,M\n"
    "xicheng,2020-01-01,base_professionals,7,persons,溪城购买服务办法（2020 年修订）第八条,A3,M\n"
)


def test_every_reason_has_a_clause_in_every_city_and_every_row_its_source() -> None:
    for rule in shipped_rules():
        assert rule.source and rule.confidence in SURE
    for code in CODES:
        assert rules_for("guangzhou", date(2016, 3, 1)).clause(code).value


def test_guangzhou_2011_and_2018_differ_in_what_was_changed_and_agree_in_the_rest() -> None:
    old, new = rules_for("guangzhou", date(2017, 12, 31)), rules_for("guangzhou", date(2018, 1, 1))
    assert {name for name in new.rules if old.rules[name] != new.rules[name]} == {"annual_fund_yuan"}
    assert new.number("annual_fund_yuan") == old.number("annual_fund_yuan") * Fraction(120, 100) == 2_400_000


def test_what_a_bid_is_checked_against_is_what_the_contract_is_followed_by() -> None:
    """The figures that both the check of a bid and the life of a contract need say the same, from the same day on."""
    with (Path(lifecycle.__file__).parent / "data" / "figures.csv").open(encoding="utf-8", newline="") as lines:
        there = {(row["name"], row["first_day"]): int(row["value"]) for row in csv.DictReader(lines)}
    rules, later = rules_for("guangzhou", date(2011, 7, 1)), rules_for("guangzhou", date(2018, 1, 1))
    assert there["base_professionals", "2011-07-01"] == rules.number("base_professionals")
    assert there["base_fund", "2011-07-01"] == rules.number("base_fund_yuan") * 100
    assert there["worker_step", "2011-07-01"] == rules.number("extra_yuan_per_professional") * 100
    assert later.number("annual_fund_yuan") * 100 == there["base_fund", "2011-07-01"] * Fraction(100 + there["raise_percent", "2018-01-01"], 100)


def test_the_hours_are_those_the_contract_form_proposes() -> None:
    rules, standard = rules_for("guangzhou", date(2016, 3, 1)), standard_on(date(2016, 3, 1))
    assert rules.number("base_professionals") == standard.professionals
    assert rules.number("total_hours_per_professional") * standard.professionals == standard.total_hours
    assert rules.number("floor_hours_for_base") == standard.floor_hours
    assert rules.number("ceiling_percent") == standard.ceiling_percent


def test_a_second_city_loads_from_a_file_without_code() -> None:
    more = read_rules(SECOND_CITY)
    said = tender_said(hours_rule={}, lots=[{"code": "1", "annual_budget_yuan": 1_000_000}])
    del said["bond_limit_percent"]
    asked = read_tender(said, more)
    assert asked.rules.city == "xicheng"

    def found(staff: list, hours: int, bond: int = 0) -> list[str]:
        offer = {"code": "1", "annual_price_yuan": [1_000_000] * 3, "annual_hours": hours, "staff": staff}
        return list(check(asked, read_bid(bid_said(lots=[offer], bond_yuan=bond))).codes)

    assert found(staff_said(4, 2), 9_000, 10_000) == []
    assert found(staff_said(4, 3), 10_500, 10_001) == ["bond_over_limit"]
    assert found(staff_said(4, 1), 7_500) == ["too_few_professionals"]
    assert found(staff_said(3, 4), 7 * 1800 * 12 // 10 + 1) == ["hours_above_ceiling", "too_few_social_workers"]
    assert found(staff_said(4, 4), 12_000) == ["too_many_professionals_for_fund"]
    assert asked.rules.clause("too_few_professionals").source == "溪城购买服务办法第八条"
    assert asked.rules.clause("late") == rules_for("guangzhou", asked.published).clause("late")


def test_the_second_city_too_has_its_years() -> None:
    more = read_rules(SECOND_CITY)
    assert [rules_for("xicheng", date(year, 6, 1), more).number("base_professionals") for year in (2010, 2016, 2020)] == [6, 6, 7]


def test_a_rule_nobody_has_is_named() -> None:
    with pytest.raises(NoRule, match="nothing"):
        rules_for("guangzhou", date(2016, 3, 1)).word("nothing")


@pytest.mark.parametrize(
    "content",
    [
        "", "city,name\n", HEAD, HEAD + "x,2015-01-01,a,1,yuan,,A3,H\n", HEAD + "x,2015-01-01,a,1,yuan,出处,A3,X\n",
        HEAD + "x,2015-13-01,a,1,yuan,出处,A3,H\n", HEAD + "x,2015-01-01,a,NaN,yuan,出处,A3,H\n",
        HEAD + "x,2015-01-01,a,1E-99999999,yuan,出处,A3,H\n",
        HEAD + "x,2015-01-01,a,1,yuan,出处,A3,H,多一列\n", HEAD + "x,2015-01-01,a,1,yuan,出处,A3,H\n" * 2,
    ],
    ids=["empty", "other columns", "no rows", "no source", "no confidence", "no day", "no number", "a number too fine", "a column too many", "twice"],
)  # fmt: skip
def test_a_rule_set_that_cannot_be_read_is_refused(content: str) -> None:
    with pytest.raises(BadFile):
        read_rules(content)

"""Headings of people: any order, any of their words, below titles, under heads that gather."""
import random

import pytest

from jiazong.ground.sheets.cells import Merge
from jiazong.people.residents.rules.columns import find_heads, meaning_of

WORDS = {
    "outside_number": ["编号", "ID", "id", "服务对象编号", "档案号"], "name": ["姓名", "姓名*", "服务对象姓名", "居民姓名", "Name"], "sex": ["性别", "Sex"],
    "born_on": ["出生日期", "出生年月", "生日", "DOB"], "age": ["年龄", "周岁"], "id_number": ["身份证号码", "身份證號", "证件号", "公民身份号码（必填）"],
    "phone": ["联系电话", "手机", "手机号", "電話", "Mobile"], "household_number": ["户号", "家庭编号"], "head": ["户主", "户主姓名"], "relation": ["与户主关系", "与户主的关系"],
    "address": ["家庭住址", "现住址", "地址"], "community": ["社区", "居委会"], "block": ["楼栋", "栋号"], "room": ["房号", "室号"], "tags": ["服务对象类别", "人群类别"],
    "other": ["序号", "备注", "民族"], "": ["喜欢的颜色", "2025年"],
}  # fmt: skip


@pytest.mark.parametrize("meaning", WORDS)
def test_a_meaning_is_known_by_each_of_its_words(meaning):
    assert [meaning_of(word) for word in WORDS[meaning]] == [meaning] * len(WORDS[meaning])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_columns_does_not_matter(seed):
    chosen = [(meaning, random.Random(seed).choice(words)) for meaning, words in WORDS.items() if meaning]
    random.Random(seed).shuffle(chosen)
    rows = [(1, ["青禾街居民登记表"]), (2, ["填报单位：青禾站"]), (3, [word for _, word in chosen]), (4, ["x"] * len(chosen))]
    heads = find_heads(rows)
    assert heads.last_row == 3 and [one.meaning for one in heads.columns] == [meaning for meaning, _ in chosen]


def test_a_gathering_head_tells_whose_name_and_telephone_it_is():
    rows = [(1, ["基本信息", None, "监护人", None, "联系方式", None]), (2, ["姓名", "性别", "姓名", "电话", "手机", "座机"])]
    heads = find_heads(rows, [Merge(1, 0, 1, 1), Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)])
    assert [one.meaning for one in heads.columns] == ["name", "sex", "other", "contact_phone", "phone", "phone_more"]


def test_a_heading_over_two_rows_is_taken_from_the_one_that_says_something():
    heads = find_heads([(1, ["姓名", "性别", "户主", None]), (2, [None, None, "姓名", "住址"])], [Merge(1, 2, 1, 3)])
    assert [one.meaning for one in heads.columns] == ["name", "sex", "head", "address"] and heads.last_row == 2


@pytest.mark.parametrize("row", [["日期", "社工", "类别"], ["姓名"], ["姓名", "工时"], [], [None, None]])
def test_a_sheet_without_people_has_no_heading(row):
    assert find_heads([(1, row)]) is None


def test_a_second_telephone_is_kept_beside_the_first():
    heads = find_heads([(1, ["姓名", "性别", "手机", "电话", "紧急联系人电话"])])
    assert [one.meaning for one in heads.columns][2:] == ["phone", "phone", "contact_phone"]

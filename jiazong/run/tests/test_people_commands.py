"""`jiazong people import` and `duplicates`: one JSON document, one sentence where it cannot be done, nothing twice."""
import contextlib
import json

import openpyxl
import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import translation

from jiazong.people.places.tests import factories as places
from jiazong.people.residents.models import Person
from jiazong.run.cli import main, people

HEADS = ("编号", "姓名", "性别", "出生日期", "身份证号", "手机", "住址")
ROWS = (
    ("A1", "张国秀", "女", "1958-03-09", "", "13800138000", "阳光花园3栋1201"),
    ("A2", "章國秀", "女", "1958-09-03", "", "138 0013 8000", "阳光花园3幢1201室"),
    ("A3", "林家明", "男", "2010-05-01", "", "13900139000", "阳光花园4栋101"),
    ("A4", "林家亮", "男", "2010-05-01", "", "13900139000", "阳光花园4栋101"),
    ("A5", "林大山", "男", "1980-05-01", "", "13900139000", "阳光花园4栋101"),
    ("A6", "林错号", "男", "", "110105194912310021", "", ""),
)


@pytest.fixture
def centre(db, monkeypatch):
    """The commands run inside this test's transaction, with the tables that are there."""

    class Here:
        def __enter__(self):
            self.inner = contextlib.ExitStack()
            self.inner.enter_context(transaction.atomic())
            self.inner.enter_context(translation.override("zh-hans"))

        def __exit__(self, *fault):
            return self.inner.__exit__(*fault)

    monkeypatch.setattr(people, "house", Here)
    return places.centre()


def run(*words):
    return CliRunner().invoke(main, ["people", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (HEADS, *ROWS):
        workbook.active.append(row)
    path = tmp_path / "名册.xlsx"
    workbook.save(path)
    return path


def test_an_import_answers_with_one_document_and_a_second_one_changes_nothing(centre, file):
    dry = json.loads(run("import", file, "--centre", centre.pk, "--dry-run", "--json").stdout)
    assert dry["dry_run"] and not Person.objects.exists()
    said = json.loads(run("import", file, "--centre", centre.pk, "--json").stdout)
    assert {key: said[key] for key in ("rows", "accepted", "new", "changed", "unchanged", "households")} == {
        "rows": 6, "accepted": 5, "new": 5, "changed": 0, "unchanged": 0, "households": 2,
    }  # fmt: skip
    (refused,) = said["refused"]
    assert (refused["line"], refused["column"], refused["code"]) == (7, "身份证号", "id_check_sign")
    assert refused["reason"] == "身份证号的校验位对不上：有一位写错了。" and refused["what_to_do"] == "请与证件逐位核对。"
    assert [(one["line"], one["other"]["outside_number"]) for one in said["hints"]] == [(3, "A1")]
    again = json.loads(run("import", file, "--centre", centre.pk, "--json").stdout)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 5)


def test_doubles_are_named_with_number_score_and_reason_and_twins_and_fathers_are_not(centre, file):
    run("import", file, "--centre", centre.pk)
    said = json.loads(run("duplicates", "--centre", centre.pk, "--json").stdout)
    (pair,) = said["pairs"]
    assert {pair["a"]["outside_number"], pair["b"]["outside_number"]} == {"A1", "A2"}
    assert {pair["a"]["name"], pair["b"]["name"]} == {"张国秀", "章國秀"}
    assert 0.75 <= pair["score"] <= 1 and pair["reason"] == "姓名同音；出生的月和日写反了；电话相同；住址相同"


def test_without_json_people_are_told_in_lines(centre, file):
    done = run("import", file, "--centre", centre.pk)
    assert done.exit_code == 0 and "第 7 行 身份证号：身份证号的校验位对不上" in done.stdout
    assert "新 5" in done.stderr
    assert "张国秀" in run("duplicates", "--centre", centre.pk).stdout


@pytest.mark.parametrize("words", [("import", "没有.xlsx", "--centre", "qinghe"), ("duplicates", "--centre", "nowhere"), ("import",)])
def test_what_cannot_be_done_is_told_in_one_sentence(centre, words):
    done = run(*words)
    assert done.exit_code in (1, 2) and done.stdout == "" and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_a_file_that_holds_no_people_is_told_in_one_sentence(centre, tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text("日期,类别\n2025-01-01,个案\n", encoding="utf-8")
    done = run("import", path, "--centre", centre.pk)
    assert done.exit_code == 1 and "没有一张工作表有姓名列" in done.stderr

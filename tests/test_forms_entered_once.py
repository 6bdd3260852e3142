"""Entered once, printed in all: every field of a paper form has one place it comes from, and no place is asked for twice.

`forms_of_the_field.csv` is what the casework forms of the field hold (domain D1, D4, D5, D13), item by item.
"""
import csv
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from jiazong.ground.papers import register
from jiazong.ground.papers.register import Field

ASKED = list(csv.DictReader(Path(__file__).with_name("forms_of_the_field.csv").open(encoding="utf-8")))
PAPER = "paper"


def faults_of(field: Field) -> list[str]:
    """What of a source does not exist: `app.Model.column+column#which`, or `app.Model+Model` for a list or a drawing."""
    app, models, *columns = field.source.split("#")[0].split(".")
    known = {one.__name__: {column.name for column in one._meta.get_fields()} for one in apps.get_app_config(app).get_models()}
    faults = [name for name in models.split("+") if name not in known]
    return faults or [name for name in "".join(columns).split("+") if columns and name not in known[models]]


@pytest.mark.parametrize("field", register.fields().values(), ids=lambda field: field.code)
def test_every_field_comes_from_a_column_that_exists_or_from_the_pen(field):
    if field.source == PAPER:
        assert field.kind == register.SIGN
    else:
        assert faults_of(field) == []


def test_no_field_is_typed_twice():
    """Two fields with one source would be the same thing under two names; one code with two sources would be asked twice."""
    typed = [field for field in register.fields().values() if field.source != PAPER]
    twice = [source for source, times in Counter(field.source for field in typed).items() if times > 1]
    assert twice == []
    assert len(register.fields()) == len({field.code for field in register.fields().values()})


def test_a_field_has_the_same_label_on_every_form_and_no_form_has_two_of_a_name():
    for form in register.forms().values():
        names = [field.placeholder for field in form.fields]
        assert len(names) == len(set(names)), form.code


def test_every_field_of_the_table_stands_on_some_form():
    used = {field.code for form in register.forms().values() for field in form.fields}
    used |= {column for form in register.forms().values() for field in form.fields for column in field.columns}
    assert set(register.fields()) - used == set()


@pytest.mark.parametrize("line", ASKED, ids=lambda line: f"{line['form']}-{line['field']}")
def test_everything_the_field_asks_for_stands_on_its_form(line):
    form = register.form(line["form"])
    has = {field.code for field in form.fields} | {column for field in form.fields for column in field.columns} | set(register.FRAME)
    assert line["field"] in has
    assert line["item"] in ("every", form.stands_for)


@pytest.mark.parametrize("item", ["D1", "D4", "D5", "D13"])
def test_each_item_of_the_domain_has_its_forms(item):
    assert {form.code for form in register.forms().values() if form.stands_for == item} >= {line["form"] for line in ASKED if line["item"] == item}


def test_every_form_carries_attachments_and_signatures_or_says_why_not():
    for form in register.forms().values():
        kinds = {field.kind for field in form.fields}
        assert register.SIGN in kinds and "files.names" in {field.code for field in form.fields}, form.code

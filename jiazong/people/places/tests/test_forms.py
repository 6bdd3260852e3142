from datetime import date, time

import pytest

from jiazong.people.places import forms
from jiazong.people.places.models import Centre


def week(**typed):
    form = forms.WeekForm({name: "" for *_, name in forms.week_fields()} | typed)
    form.is_valid()
    return form


def test_money_is_typed_in_yuan_and_kept_in_fen():
    form = forms.ProfileForm({"name": "青禾家综", "construction": "3500000.5", "fit_out": "", "founded_on": "2012-07"})
    assert form.is_valid(), form.errors
    profile = form.profile()
    assert (profile["construction_fen"], profile["fit_out_fen"]) == (350_000_050, None)
    assert profile["founded_on"] == date(2012, 7, 1)
    assert "construction" not in profile


def test_every_field_of_the_profile_form_is_a_field_of_the_centre():
    form = forms.ProfileForm({"name": "青禾家综"})
    assert form.is_valid()
    assert set(form.profile()) <= {field.name for field in Centre._meta.get_fields()}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"area_m2": "12.5"}, "area_m2"),
        ({"area_m2": "0"}, "area_m2"),
        ({"construction": "-1"}, "construction"),
        ({"construction": "1.234"}, "construction"),
        ({"construction": "NaN"}, "construction"),
        ({"founded_on": "七月"}, "founded_on"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(typed, name):
    form = forms.ProfileForm({"name": "青禾家综"} | typed)
    assert list(form.errors) == [name]


def test_a_day_left_blank_is_closed():
    assert week().hours(Centre(code="x")) == []


def test_two_periods_of_a_day_are_kept():
    form = week(d0_0_opens="09:00", d0_0_closes="12:00", d0_1_opens="14:00", d0_1_closes="17:30")
    assert not form.errors
    kept = [(one.weekday, one.opens, one.closes) for one in form.hours(Centre(code="x"))]
    assert kept == [(0, time(9), time(12)), (0, time(14), time(17, 30))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"d0_0_opens": "09:00"}, "d0_0_closes"),
        ({"d3_1_closes": "09:00"}, "d3_1_opens"),
        ({"d0_0_opens": "09:00", "d0_0_closes": "09:00"}, "d0_0_closes"),
        ({"d0_0_opens": "25:00", "d0_0_closes": "26:00"}, "d0_0_opens"),
        ({"d6_0_opens": "09:00", "d6_0_closes": "12:00", "d6_1_opens": "11:00", "d6_1_closes": "13:00"}, "d6_1_opens"),
    ],
)
def test_hours_that_cannot_be_are_refused_on_their_day(typed, name):
    assert name in week(**typed).errors


def test_mondays_hours_go_on_the_working_days_only():
    copied = forms.week_with_monday_copied({"d0_0_opens": "09:00", "d0_0_closes": "12:00", "d5_0_opens": "10:00"})
    assert [copied[f"d{day}_0_opens"] for day in range(7)] == ["09:00"] * 5 + ["10:00", ""]


def test_the_lines_of_rooms_are_read_unjudged_without_blank_and_removed_ones():
    typed = {
        "form-TOTAL_FORMS": "3",
        "form-0-name": "201", "form-0-area_m2": "many",
        "form-1-name": "202", "form-1-DELETE": "on",
    }  # fmt: skip
    assert forms.rooms_as_typed(typed) == [{"type": "", "name": "201", "area_m2": "many"}]


@pytest.mark.parametrize("total", ["", "-1", "9999999999", "x"])
def test_a_forged_number_of_lines_does_no_harm(total):
    assert forms.rooms_as_typed({"form-TOTAL_FORMS": total}) == []

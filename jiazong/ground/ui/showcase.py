"""Invented records for the kit page: a centre that does not exist, numbers that add up."""
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui import charts
from jiazong.ground.ui.inputs import DayInput, NumberInput, PhoneInput

START, END, TODAY = date(2026, 4, 10), date(2027, 4, 9), date(2026, 11, 24)
# name, done, target, unit, state, forecast, against plan
INDICATORS = (
    ("专业服务总工时", 17612, 27440, "小时", "ok", None, "多 462 小时"),
    ("直接专业服务工时", 14390, 22852, "小时", "ok", None, "多 108 小时"),
    ("个案（新开）", 43, 64, "个", "ok", None, "多 3 个"),
    ("小组", 112, 160, "节", "ok", None, "多 12 节"),
    ("入户探访", 1404, 2400, "户次", "slow", 2247, "每周还需 51"),
    ("专业督导", 22, 48, "次", "late", 35, "每月还需 6"),
)
WEEKS = (46, 42, 44, 39, 38, 45, 41, 47, 40, 36, 49, 48)
PLACES = (("幸福里", 412), ("青禾", 356), ("河涌口", 338), ("新塱", 298))
RECORDS = (
    ("11-23 16:10", "何国良", "幸福里", "独居长者", "陈静", 40, "ok", "已复核"),
    ("11-23 14:30", "陈玉莲", "青禾", "残疾人", "林志豪", 50, "ok", "已复核"),
    ("11-23 10:15", "谭志明", "河涌口", "困境儿童", "黄晓彤", 60, "warn", "待补"),
    ("11-21 15:40", "郭少珍", "新塱", "空巢长者", "梁家俊", 35, "bad", "退回"),
)
ROSTER = (("李秀英", "here"), ("何国良", "here"), ("梁桂芳", "late"), ("叶永昌", "absent"), ("邓淑仪", "excused"))


class VisitForm(forms.Form):
    """A form with one of every field, to be shown with and without errors."""

    phone = forms.CharField(label=_("Mobile number"), help_text=_("Only to tell of changes"), widget=PhoneInput)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    minutes = forms.IntegerField(label=_("How long"), widget=NumberInput)
    how = forms.ChoiceField(
        label=_("How you met"),
        widget=forms.RadioSelect,
        choices=[("home", _("Home visit")), ("call", _("Call")), ("desk", _("In the centre"))],
    )
    place = forms.ChoiceField(label=_("Community"), choices=[("", _("All")), ("1", "幸福里"), ("2", "青禾")])
    note = forms.CharField(label=_("One more sentence"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("The person agreed to be recorded"), required=False)
    sheet = forms.FileField(label=_("Drop the workbook here"), required=False, help_text=_(".xlsx or .csv, up to 40 MB"))

    def clean_phone(self) -> str:
        digits = self.cleaned_data["phone"]
        if len(digits) != 11:
            raise forms.ValidationError(
                _("The mobile number has %(n)s digits and needs 11"), params={"n": len(digits)}
            )
        return digits


class FilterForm(forms.Form):
    """The question asked of a list."""

    place = forms.ChoiceField(label=_("Community"), required=False, choices=[("", _("All")), ("1", "幸福里")])
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput)


def context() -> dict[str, Any]:
    """Everything the kit page shows."""
    today = charts.elapsed(START, END, TODAY - timedelta(days=1))
    shown = []
    for name, done, target, unit, state, forecast, against in INDICATORS:
        bar = charts.bullet(done, target, today, state=state, forecast=forecast)
        shown.append({"name": name, "done": done, "target": target, "unit": unit, "bar": bar, "against": against})
    return {
        "today_day": TODAY,
        "today": today,
        "indicators": shown,
        "line": visits_line(),
        "weeks": charts.weekly([(week_label(n), value) for n, value in enumerate(WEEKS)], needed=51),
        "places": charts.bars(PLACES),
        "month": charts.month_of_hours(2026, 11, november()),
        "pieces": charts.segments([(6540, "direct"), (1290, "indirect")], 10080),
        "asked": VisitForm({"phone": "1392233", "day": "2026-11-24", "minutes": "45", "how": "home"}),
        "blank": VisitForm(auto_id="blank_%s"),
        "filter_form": FilterForm(auto_id="filter_%s"),
        "records": RECORDS,
        "roster": [(f"here-{n}", name, value) for n, (name, value) in enumerate(ROSTER)],
    }


def visits_line() -> charts.Cumulative:
    """Home visits of the invented contract, summed."""
    points = [(START + timedelta(days=offset), round(1404 * offset / 228 - 12 * (offset % 60) / 60)) for offset in range(0, 228, 28)]
    points.append((TODAY, 1404))
    return charts.cumulative(START, END, 2400, points, TODAY, forecast=2247, low=1960, high=2350, state="slow")


def week_label(index: int) -> str:
    first = date(2026, 9, 1) + timedelta(weeks=index)
    return f"{first.month}月{first.day}日"


def november() -> dict[date, charts.HoursOfDay]:
    """A month with two gaps, up to today."""
    days = {}
    for number in range(1, 31):
        day = date(2026, 11, number)
        if day.weekday() > 4:
            days[day] = charts.HoursOfDay(state="off", note="休")
        elif number in (12, 18):
            days[day] = charts.HoursOfDay(120, 0, "gap", "缺 5 小时", "#hours")
        elif number < 24:
            days[day] = charts.HoursOfDay(390 + number % 3 * 15, 90, href="#hours")
        else:
            days[day] = charts.HoursOfDay(state="today" if number == 24 else "later", note="未到" if number > 24 else "")
    return days

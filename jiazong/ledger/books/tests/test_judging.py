"""Single rows and single headings: who, by which method, why not, and which of two columns is meant."""
from datetime import date, time, timedelta

import pytest
import xlsxwriter

from jiazong.ledger.books.rules import BookContext
from jiazong.ledger.books.rules.sentences import mend, reason
from jiazong.ledger.books.tests.invented import STAFF, book, contract, read, short, why

HEAD = ["日期", "服务类型", "服务名称", "负责社工", "直接服务时数(小时)", "间接服务时数(小时)", "服务人次", "备注"]
GOOD = ["2025-03-08", "个案", "面谈", "林晓岚", 1, 0.5, 1, None]


def with_cells(**cells):
    """A good row with some of its cells replaced: day, method, title, worker, direct, indirect, count, note."""
    names = ["day", "method", "title", "worker", "direct", "indirect", "count", "note"]
    return [cells.get(name, value) for name, value in zip(names, GOOD, strict=True)]


def judged(tmp_path, *rows, head=HEAD, context=None):
    return read(book(tmp_path / "a.xlsx", {"三月": [head, *rows]}), context)


@pytest.mark.parametrize(
    ("cells", "column", "code", "detail"),
    [
        ({"day": "2025年2月30日"}, "日期", "no_such_day", "impossible_day"),
        ({"day": None}, "日期", "no_such_day", "day_missing"),
        ({"day": "3月8日-3月9日"}, "日期", "no_such_day", "range_of_days"),
        ({"day": "月初"}, "日期", "no_such_day", "not_a_day"),
        ({"day": "2026.3.8"}, "日期", "outside_term", ""),
        ({"method": "魔术"}, "服务类型", "unknown_method", ""),
        ({"method": None}, "服务类型", "unknown_method", "method_missing"),
        ({"method": "个案/小组"}, "服务类型", "unknown_method", "several_methods"),
        ({"method": "电访"}, "服务类型", "unknown_method", ""),
        ({"worker": "查无此人"}, "负责社工", "unknown_worker", ""),
        ({"worker": "林晓岚、何子谦"}, "负责社工", "unknown_worker", "several_workers"),
        ({"worker": "林晓岚 何子谦"}, "负责社工", "unknown_worker", "several_workers"),
        ({"worker": "林晓岚/查无此人"}, "负责社工", "unknown_worker", "several_workers"),
        ({"worker": None}, "负责社工", "unknown_worker", "worker_missing"),
        ({"direct": "两三个小时"}, "直接服务时数(小时)", "not_a_duration", ""),
        ({"direct": "-1小时"}, "直接服务时数(小时)", "negative", ""),
        ({"direct": -1}, "直接服务时数(小时)", "negative", ""),
        ({"direct": 25}, "直接服务时数(小时)", "more_than_a_day", ""),
        ({"direct": 13, "indirect": 12}, "直接服务时数(小时)", "more_than_a_day", "together"),
        ({"direct": "/", "indirect": "无"}, "直接服务时数(小时)", "no_duration", ""),
        ({"direct": 0, "indirect": None}, "直接服务时数(小时)", "no_duration", ""),
        ({"indirect": "很久"}, "间接服务时数(小时)", "not_a_duration", ""),
        ({"indirect": timedelta(hours=25)}, "间接服务时数(小时)", "more_than_a_day", ""),
        ({"count": "约20人"}, "服务人次", "not_a_count", ""),
        ({"count": -3}, "服务人次", "not_a_count", ""),
    ],
)
def test_a_row_is_refused_where_it_is_wrong_and_says_how_to_mend_it(tmp_path, cells, column, code, detail):
    accepted, refused, _ = judged(tmp_path, GOOD, with_cells(**cells), GOOD)
    assert [row.row for row in accepted] == [2, 4]
    assert [why(row) for row in refused] == [("三月", 3, column, code)]
    problem = refused[0].problem
    assert problem.detail == detail and refused[0].also == []
    assert "%(" not in reason(problem) % problem.values and "%(" not in mend(problem) % problem.values


def test_the_first_problem_is_the_main_one_and_the_others_stand_beside_it(tmp_path):
    _, refused, _ = judged(tmp_path, with_cells(day="4月31日", method="魔术", worker="某人", direct="很久", indirect=-1, count="多人"))
    assert refused[0].code == "no_such_day" and refused[0].found == "4月31日"
    assert [problem.code for problem in refused[0].also] == ["unknown_method", "unknown_worker", "not_a_duration", "negative", "not_a_count"]


def test_a_cell_in_which_the_spreadsheet_shows_an_error_is_not_taken_for_blank(tmp_path):
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = workbook.add_worksheet("三月")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, GOOD[:-1])
    sheet.write_formula(1, 4, "=A1/0", None, "#VALUE!")
    workbook.close()
    _, refused, _ = read(tmp_path / "a.xlsx")
    assert [why(row) for row in refused] == [("三月", 2, "直接服务时数(小时)", "not_a_duration")]
    assert (refused[0].found, refused[0].problem.detail) == ("#VALUE!", "error_cell")


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("个案工作", "个案"), ("個案服務", "个案"), ("1.个案", "个案"), ("①个案", "个案"), ("个案-接案", "个案"), ("个案（跟进）", "个案"), ("小组活动", "小组"), ("小组工作", "小组"),
        ("大型活动", "社区活动"), ("入户探访", "探访"), ("家訪", "探访"), ("探 访", "探访"), ("探访类", "探访"), ("政策諮詢", "咨询"), ("咨询服务", "咨询"),
        ("４：３０课堂", "四点半课堂"), ("4:30學校", "四点半课堂"), ("四点半学校", "四点半课堂"), ("4点半课堂", "四点半课堂"),
    ],
)  # fmt: skip
def test_a_method_goes_by_many_names(tmp_path, written, method):
    accepted, _, _ = judged(tmp_path, with_cells(method=written))
    assert [row.method for row in accepted] == [method]


def test_the_contracts_own_name_of_a_method_comes_first(tmp_path):
    rows = [with_cells(method=name) for name in ("家访", "探访", "入户探访", "电访", "电话探访")]
    accepted, _, _ = judged(tmp_path, *rows, context=contract(methods=["家访", "个案", "电话探访"]))
    assert [row.method for row in accepted] == ["家访"] * 3 + ["电话探访"] * 2
    accepted, refused, _ = judged(tmp_path, *rows[:3], context=contract(methods=["家访", "探访"]))
    assert [row.method for row in accepted] == ["家访", "探访", "探访"]


def test_a_contract_may_bring_other_names_of_its_own(tmp_path):
    context = BookContext(date(2025, 1, 1), date(2025, 12, 31), {name: name for name in STAFF}, {7: ["长者饭堂", "助餐"]}, "a.xlsx")
    accepted, _, _ = judged(tmp_path, with_cells(method="助餐"), context=context)
    assert accepted[0].method == 7


@pytest.mark.parametrize("written", ["麦 静珍", "麥靜珍", "麦静珍（社工）", "麦静珍社工", "社工麦静珍", "1.麦静珍", "麦静珍\u200b", "麦静珍主任"])
def test_a_name_is_found_however_it_is_written(tmp_path, written):
    accepted, _, _ = judged(tmp_path, with_cells(worker=written))
    assert [row.worker for row in accepted] == ["麦静珍"]


def test_the_column_whose_cells_are_methods_is_the_method_whatever_it_is_called(tmp_path):
    head = ["服务日期", "服务类型", "服务内容", "服务方式", "工作人员", "服务对象", "工时(小时)"]
    accepted, _, reading = judged(tmp_path, ["3月8日", "长者服务", "生日会", "小组", "何子谦", "陈婆婆", 1], ["3月9日", "家庭服务", "面谈", "个案", "解明", "李生", 2], head=head)
    assert [(row.method, row.field, row.title) for row in accepted] == [("小组", "长者服务", "生日会"), ("个案", "家庭服务", "面谈")]


def test_the_column_whose_cells_are_on_the_staff_list_is_the_worker(tmp_path):
    head = ["日期", "姓名", "类别", "填写", "服务时数(小时)"]
    accepted, _, reading = judged(tmp_path, ["3月8日", "陈婆婆", "个案", "何子谦", 1], ["3月9日", "李伯", "探访", "解明", 2], head=head)
    assert [(row.worker, row.title) for row in accepted] == [("何子谦", ""), ("解明", "")]  # the names of people served are not kept
    assert next(c for c in reading.sheets[0].columns if c.meaning == "worker").certainty == "guessed"


def test_the_day_of_the_service_is_not_the_day_of_the_form(tmp_path):
    head = ["填表日期", "活动日期", "审核日期", "类别", "社工", "时数", "人数", "人次"]
    accepted, _, _ = judged(tmp_path, ["2025.4.1", "2025.3.8", "2025.4.2", "小组", "何子谦", 1.5, 8, 9], head=head)
    assert [(row.day.isoformat(), row.person_times, row.direct_minutes) for row in accepted] == [("2025-03-08", 9, 90)]


def test_headings_with_stars_spaces_and_line_breaks_are_read(tmp_path):
    head = ["*日 期", "类 别\n（必填）", "社 工 姓 名：", "直接服务\n时数（单位：分）", "间接服务\n时数（单位：分）", "人 次"]
    accepted, _, _ = judged(tmp_path, ["3.8", "个案", "解明", 90, 15, 2], head=head)
    assert [short(row)[4:] for row in accepted] == [(90, 15, 2)]


def test_a_table_may_begin_anywhere(tmp_path):
    rows = [[], ["石门站"], [], [None, None, "二〇二五年度服务台账"], [], [None, None, *HEAD], [None, None, *GOOD], [None, "审核：", None, "日期："]]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"表": rows}))
    assert [row.row for row in accepted] == [7] and not refused
    assert reading.sheets[0].columns[0].letter == "C"


def test_rows_that_only_fill_the_page_are_passed_over(tmp_path):
    head = ["序号", *HEAD]
    rows = [
        ["", "必填", "必填", "选填", "必填", "数字", "数字", "数字", "选填"],
        [1, *GOOD],
        [2, None, None, None, None, 0, 0, 0],
        [3],
        [4, "3月9日"],
        ["第一周"],
        [None, None, None, None, "林晓岚小计", 5, 1, 3],
        [None, None, None, None, None, 10, 2.5, 30],
        ["说明：时数以小时计"],
        ["制表人：", "林晓岚", None, "审核人：", "何子谦", None, "日期：", "2025.3.31"],
        ["3月累计", None, None, None, None, 10, 2.5, 30],
        [None, None, "小计", None, None, 10],
    ]
    accepted, refused, reading = judged(tmp_path, *rows, head=head)
    assert [row.row for row in accepted] == [3] and not refused
    assert dict(reading.sheets[0].passed_over) == {"note": 3, "blank": 3, "subtotal": 4, "signature": 1}


def test_a_row_of_service_is_never_mistaken_for_a_subtotal(tmp_path):
    accepted, refused, _ = judged(tmp_path, with_cells(title="累计", note="合计"), with_cells(title="月度工作汇总", day="2月30日"), with_cells(note="小计", count="x人"))
    assert [row.title for row in accepted] == ["累计"]
    assert [row.code for row in refused] == ["no_such_day", "not_a_count"]


def test_a_blank_worker_is_not_filled_with_whoever_filled_in_the_form(tmp_path):
    rows = [["填表人：", "林晓岚"], HEAD, GOOD, with_cells(worker=None)]
    _, refused, _ = read(book(tmp_path / "a.xlsx", {"三月": rows}))
    assert [row.code for row in refused] == ["unknown_worker"]


def test_days_as_lines_between_the_rows_hold_for_the_rows_below(tmp_path):
    rows = [["服务类型", "社工", "直接工时(小时)", "人次"], ["3月8日（周六）"], ["个案", "解明", 1, 1], ["3月9日"], ["小组", "解明", 2, 8]]
    sheets = {"3月7日": [rows[0], ["咨询", "解明", 1, 1], *rows[1:]]}
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", sheets))
    assert [row.day.day for row in accepted] == [7, 8, 9] and not refused


def test_hours_and_minutes_in_columns_of_their_own_are_added(tmp_path):
    rows = [["日期", "类型", "社工", "直接服务时数", None, "间接服务时数", None, "人次"], [None, None, None, "小时", "分钟", "小时", "分钟"], ["3.8", "个案", "解明", 1, 30, 0, 15, 2], ["3.9", "个案", "解明", None, 45, 1, None, 1]]
    merged = ["D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2", "H1:H2"]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"三月": rows}, {"三月": merged}))
    assert [(row.direct_minutes, row.indirect_minutes) for row in accepted] == [(90, 15), (45, 60)] and not refused


def test_persons_divided_under_one_heading_are_added_unless_their_total_stands_there(tmp_path):
    parted = [["日期", "类型", "社工", "时数(小时)", "服务人次", None], [None, None, None, None, "男", "女"], ["3.8", "小组", "解明", 1, 3, 5]]
    totalled = [["日期", "类型", "社工", "时数(小时)", "服务人次", None, None], [None, None, None, None, "男", "女", "合计"], ["3.8", "小组", "解明", 1, 3, 5, 8]]
    path = book(tmp_path / "a.xlsx", {"一": parted, "二": totalled}, {"一": ["E1:F1"], "二": ["E1:G1"]})
    accepted, _, _ = read(path)
    assert [row.person_times for row in accepted] == [8, 8]


def test_hours_divided_by_method_are_not_guessed_at(tmp_path):
    rows = [["日期", "类型", "社工", "服务时数", None, "人次"], [None, None, None, "上午", "下午"], ["3.8", "小组", "解明", 1, 2, 5]]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"一": rows}, {"一": ["D1:E1"]}))
    assert not accepted and reading.sheets[0].skipped == "no_duration"


def test_a_summary_above_the_ledger_is_not_read_as_service(tmp_path):
    rows = [["服务类型", "人次", "直接工时"], ["个案", 10, 20], [], HEAD, GOOD]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"三月": rows}))
    assert [row.row for row in accepted] == [5] and not refused


def test_a_sheet_without_workers_is_passed_over_with_the_reason(tmp_path):
    rows = [["日期", "类型", "时数"], ["3.8", "个案", 1]]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert not accepted and reading.sheets[0].skipped == "no_worker"


def test_a_time_beside_hours_says_when_and_a_time_alone_says_how_long(tmp_path):
    beside = [["日期", "时间", "类型", "社工", "直接工时"], ["3.8", time(9, 30), "个案", "解明", 1]]
    alone = [["日期", "时间", "类型", "社工", "人次"], ["3.8", "1.5小时", "个案", "解明", 1]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"一": beside, "二": alone}))
    assert [(row.start_minute, row.direct_minutes) for row in accepted] == [(570, 60), (None, 90)]


def test_a_day_with_its_clock_in_one_cell_gives_day_and_start(tmp_path):
    head = ["服务时间", "类型", "社工", "直接工时", "人次"]
    accepted, _, _ = judged(tmp_path, ["2025年3月8日 9:00-10:30", "个案", "解明", 1.5, 1], head=head)
    assert [(row.day.isoformat(), row.start_minute) for row in accepted] == [("2025-03-08", 540)]


def test_hours_of_preparation_are_indirect(tmp_path):
    head = ["小组名称", "节次", "日期", "出席人数", "带领社工", "小组时数(小时)", "筹备工时(小时)"]
    rows = [["2025年小组服务记录"], head, ["手工小组", 1, "3.8", 9, "解明", 1.5, 2]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [short(row)[1:] for row in accepted] == [("2025-03-08", "小组", "解明", 90, 120, 9)]


def test_the_name_of_a_centre_is_no_method(tmp_path):
    rows = [["石门社区服务中心2025年3月服务台账"], ["日期", "内容", "社工", "时数(小时)"], ["3.8", "面谈", "解明", 1]]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"Sheet1": rows}), contract(file_name="石门社区.xlsx"))
    assert not accepted and reading.sheets[0].skipped == "no_method"


def test_a_sheet_may_hold_one_day_named_above_its_table(tmp_path):
    rows = [["日期：", "2025年3月8日", None, "天气：晴"], ["服务类型", "社工", "时数(小时)", "人次"], ["个案", "解明", 1, 1]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [(row.day.isoformat(), row.flags) for row in accepted] == [("2025-03-08", ("day_from_sheet",))]

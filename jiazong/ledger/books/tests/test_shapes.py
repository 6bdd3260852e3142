"""Ledgers of other shapes: where the headings stand, what is merged, what the sheet's name says."""
from datetime import date, datetime, time, timedelta

import xlsxwriter
import xlwt

from jiazong.ledger.books.tests.invented import book, contract, read, short, why

PLAIN = ["日期", "服务类型", "服务名称", "负责社工", "直接服务时数(小时)", "间接服务时数(小时)", "服务人次", "备注"]


def test_two_row_merged_headings_divide_hours_into_direct_and_indirect(tmp_path):
    rows = [
        ["清水社工服务站2025年3月服务工时登记表"],
        ["填表人：", "林晓岚", None, None, None, "单位：分钟"],
        ["序号", "服务日期", "服务方法", "社工", "服务时数", None, "人次", "备注"],
        [None, None, None, None, "直接", "间接"],
        [1, "3.8", "个案", "林晓岚", 60, 30, 1],
        [2, "3.9", "小组", "何子谦", 90, "x", 8],
        ["合计", None, None, None, 150, 30, 9],
    ]
    merged = ["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4"]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"3月": rows}, {"3月": merged}))
    assert [short(row) for row in accepted] == [(5, "2025-03-08", "个案", "林晓岚", 60, 30, 1), (6, "2025-03-09", "小组", "何子谦", 90, 0, 8)]
    assert reading.sheets[0].heading_rows == (3, 4)
    assert [c.heading for c in reading.sheets[0].columns if c.meaning in ("direct", "indirect")] == ["直接", "间接"]


def test_a_refusal_names_the_most_specific_part_of_a_two_row_heading(tmp_path):
    rows = [
        ["日期", "类别", "社工", "服务时数", None, "人次"],
        [None, None, None, "直接服务(分钟)", "间接服务(分钟)"],
        ["2025-3-8", "个案", "林晓岚", 1500, 0, 1],
        ["2025-3-8", "个案", "林晓岚", 30, "很久", 1],
    ]
    _, refused, _ = read(book(tmp_path / "a.xlsx", {"三月": rows}, {"三月": ["D1:E1", "A1:A2", "B1:B2", "C1:C2", "F1:F2"]}))
    assert [why(row) for row in refused] == [("三月", 3, "直接服务(分钟)", "more_than_a_day"), ("三月", 4, "间接服务(分钟)", "not_a_duration")]


def test_two_row_headings_without_merged_cells_are_joined(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("日期,类型,工作人员,服务工时（小时）,,服务人次\n,,,直接,间接,\n2025/3/8,探访,曾嘉敏,1,0.5,2\n", encoding="gb18030")
    accepted, _, _ = read(path)
    assert [short(row) for row in accepted] == [(3, "2025-03-08", "探访", "曾嘉敏", 60, 30, 2)]


def test_the_method_may_be_the_name_of_the_sheet(tmp_path):
    heading = ["服务日期", "服务对象", "跟进社工", "时长（分）", "人数"]
    sheets = {
        "1.个案": [heading, ["3月8日", "甲", "林晓岚", 45, 1]],
        "小组活动": [heading, ["3月9日", "手工小组", "何子谦", 90, 8]],
        "家访记录": [heading, ["3月10日", "乙", "解明", 30, 2]],
    }
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", sheets), contract(file_name="2025年台账.xlsx"))
    assert not refused
    assert [short(row) for row in accepted] == [
        (2, "2025-03-08", "个案", "林晓岚", 45, 0, 1),
        (2, "2025-03-09", "小组", "何子谦", 90, 0, 8),
        (2, "2025-03-10", "探访", "解明", 30, 0, 2),
    ]
    assert accepted[0].title == "甲" and "method_from_sheet" in accepted[0].flags
    assert reading.sheets[0].assumed["method"] == "sheet"


def test_the_method_may_stand_in_the_title(tmp_path):
    rows = [["龙口站2025年社区活动登记表"], ["日期", "活动名称", "负责人", "直接工时", "间接工时", "参与人次"], ["2025年5月1日", "邻里节", "欧阳倩", "3小时", "2小时", "80人"]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"Sheet1": rows}, {"Sheet1": ["A1:F1"]}))
    assert [short(row) for row in accepted] == [(3, "2025-05-01", "社区活动", "欧阳倩", 180, 120, 80)]


def test_the_worker_may_be_the_name_of_the_sheet_or_stand_above_the_table(tmp_path):
    heading = ["日期", "服务类别", "内容", "直接时数", "间接时数", "人次"]
    sheets = {
        "欧阳倩": [heading, ["2025.3.8", "个案", "面谈", 1, 0.5, 1]],
        "表二": [["社工：麦 静珍", None, None, "月份：3月"], heading, ["9日", "咨询", "政策", 0.5, 0, 1]],
        "表三": [["社工姓名：", "麦珍"], heading, ["2025.3.10", "咨询", "政策", 0.5, 0, 1], ["社工姓名：", "何子谦"], ["2025.3.11", "咨询", "政策", 0.5, 0, 1]],
    }
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", sheets))
    assert not refused
    assert [(row.worker, row.day.day) for row in accepted] == [("欧阳倩", 8), ("麦静珍", 9), ("麦珍", 10), ("何子谦", 11)]


def test_minutes_and_hours_are_told_apart_by_the_numbers_when_nothing_says_so(tmp_path):
    heading = ["日期", "类型", "社工", "直接工时", "间接工时", "人次"]
    minutes = [heading] + [["2025.3.8", "个案", "林晓岚", value, 15, 1] for value in (30, 45, 60, 90)]
    hours = [heading] + [["2025.3.8", "个案", "林晓岚", value, 0.25, 1] for value in (0.5, 1, 1.5, 8)]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"一组": minutes, "二组": hours}))
    assert [row.direct_minutes for row in accepted] == [30, 45, 60, 90, 30, 60, 90, 480]
    units = [next(c for c in sheet.columns if c.meaning == "direct") for sheet in reading.sheets]
    assert [(c.unit, c.unit_certainty) for c in units] == [("minutes", "guessed"), ("hours", "guessed")]


def test_a_text_file_in_gb18030_is_a_ledger_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("日期\t服务类型\t社工\t直接服务时数(小时)\t服务人次\n2025-03-08\t咨询\t解明\t0.5\t1\n", encoding="gb18030")
    accepted, _, reading = read(path, contract(file_name="三月.csv"))
    assert [short(row) for row in accepted] == [(2, "2025-03-08", "咨询", "解明", 30, 0, 1)]
    assert reading.sheets[0].name == "三月"


def test_traditional_headings_names_and_methods_are_read(tmp_path):
    rows = [
        ["服務日期", "服務類別", "服務內容", "負責社工", "直接服務時數（小時）", "間接服務時數（小時）", "服務人次"],
        ["2025年3月8日", "社區活動", "鄰里節", "麥靜珍", "1.5小時", "30分鐘", 40],
        ["2025年3月9日", "諮詢", "政策", "歐陽倩", "半小時", "—", 1],
        ["2025年3月9日", "探訪", "獨居長者", "曾嘉敏", "四十五分鐘", "無", "２人"],
    ]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"三月": rows}))
    assert not refused
    assert [short(row)[2:] for row in accepted] == [("社区活动", "麦静珍", 90, 30, 40), ("咨询", "欧阳倩", 30, 0, 1), ("探访", "曾嘉敏", 45, 0, 2)]


def test_an_old_workbook_is_a_ledger_too(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("3月")
    day, clock = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="h:mm")
    for column, heading in enumerate(["日期", "类型", "社工", "直接服务时数", "间接服务时数", "人次"]):
        sheet.write(0, column, heading)
    for column, (value, style) in enumerate([(date(2025, 3, 8), day), ("小组", None), ("何子谦", None), (time(1, 30), clock), ("1小时", None), (9, None)]):
        sheet.write(1, column, value, *([style] if style else []))
    workbook.save(str(tmp_path / "a.xls"))
    accepted, _, _ = read(tmp_path / "a.xls")
    assert [short(row) for row in accepted] == [(2, "2025-03-08", "小组", "何子谦", 90, 60, 9)]


def test_one_column_of_hours_with_a_column_that_says_which_kind(tmp_path):
    rows = [
        ["日期", "服务类型", "社工", "工时类型", "工时(小时)", "人次"],
        ["2025.3.8", "个案", "林晓岚", "直接", 1, 1],
        ["2025.3.8", "个案", "林晓岚", "间接服务", 0.5, 1],
        ["2025.3.9", "小组", "何子谦", "不知", 2, 8],
    ]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert [(row.direct_minutes, row.indirect_minutes) for row in accepted] == [(60, 0), (0, 30)]
    assert [why(row) for row in refused] == [("一", 4, "工时类型", "unknown_kind")]


def test_one_column_of_hours_alone_counts_as_direct_and_says_so(tmp_path):
    rows = [["日期", "服务类型", "社工", "服务时数", "人次"], ["2025.3.8", "个案", "林晓岚", 1, 1]]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert (accepted[0].direct_minutes, accepted[0].indirect_minutes) == (60, 0)
    assert reading.sheets[0].assumed["single_duration"] == "服务时数"


def test_a_book_counting_from_1904_is_read_on_the_right_days(tmp_path):
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    sheet = workbook.add_worksheet("3月")
    sheet.write_row(0, 0, ["日期", "类型", "社工", "直接工时(小时)", "人次"])
    sheet.write_datetime(1, 0, datetime(2025, 3, 8), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_row(1, 1, ["个案", "林晓岚", 1, 1])
    sheet.write_row(2, 0, [44262, "个案", "林晓岚", 1, 1])
    sheet.write_row(3, 0, ["44262", "个案", "林晓岚", 1, 1])
    workbook.close()
    accepted, _, _ = read(tmp_path / "a.xlsx")
    assert [row.day for row in accepted] == [date(2025, 3, 8)] * 3


def test_a_term_over_two_calendar_years_gives_days_their_year(tmp_path):
    rows = [["日期", "类型", "社工", "直接工时(小时)", "人次"]]
    rows += [[text, "个案", "林晓岚", 1, 1] for text in ("9月8日", "12.31", "3月8日", "8/31", "2月30日")]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"全年": rows}), contract(date(2025, 9, 1), date(2026, 8, 31)))
    assert [row.day.isoformat() for row in accepted] == ["2025-09-08", "2025-12-31", "2026-03-08", "2026-08-31"]
    assert [why(row) for row in refused] == [("全年", 6, "日期", "no_such_day")]


def test_the_title_names_the_year_before_the_sheet_and_the_file(tmp_path):
    rows = [["2026年3月服务台账"], ["填表日期：2027年4月2日"], ["日期", "类型", "社工", "直接工时(小时)", "人次"], ["8日", "个案", "林晓岚", 1, 1], ["3月9日", "个案", "林晓岚", 1, 1]]
    context = contract(date(2025, 9, 1), date(2026, 8, 31), file_name="2025年台账.xlsx")
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"记录": rows}, {"记录": ["A1:E1"]}), context)
    assert [row.day.isoformat() for row in accepted] == ["2026-03-08", "2026-03-09"]


def test_a_day_merged_over_rows_holds_for_all_of_them(tmp_path):
    rows = [PLAIN, ["3月8日", "个案", "面谈", "林晓岚", 1, 0, 1], [None, "个案", "面谈", "何子谦", 2, 0, 1], [None, "小组", "手工", "解明", 1, 1, 8], [None, None, None, None, None, None, None], ["3月9日", "个案", "面谈", "林晓岚", 1, 0, 1], [None, "个案", "面谈", "林晓岚", 1, 0, 1]]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"3月": rows}, {"3月": ["A2:A5"]}))
    assert [(row.row, row.day.day) for row in accepted] == [(2, 8), (3, 8), (4, 8), (6, 9)]
    assert "carried" in accepted[1].flags and accepted[0].flags == ()
    assert [why(row) for row in refused] == [("3月", 7, "日期", "no_such_day")]
    assert refused[0].problem.detail == "day_missing"
    assert reading.sheets[0].passed_over["blank"] == 1


def test_ditto_marks_repeat_the_row_above(tmp_path):
    rows = [PLAIN, ["3月8日", "个案", "面谈", "林晓岚", "1小时", 0, 1], ["〃", "〃", "电话", "同上", '"', "/", 1], ["”", "小组", "手工", "何子谦", 2, 0, 9]]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert not refused
    assert [short(row)[1:5] for row in accepted] == [("2025-03-08", "个案", "林晓岚", 60), ("2025-03-08", "个案", "林晓岚", 60), ("2025-03-08", "小组", "何子谦", 120)]
    assert accepted[1].flags == ("ditto",)


def test_headings_repeated_at_page_breaks_are_no_rows(tmp_path):
    page = [["XX站3月服务记录"], PLAIN, ["3月8日", "个案", "面谈", "林晓岚", 1, 0, 1], ["本页小计", None, None, None, 1, 0, 1], ["审核人签名：", None, None, "日期："], []]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"3月": page * 3}))
    assert [row.row for row in accepted] == [3, 9, 15] and not refused
    over = reading.sheets[0].passed_over
    assert (over["subtotal"], over["signature"], over["heading"]) == (3, 3, 2)


def test_a_second_table_in_another_order_is_read_in_its_own_order(tmp_path):
    rows = [PLAIN, ["3月8日", "个案", "面谈", "林晓岚", 1, 0, 1], [], ["社工", "日期", "人次", "类型", "直接工时(分钟)", "间接工时(分钟)"], ["何子谦", "3月9日", 8, "小组", 90, 30]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert [short(row) for row in accepted] == [(2, "2025-03-08", "个案", "林晓岚", 60, 0, 1), (5, "2025-03-09", "小组", "何子谦", 90, 30, 8)]


def test_a_book_without_person_times_counts_one_a_row(tmp_path):
    rows = [["日期", "类型", "社工", "直接工时(小时)"], ["2025.3.8", "小组", "林晓岚", 1]]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert accepted[0].person_times == 1 and "count_column" in reading.sheets[0].assumed


def test_a_blank_count_is_one_and_flagged(tmp_path):
    rows = [PLAIN, ["3月8日", "小组", "手工", "林晓岚", 1, 0, None], ["3月8日", "小组", "手工", "林晓岚", 1, 0, "约20人"]]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert accepted[0].person_times == 1 and accepted[0].flags == ("count_missing",)
    assert [why(row) for row in refused] == [("3月", 3, "服务人次", "not_a_count")]


def test_days_as_serial_numbers_and_times_as_clocks(tmp_path):
    rows = [
        ["服务日期", "服务时间", "类型", "社工", "直接工时", "间接工时", "人次"],
        ["45724", "9:00-10:30", "个案", "林晓岚", time(1, 30), timedelta(minutes=30), 1],
        [45725, "14：00～15：00", "个案", "林晓岚", "1:00", "", 1],
    ]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert not refused
    assert [short(row)[1:6] for row in accepted] == [("2025-03-08", "个案", "林晓岚", 90, 30), ("2025-03-09", "个案", "林晓岚", 60, 0)]
    assert [row.start_minute for row in accepted] == [540, 840]


def test_start_and_end_alone_tell_how_long_a_service_took(tmp_path):
    rows = [["日期", "开始时间", "结束时间", "类型", "社工", "人次"], ["2025.3.8", time(9, 0), "10:30", "个案", "林晓岚", 1]]
    spans = [["日期", "服务时间", "类型", "社工", "人次"], ["2025.3.9", "下午2:00-4:00", "小组", "何子谦", 9]]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"一": rows, "二": spans}))
    assert not refused
    assert [(row.start_minute, row.direct_minutes, row.flags) for row in accepted] == [(540, 90, ("from_clock",)), (840, 120, ("from_clock",))]


def test_the_clock_of_a_day_is_no_start(tmp_path):
    rows = [PLAIN, [datetime(2025, 3, 8, 9, 30), "个案", "面谈", "林晓岚", 1, 0, 1]]
    accepted, _, _ = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert accepted[0].start_minute is None


def test_sheets_that_are_no_ledger_are_passed_over_with_a_reason(tmp_path):
    ledger = [PLAIN, ["3月8日", "个案", "面谈", "林晓岚", 1, 0, 1]]
    sheets = {
        "填写说明": [["请按月填写，日期写成2025-03-08"], ["时数以小时计"]],
        "3月": ledger,
        "旧表": ledger,
        "全年汇总": [["社工", "直接工时", "间接工时", "合计"], ["林晓岚", 1, 0, 1]],
        "杂项": [["物资", "数量"], ["纸", 3]],
        "空": [],
        "社工统计": [["日期", "直接工时", "间接工时"], ["3月8日", 1, 0]],
    }
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", sheets, hidden=["旧表"]))
    assert len(accepted) == 1 and not refused
    assert [(sheet.name, sheet.skipped) for sheet in reading.sheets] == [
        ("填写说明", "example"), ("3月", ""), ("旧表", "hidden"), ("全年汇总", "summary"), ("杂项", "no_headings"), ("空", "empty"), ("社工统计", "summary"),
    ]  # fmt: skip


def test_columns_the_ledger_has_no_place_for_are_kept_and_said_so(tmp_path):
    rows = [[*PLAIN, "满意度", "地点"], ["3月8日", "个案", "面谈", "林晓岚", 1, 0, 1, "", "很好", "三楼"]]
    accepted, _, reading = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert accepted[0].extra == {"满意度": "很好", "地点": "三楼"}
    assert [c.heading for c in reading.sheets[0].columns if c.certainty == "ignored"] == ["满意度", "地点"]


def test_separate_columns_of_month_and_day_make_one_day(tmp_path):
    rows = [["月", "日", "类型", "社工", "直接工时(小时)", "人次"], [3, 8, "个案", "林晓岚", 1, 1], ["3月", "31日", "个案", "林晓岚", 1, 1], [2, 30, "个案", "林晓岚", 1, 1]]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"一": rows}))
    assert [row.day.isoformat() for row in accepted] == ["2025-03-08", "2025-03-31"]
    assert [why(row) for row in refused] == [("一", 4, "日", "no_such_day")]


def test_three_rows_of_headings_end_with_the_units(tmp_path):
    rows = [
        ["日期", "类型", "社工", "服务时数", None, "人次"],
        [None, None, None, "直接服务", "间接服务"],
        [None, None, None, "（分钟）", "（分钟）", "（人）"],
        ["3.1", "个案", "林晓岚", 60, 30, 1],
        [None, "小组", "林晓岚", 90, 0, 8],
    ]
    merged = ["D1:E1", "A1:A3", "B1:B3", "C1:C3", "F1:F2"]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"3月": rows}, {"3月": merged}))
    assert [row.direct_minutes for row in accepted] == [60]
    assert [(why(row), row.found) for row in refused] == [(("3月", 5, "日期", "no_such_day"), "")]
    assert [c.heading for c in reading.sheets[0].columns][3:] == ["直接服务", "间接服务", "人次"]


def test_signatures_below_a_short_table_do_not_hide_its_columns(tmp_path):
    rows = [["日期", "类型", "社工", "时长(分)"], ["3.1", "个案", "林晓岚", 45], [], ["社工签名", None, "督导签名"], ["部门负责人签字", None, None, "日期"], ["填表人", "林晓岚", "审核人", "何子谦"]]
    accepted, refused, reading = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert len(accepted) == 1 and not refused and reading.sheets[0].passed_over["signature"] == 3


def test_a_sheet_all_of_whose_rows_are_wrong_is_still_a_ledger(tmp_path):
    rows = [["日期", "类型", "社工", "直接(小时)", "间接(小时)", "人次"], ["3.1", "走秀", "无名", "许久", 1, 1], ["3.2", "走秀", "无名", "许久", 1, 1]]
    _, refused, _ = read(book(tmp_path / "a.xlsx", {"3月": rows}))
    assert [why(row)[2:] for row in refused] == [("类型", "unknown_method")] * 2


def test_the_name_of_a_sheet_settles_the_method_where_no_column_does(tmp_path):
    rows = [["日期", "类型", "社工", "时数(小时)"], ["3.1", "情绪支持", "林晓岚", 1], ["3.2", "家庭关系", "林晓岚", 1]]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"个案": rows}))
    assert [(row.method, row.field) for row in accepted] == [("个案", "情绪支持"), ("个案", "家庭关系")] and not refused


def test_beside_indirect_time_alone_start_and_end_say_how_long_the_service_took(tmp_path):
    rows = [
        ["2025年服务台账（单位：分钟）"],
        ["月日", "起止时间", "手法", "内容", "经手人", "间接", "人次"],
        ["3.8", "9:00-10:30", "小组", "手工", "林晓岚", 30, "8人"],
        ["3.9", "14:00-14:45", "探访", "探访", "何子谦", 0, "1人"],
        ["3.9", None, "探访", "写记录", "何子谦", 20, "1人"],
    ]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert not refused
    assert [(row.direct_minutes, row.indirect_minutes, row.start_minute) for row in accepted] == [(90, 30, 540), (45, 0, 840), (0, 20, None)]


def test_person_times_merged_over_the_workers_of_one_event_count_once(tmp_path):
    rows = [
        ["日期", "类别", "社工", "直接工时(小时)", "人次"],
        ["2025-03-08", "小组", "林晓岚", 2, 30],
        [None, None, "何子谦", None, None],
        ["2025-03-09", "个案", "林晓岚", 1, 1],
    ]
    merged = ["A2:A3", "B2:B3", "D2:D3", "E2:E3"]
    accepted, refused, _ = read(book(tmp_path / "a.xlsx", {"台账": rows}, {"台账": merged}))
    assert not refused
    assert [(row.worker, row.direct_minutes, row.person_times) for row in accepted] == [("林晓岚", 120, 30), ("何子谦", 120, 0), ("林晓岚", 60, 1)]

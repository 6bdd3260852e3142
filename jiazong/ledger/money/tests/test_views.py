"""Money and the life of a contract through its screens."""
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.tests.reading import Page
from jiazong.commission.lifecycle import actions as life
from jiazong.commission.lifecycle.models import Acceptance, Amendment, Bond, Renewal, Termination
from jiazong.ledger.money.models import BankLine, Heading, Instalment, Voucher
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.contract()


@pytest.fixture
def director(client, ours):
    person = make.director(ours)
    client.force_login(person)
    return person


@pytest.fixture
def street(client, ours):
    person = make.street_office(ours)
    client.force_login(person)
    return person


def at(name, *more):
    return reverse(f"money:{name}", args=["qinghe-2025", *more])


def page(response):
    return response.content.decode().replace("\xa0", " ")


def voucher(**changes):
    today = timezone.localdate().isoformat()
    line = Heading.objects.get(contract="qinghe-2025", name="人员").pk
    return {"what": "spent", "line": line, "amount": "12,000.50", "day": today, "words": "工资", "evidence": "发票 1"} | changes


def test_one_contract_is_opened_at_once(client, director, ours):
    assert client.get(reverse("money:home"))["Location"] == at("contract")


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_the_same_few_questions_for_one_contract_and_for_three(client, ours, more, django_assert_num_queries):
    for year in range(more):
        make.contract(f"qinghe-{2026 + year}", term__first_day=f"{2026 + year}-01-01", term__last_day=f"{2026 + year}-12-31")
    client.force_login(make.member("district_bureau", "region", "440103"))
    address = reverse("money:home") + "?all=1"
    client.get(address)
    with django_assert_num_queries(11):
        assert page(client.get(address)).count('<th scope="row">') == 1 + more


def test_the_page_of_a_contract_shows_spent_staff_and_instalments(client, director, ours):
    make.granted(ours)
    make.spent(ours, 1_000_000)
    make.spent(ours, 1_000_000, "活动")
    shown = page(client.get(at("contract")))
    for word in ("50.0%", "首期", "中期", "末期", "1,200,000", "人员"):
        assert word in shown


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_as_many_questions_for_many_vouchers_as_for_one(client, director, ours, more, django_assert_num_queries):
    for _n in range(1 + more):
        make.spent(ours, 1_000)
    client.get(at("contract"))
    with django_assert_num_queries(8):
        client.get(at("contract"))


def test_an_overdue_instalment_is_the_finding(client, street, ours):
    Instalment.objects.filter(order=1).update(due_on=timezone.localdate() - timedelta(days=12))
    shown = page(client.get(at("contract")))
    assert "逾期 12 天" in shown
    assert at("pay", 1) in shown


def test_the_street_sees_sums_and_no_voucher(client, street, ours):
    make.spent(ours, 1_000, words="某某的工资")
    assert client.get(at("contract")).status_code == 200
    for name in ("vouchers", "voucher_new", "bank", "plan"):
        assert client.get(at(name)).status_code == 404
    assert "某某的工资" not in page(client.get(at("contract")))


def test_a_voucher_is_written_and_the_next_form_keeps_day_and_line(client, director, ours):
    scan = SimpleUploadedFile("发票.pdf", b"%PDF-1.4 receipt")
    answer = client.post(at("voucher_new"), voucher(file=scan, evidence=""))
    made = Voucher.objects.get()
    assert (made.amount_fen, made.kind, made.evidence, len(made.evidence_sha256)) == (1_200_050, "spent", "发票.pdf", 64)
    boxes = Page(client.get(answer["Location"])).boxes
    assert boxes["day"] == made.day.isoformat()
    assert "工资" in page(client.get(at("vouchers")))
    assert "12,000.50" in page(client.get(at("voucher", 1)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"amount": "一千"}, "1234.50"), ({"amount": "1.234"}, "1234.50"), ({"amount": "0"}, "大于零"), ({"line": ""}, "哪个预算科目"),
     ({"evidence": ""}, "请写发票号码"), ({"what": "street_task"}, "不能用项目经费支付"), ({"day": "2024-01-01"}, "合同开始以前")],
)  # fmt: skip
def test_what_cannot_be_booked_is_said_and_nothing_typed_is_lost(client, director, ours, changes, said):
    answer = client.post(at("voucher_new"), voucher(**changes))
    assert answer.status_code == 422
    assert said in page(answer)
    assert "工资" in page(answer)
    assert not Voucher.objects.exists()


def test_a_task_of_the_street_is_booked_on_its_own_money(client, director, ours):
    client.post(at("voucher_new"), voucher(what="street_task", line=""))
    assert Voucher.objects.get().fund == booking.STREET
    assert make.money(ours).spent_fen == 0


def test_a_voucher_is_taken_back_with_a_reason(client, director, ours):
    make.spent(ours, 1_000)
    assert client.post(at("reverse", 1), {"reason": ""}).status_code == 422
    client.post(at("reverse", 1), {"reason": "写错科目"})
    assert make.money(ours).spent_fen == 0
    assert "写错科目" in page(client.get(at("voucher", 1)))
    assert client.post(at("reverse", 1), {"reason": "再来"}).status_code == 422


def rows(*lines, **more):
    typed = {"rows": str(len(lines))} | more
    for place, one in enumerate(lines):
        typed |= {f"row-{place}-{name}": value for name, value in one.items()}
    return typed


def test_the_budget_has_to_be_the_contract_to_the_fen(client, director, ours):
    wrong = rows({"name": "人员", "budget": "1560000", "is_staff_cost": "on"}, {"name": "其他", "budget": "839999.99"})
    answer = client.post(at("plan"), wrong)
    assert answer.status_code == 422
    assert "0.01" in page(answer)
    wrong["row-1-budget"] = "840000"
    assert client.post(at("plan"), wrong).status_code == 302
    assert list(Heading.objects.filter(kind="expense").values_list("name", flat=True)) == ["人员", "其他"]


def test_a_line_with_vouchers_stays(client, director, ours):
    make.spent(ours, 1_000)
    answer = client.post(at("plan"), rows({"name": "别的", "budget": "2400000"}))
    assert answer.status_code == 422
    assert "人员" in page(answer)


def test_instalments_have_to_be_the_contract_and_stay_once_paid(client, director, ours):
    lines = [{"name": name, "amount": "1200000", "due_on": "2025-04-21", "condition": "signing"} for name in ("首期", "末期")]
    assert client.post(at("instalments"), rows(*lines)).status_code == 302
    assert client.post(at("instalments"), rows(lines[0])).status_code == 422
    make.granted(ours)
    assert client.post(at("instalments"), rows(*lines)).status_code == 422


def test_an_instalment_is_met_paid_and_arrives(client, ours):
    office, keeper = make.street_office(ours), make.director(ours)
    today = timezone.localdate().isoformat()
    client.force_login(office)
    assert client.post(at("pay", 2), {"on": today}).status_code == 422
    for result in ("", "59.9"):
        assert client.post(at("meet", 2), {"on": today, "evaluation": result}).status_code == 422
    client.post(at("meet", 2), {"on": today, "evaluation": "60"})
    client.post(at("pay", 2), {"on": today})
    client.force_login(keeper)
    client.post(at("arrived", 2), {"on": today, "evidence": "回单 7"})
    client.post(at("arrived", 2), {"on": today, "evidence": "回单 7"})
    part = Instalment.objects.get(order=2)
    assert (str(part.paid_on), str(part.arrived_on), part.voucher.amount_fen) == (today, today, 72_000_000)
    assert make.money(ours).granted_fen == 72_000_000


def test_what_waits_for_the_acceptance_is_not_met_before_it(client, street, ours):
    answer = client.post(at("meet", 3), {"on": timezone.localdate().isoformat()})
    assert answer.status_code == 422
    assert "还没有验收通过" in page(answer)


STATEMENT = "交易日期,摘要,借方发生额,贷方发生额,余额,对方户名\n2025-03-03,三月工资,12000.00,,88000,代发\n2025-03-09,打印纸,300,,87700,纸行\n"


def hand_in(client, text=STATEMENT):
    return client.post(at("bank"), {"file": SimpleUploadedFile("流水.csv", text.encode())})


def test_a_bank_statement_finds_its_vouchers_and_counts_once(client, director, ours):
    make.spent(ours, 1_200_000)
    hand_in(client)
    hand_in(client)
    tied = [(one.amount_fen, one.voucher and one.voucher.number) for one in BankLine.objects.order_by("day")]
    assert tied == [(-1_200_000, 1), (-30_000, None)]
    shown = page(client.get(at("bank")))
    assert "纸行" in shown
    assert "1 笔</em>" in shown


def test_a_line_without_voucher_gets_one_from_its_form(client, director, ours):
    hand_in(client)
    line = BankLine.objects.get(amount_fen=-30_000)
    address = at("voucher_new") + f"?bank={line.pk}"
    boxes = Page(client.get(address)).boxes
    assert (boxes["amount"], boxes["words"]) == ("300", "打印纸")
    assert client.post(address, voucher(amount="300", day="2025-03-09"))["Location"] == at("bank")
    line.refresh_from_db()
    assert line.voucher.amount_fen == 30_000


def test_a_line_is_tied_by_number_or_set_aside(client, director, ours):
    hand_in(client)
    first, second = BankLine.objects.order_by("day")
    make.spent(ours, 1_000, "行政")
    assert client.post(at("bank_line", first.pk), {"number": "9"}).status_code == 422
    client.post(at("bank_line", first.pk), {"number": "1"})
    client.post(at("bank_line", second.pk), {"reason": "不是本合同的款"})
    assert [bool(one.voucher_id) or one.set_aside for one in BankLine.objects.order_by("day")] == [True, "不是本合同的款"]


@pytest.mark.parametrize("text", ["姓名,电话\n甲,1\n", "日期,金额\n哪天,5\n", ""])
def test_a_file_that_is_no_statement_is_refused_in_words(client, director, ours, text):
    assert hand_in(client, text).status_code == 422
    assert not BankLine.objects.exists()


@pytest.mark.parametrize(("shape", "begins"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_statement_of_the_year_is_taken_away(client, street, ours, shape, begins):
    make.granted(ours)
    make.spent(ours, 1_234_567)
    assert client.get(at("statement", shape)).content.startswith(begins)
    assert client.get(at("statement", "exe")).status_code == 404


def test_the_life_of_a_contract_stands_on_one_page(client, director, ours):
    life.amend(ours, amount_fen=1_000_000, agreed_on=date(2025, 5, 1), words="增加一名社工", by=None)
    shown = page(client.get(at("life")))
    for word in ("增加一名社工", "2,410,000", "230,000", "18 名（14 名，另加 4 名）", "65%"):
        assert word in shown


def judged(verdict="met", **more):
    form = Acceptance.objects.get()
    typed = {f"verdict-{row.pk}": verdict for row in form.rows.all()} | {f"remark-{row.pk}": "" for row in form.rows.all()}
    return typed | {"on": timezone.localdate().isoformat(), "remark": ""} | more


def test_the_acceptance_form_has_a_row_for_each_standard_and_what_waits_for_it_is_owed_then(client, street, ours):
    client.post(at("accept"))
    assert [row.name for row in Acceptance.objects.get().rows.all()] == [
        "专业人员", "专业服务总工时", "直接专业服务工时", "探访户次", "小组人次", "人员经费占支出", "经费使用",
    ]  # fmt: skip
    assert client.post(at("accept"), judged("", decide="1")).status_code == 422
    assert client.post(at("accept"), judged("not_met", decide="1")).status_code == 422
    client.post(at("accept"), judged("met", decide="1"))
    assert Acceptance.objects.get().is_passed is True
    assert Instalment.objects.get(order=3).met_on == timezone.localdate()
    assert client.post(at("accept"), judged("not_met", decide="1")).status_code == 422
    assert "本年度验收通过" in page(client.get(at("life")))


def renewal(**changes):
    return {"evaluation": "82", "renews": "yes", "reason": "", "on": timezone.localdate().isoformat()} | changes


def accepted(ours):
    form = life.open_acceptance(ours, [life.deciding.Standard("hours", "工时", "27,440")], {}, by=None)
    life.judge(form, [life.deciding.Judged("hours", "met")], by=None, decide_on=date(2025, 11, 1))


def test_another_year_is_decided_by_the_purchaser_with_the_advice_beside_it(client, street, ours):
    accepted(ours)
    answer = client.post(at("renew"), renewal(finance_veto="on"))
    assert answer.status_code == 422
    assert "一票否决" in page(answer)
    client.post(at("renew"), renewal(finance_veto="on", reason="已整改，街道会议决定"))
    made = Renewal.objects.get()
    assert (made.renews, made.advice, made.reasons[0]) == (True, "refuse", "finance_veto")
    assert client.post(at("renew"), renewal(renews="no", reason="改主意")).status_code == 302
    assert Renewal.objects.get().renews


def test_the_last_year_cannot_be_renewed(client, ours):
    Contract.objects.filter(pk=ours.pk).update(year=3)
    client.force_login(make.street_office(ours))
    assert client.post(at("renew"), renewal(reason="就要")).status_code == 422
    assert not Renewal.objects.exists()


def test_a_contract_ended_for_breach_in_its_trial_year_loses_its_later_years(client, street, ours):
    client.post(at("terminate"), {"ground": "breach", "on": "2025-06-30", "reason": "三个月未开展服务"})
    ended = Termination.objects.get()
    ours.refresh_from_db()
    assert (ended.cancels_later, ours.last_day) == (True, date(2025, 6, 30))
    client.post(at("terminate"), {"ground": "agreed", "on": "2025-05-30", "reason": "改"})
    assert Termination.objects.get().ground == "breach"
    with pytest.raises(Exception, match="later years"):
        make.contract("qinghe-2026", planned=False, term__first_day="2026-01-01", term__last_day="2026-12-31", term__year=2)
    with pytest.raises(Exception, match="terminated"):
        make.contract(planned=False)


def test_amendments_and_bond_stay_within_the_law(client, street, ours):
    on = {"on": "2025-03-01"}
    assert client.post(at("amend"), {"amount": "240000.01", "words": "加", **on}).status_code == 422
    client.post(at("amend"), {"amount": "240000", "words": "加", **on})
    assert client.post(at("amend"), {"amount": "0.01", "words": "再加", **on}).status_code == 422
    assert client.post(at("bond"), {"kind": "transfer", "amount": "240001", **on}).status_code == 422
    client.post(at("bond"), {"kind": "transfer", "amount": "240000", **on})
    client.post(at("bond_back"))
    assert Amendment.objects.get().amount_fen == 24_000_000
    assert Bond.objects.get().returned_on == timezone.localdate()


def test_the_promises_stand_beside_what_was_delivered(client, director, ours):
    visits = ours.indicators.get(code="visits")
    client.post(at("promises"), {f"indicator-{visits.pk}": "2600"})
    shown = page(client.get(at("promised")))
    assert "2,600" in shown
    assert "2,400" in shown


def test_the_money_of_another_centre_does_not_exist(client, director, ours):
    make.contract("hechong-2025", "hechong", agency="河涌社工")
    for name in ("contract", "vouchers", "voucher_new", "plan", "bank", "life", "promised"):
        assert client.get(reverse(f"money:{name}", args=["hechong-2025"])).status_code == 404


def test_the_workbook_says_what_the_page_says(client, director, ours):
    make.granted(ours)
    make.spent(ours, 1_234_567)
    book = openpyxl.load_workbook(BytesIO(client.get(at("statement", "xlsx")).content))
    told = {row[0]: row[3] for row in book["支出"].iter_rows(min_row=2, values_only=True)}
    assert (told["人员"], told["合计"]) == (12345.67, 12345.67)

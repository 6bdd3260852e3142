"""Tenders of the demonstration's first street, one in each state that is worth a look: draft, published, being scored, awarded.

Every step is the product's own: the two that are open are published with closing a moment ahead, and that moment is waited for.
"""
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jiazong.commission.catalogue.models import Entry
from jiazong.commission.tenders.actions import bidding, deciding, drafting, judging, opening
from jiazong.commission.tenders.models import PanelMember, Tender
from jiazong.commission.tenders.requirement import Asked, AskedItem, AskedLot, AskedMinimum, Requirement
from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body
from jiazong.run.demo.loading import DemoLoaded

OFFICE, MEMBER = "lu.qiming", "gu.heming"
MOMENT = timedelta(seconds=4)
PORTAL = "https://example.org/notices/"
# Invented like all of the demonstration: price of a year in yuan, hours of a year.
BIDDERS = (
    ("广州市晨穗社会工作服务中心", 1_960_000, 28_000), ("广州市木棉社会工作服务中心", 1_900_000, 27_440),
    ("广州市云山社会工作服务中心", 1_985_000, 30_000), ("广州市珠水社会工作服务中心", 1_980_000, 22_800),
)  # fmt: skip
PANEL = ("应玉衡", "纪春和", "尹星野", "戚明远")
MINIMUMS = (("探访户次", "探访", "户次", "rows", 1500), ("个案服务次数", "个案", "次", "rows", 600), ("小组人次", "小组", "人次", "persons", 1200))
ITEMS = (
    ("technical", "服务方案", "完整、可行、贴合本街需求", 40), ("technical", "人员配备", "人数、资质与稳定措施", 20),
    ("business", "同类项目业绩", "近三年同类项目与评估等级", 20), ("business", "管理制度", "财务、督导与档案制度", 10),
)  # fmt: skip


def add_tenders(loaded: DemoLoaded, *, today: date) -> list[Tender]:
    """Four tenders of the first contract's purchaser, none where the demonstration is not new."""
    if loaded.contract is None:
        return []
    office, member = (Account.objects.filter(login=login).first() for login in (OFFICE, MEMBER))
    buyer, bidders = loaded.contract.purchaser, [places.ensure_body(Body.AGENCY, name=one[0], region=None, by=None) for one in BIDDERS]
    first_days = today + timedelta(days=21)
    draft = _draft(buyer, f"T{today.year}-04", "青少年禁毒教育项目", office)
    running = _publish(buyer, f"T{today.year}-03", "家庭综合服务项目（二期）", office, notice=today, closes=_at(first_days))
    bidding.submit_bid(running, bidders[0], _bid(*BIDDERS[0]), by=None)
    soon = timezone.now() + MOMENT
    open_ones = [
        _publish(buyer, f"T{today.year}-0{n}", name, office, notice=today - timedelta(days=30), closes=soon)
        for n, name in ((2, "家庭综合服务项目"), (1, "长者关怀服务项目"))
    ]
    for tender in open_ones:
        for agency, told in zip(bidders, BIDDERS, strict=True):
            bidding.submit_bid(tender, agency, _bid(*told), by=None)
    time.sleep(max(0.0, (soon - timezone.now()).total_seconds()) + 0.05)
    opened = [opening.open_bids(tender, by=office) for tender in open_ones]
    _call(opened[0], [member] if member else [])
    _award(opened[1], office)
    return [draft, running, *opened]


def _at(day: date) -> datetime:
    return datetime.combine(day, clock(9, 30), tzinfo=timezone.get_current_timezone())


def _draft(buyer: Body, code: str, name: str, by: Account | None) -> Tender:
    typed = {"name": name, "code": code, "kind": "centre_project", "method": "comprehensive", "purchaser": buyer.pk, "scope": "本街全域"}
    return drafting.draft(typed, code=code, name=name, kind="centre_project", method="comprehensive", purchaser=buyer, by=by)


def _publish(buyer: Body, code: str, name: str, by: Account | None, *, notice: date, closes: datetime) -> Tender:
    made = _draft(buyer, code, name, by)
    return drafting.publish(
        made, _asked(buyer, code, name, code.endswith("1")), notice_day=notice, closes_at=closes, opens_at=closes, by=by, notice_address=f"{PORTAL}{code}"
    )


def _of_catalogue(buyer: Body, is_listed: bool) -> dict[str, str]:
    """The last project of the district's published catalogue, or why the purchase lies outside it."""
    entry = Entry.objects.filter(edition__region_id=(buyer.region_id or "")[:6], kind=Entry.PROJECT).select_related("edition").last() if is_listed else None
    if entry is None:
        return {"catalogue_item": "目录公布以前已列入年度预算"}
    return {"catalogue_item": f"{entry.edition.title}第{entry.number}项：{entry.title}", "entry": str(entry.pk), "edition": str(entry.edition_id)}


def _asked(buyer: Body, code: str, name: str, is_listed: bool = False) -> Requirement:
    facts = Asked(
        code=code, name=name, kind="centre_project", purchaser=buyer.name, city="guangzhou", **_of_catalogue(buyer, is_listed), years=3,
        whole_project_only=True, bond_limit_percent=Decimal(2), scope="本街行政区域", users="居住在本街的家庭和个人",
        area_km2=Decimal("4.2"), population=63_000, working_age=41_000, committees=14, villages=0, profile="老旧小区多，独居长者多",
        goal_all="三年内建成覆盖各社区的邻里支持网络", goal_1="摸清需求，建立重点对象档案", goal_2="培育骨干与互助小组", goal_3="形成常态化的社区支持",
        counts_hours=True, base_professionals=None, minimum_social_workers=None, method="comprehensive", price_weight=Decimal(10),
    )  # fmt: skip
    lot = AskedLot("1", "家庭综合服务", 200_000_000, tuple(AskedMinimum("1", *one) for one in MINIMUMS))
    return Requirement(facts, (lot,), tuple(AskedItem(part, item, Decimal(most), words) for part, item, words, most in ITEMS))


def _bid(name: str, price: int, hours: int) -> dict[str, Any]:
    codes = [code for code, _one in _asked(Body(name=""), "-", "-").coded()]
    staff = [
        {"name": f"{name[3:5]}成员{n}", "certificate": "social_worker" if n <= 10 else "allied_professional", "valid_until": "2099-12-31"}
        for n in range(1, 15)
    ]
    promised = {code: one[4] + 60 for code, one in zip(codes, MINIMUMS, strict=True)}
    lot = {"code": "1", "annual_price_yuan": [price] * 3, "annual_hours": hours, "staff": staff, "indicators": promised}
    return {"bidder": name, "bond_yuan": 100_000, "declared_interests": [], "lots": [lot]}


def _call(tender: Tender, more: list[Account]) -> list[PanelMember]:
    """A panel of five: four invented members, and the one with whom the demonstration is looked at."""
    people = list(more)
    for n, name in enumerate(PANEL if more else (*PANEL, "柏清扬"), start=1):
        account, _is_new = Account.objects.get_or_create(login=f"panel.{n}", defaults={"name": name})
        access.admit(
            account, role="panel_member", scope_kind="region", scope_code=tender.region_id[:6], by=None, on=tender.notice_day
        )
        people.append(account)
    return judging.appoint(tender, {str(one.pk): one.name for one in people}, by=None)


def _award(tender: Tender, by: Account | None) -> None:
    """Everybody declares, scores and signs; the panel closes and the first is awarded."""
    offers = list(tender.offers.filter(is_valid=True).order_by("bid__submitted_at"))
    items = list(tender.items.all())
    for place, seat in enumerate(_call(tender, [])):
        judging.declare(seat, has_conflict=False, words="", by=None)
        points = {
            (str(one.bid_id), item.pk): item.most * (92 - 6 * n - place) / 100 for n, one in enumerate(offers) for item in items
        }
        judging.score(seat, {key: given.quantize(Decimal("0.01")) for key, given in points.items()}, by=None)
        judging.sign(seat, by=None)
    judging.close_scoring(tender, by=by)
    deciding.award(tender, by=by)

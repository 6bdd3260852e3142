"""Invented tenders in each state, made by the product's own steps; only the clock is moved, as the owner of the database."""
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from jiazong.commission.tenders.actions import bidding, deciding, drafting, judging, opening
from jiazong.commission.tenders.actions.deciding import Signed
from jiazong.commission.tenders.models import Bid, PanelMember, Score, Tender
from jiazong.commission.tenders.requirement import Asked, AskedItem, AskedLot, AskedMinimum, Requirement
from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body, Region

STREET = "440103002"
FEN = 100


def street(code: str = STREET, name: str = "青禾街") -> Region:
    return Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": "street", "parent_code": code[:6], "as_of": date(2026, 1, 1), "source": "编的"}
    )[0]


def purchaser(name: str = "青禾街道办事处", region: str = STREET) -> Body:
    return Body.objects.get_or_create(kind=Body.STREET_OFFICE, name=name, defaults={"code": f"buyer-{name}", "region": street(region)})[0]


def agency(name: str) -> Body:
    return Body.objects.get_or_create(kind=Body.AGENCY, name=name, defaults={"code": f"agency-{name}"})[0]


def asked(code: str = "qinghe-2026-01", **changes: Any) -> Requirement:
    """A centre of 200万 a year for three years, by comprehensive scoring."""
    facts = {
        "code": code, "name": "青禾街家庭综合服务项目", "kind": "centre_project", "purchaser": "青禾街道办事处", "city": "guangzhou",
        "catalogue_item": "", "years": 3, "whole_project_only": True, "bond_limit_percent": Decimal(2), "scope": "青禾街全域",
        "users": "居住在本街的家庭和个人", "area_km2": Decimal("3.4"), "population": 61_000, "working_age": 40_000, "committees": 12,
        "villages": 0, "profile": "", "goal_all": "三年建成邻里互助网络", "goal_1": "摸清需求", "goal_2": "建起骨干队伍", "goal_3": "形成常态",
        "counts_hours": True, "base_professionals": None, "minimum_social_workers": None, "method": "comprehensive",
        "price_weight": Decimal(10),
    }  # fmt: skip
    lots = (AskedLot("1", "家庭综合服务", 200_000_000, (
        AskedMinimum("1", "探访户次", "探访", "户次", "rows", 1500), AskedMinimum("1", "小组人次", "小组", "人次", "persons", 600),
    )),)  # fmt: skip
    items = (AskedItem("technical", "服务方案", Decimal(60), "完整、可行"), AskedItem("business", "同类业绩", Decimal(30)))
    return Requirement(Asked(**facts | changes), lots, items)


def content(who: str, *, price: int = 1_980_000, hours: int = 27_440, people: int = 14, **changes: Any) -> dict[str, Any]:
    """A bid that counts; the changes make it another."""
    staff = [
        {"name": f"{who}成员{n}", "certificate": "social_worker" if n <= 10 else "allied_professional", "valid_until": "2036-12-31"}
        for n in range(1, people + 1)
    ]
    lot = {
        "code": "1", "annual_price_yuan": [price] * 3, "annual_hours": hours, "staff": staff,
        "indicators": {"tfhc": 1500, "xzrc": 620},
    }  # fmt: skip
    return {"bidder": who, "bond_yuan": 20_000, "declared_interests": [], "lots": [lot], **changes}


def drafted(code: str = "qinghe-2026-01", *, by: Account | None = None, buyer: Body | None = None, **changes: Any) -> Tender:
    return drafting.draft(
        {}, code=code, name="青禾街家庭综合服务项目", kind="centre_project", method=changes.get("method", "comprehensive"),
        purchaser=buyer or purchaser(), by=by,
    )  # fmt: skip


def published(code: str = "qinghe-2026-01", *, by: Account | None = None, buyer: Body | None = None, days: int = 20, **changes: Any) -> Tender:
    closes = timezone.localtime() + timedelta(days=days, minutes=5)
    made = drafted(code, by=by, buyer=buyer, **changes)
    return drafting.publish(
        made, asked(code, **changes), notice_day=timezone.localdate(), closes_at=closes, opens_at=closes, by=by,
    )  # fmt: skip


@contextmanager
def clock_of_the_owner():
    """The triggers hold what was published; a test that needs another day moves it as the owner, who may switch them off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        role = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tenders_tender DISABLE TRIGGER tenders_published_stays; ALTER TABLE tenders_tender NO FORCE ROW LEVEL SECURITY")
        yield cursor
        cursor.execute("ALTER TABLE tenders_tender ENABLE TRIGGER tenders_published_stays; ALTER TABLE tenders_tender FORCE ROW LEVEL SECURITY")
        cursor.execute("SELECT set_config('role', %s, true)", [role])


def come_to_opening(tender: Tender, *, at: datetime | None = None) -> Tender:
    """Closing and opening lie just behind now."""
    with clock_of_the_owner() as cursor:
        cursor.execute(
            "UPDATE tenders_tender SET closes_at = %s, opens_at = %s WHERE id = %s",
            [at or timezone.now() - timedelta(seconds=1), at or timezone.now() - timedelta(seconds=1), tender.pk],
        )
    tender.refresh_from_db()
    return tender


def bid(tender: Tender, who: str, *, by: Account | None = None, **changes: Any) -> Bid:
    return bidding.submit_bid(tender, agency(who), content(who, **changes), by=by)


def member(role: str, kind: str, code: str, name: str = "") -> Account:
    number = Account.objects.count()
    account = Account.objects.create(login=f"{role}-{number}", name=name or f"{role}{number}")
    access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=date(2020, 1, 1))
    return account


def opened(code: str = "qinghe-2026-01", *, bids: dict[str, dict[str, Any]] | None = None, **changes: Any) -> Tender:
    """Three bids that count and one over its year's budget, opened."""
    made = published(code, **changes)
    for who, how in (bids or {"甲社工": {}, "乙社工": {"price": 1_900_000}, "丙社工": {"hours": 30_000}, "丁社工": {"price": 2_000_001}}).items():
        bid(made, who, **how)
    return opening.open_bids(come_to_opening(made), by=None)


def panel_of(tender: Tender, n: int = 5) -> list[PanelMember]:
    """So many members called and without conflict."""
    people = [member("panel_member", "region", tender.region_id, f"评委{i}") for i in range(n)]
    called = judging.appoint(tender, {str(one.pk): one.name for one in people}, by=None)
    return [judging.declare(one, has_conflict=False, words="", by=one.account) for one in called]


def scored(tender: Tender, seats: list[PanelMember]) -> None:
    """Every member gives every valid bid points and signs; the first bid gets the most."""
    offers = list(tender.offers.filter(is_valid=True).order_by("bid__submitted_at"))
    for seat in seats:
        points = {(str(o.bid_id), item.pk): item.most - Decimal(5) * n for n, o in enumerate(offers) for item in tender.items.all()}
        judging.score(seat, points, by=seat.account)
        judging.sign(seat, by=seat.account)


def awarded(code: str = "qinghe-2026-01", **changes: Any) -> Tender:
    made = opened(code, **changes)
    scored(made, panel_of(made))
    judging.close_scoring(made, by=None)
    deciding.award(made, by=None)
    made.refresh_from_db()
    return made


def signed(code: str = "qinghe-2026-01") -> Tender:
    made, today = awarded(code), timezone.localdate()
    first = date(today.year + 1, 1, 1)
    told = Signed(f"{code}-y1", "qinghe", "青禾家综", today, first, date(first.year, 12, 31))
    deciding.sign_contract(made, told, by=None)
    made.refresh_from_db()
    return made


__all__ = ["Score", "agency", "asked", "awarded", "bid", "come_to_opening", "content", "drafted", "member", "opened", "panel_of", "published", "purchaser", "scored", "signed", "street"]

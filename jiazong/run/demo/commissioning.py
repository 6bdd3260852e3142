"""What the demonstration's bureau finds: a needs survey, last year's catalogue, a round under review, centres still to come."""
from datetime import date, time, timedelta
from random import Random

from jiazong.commission.catalogue.actions import items, needs, public, rollout, rounds
from jiazong.commission.catalogue.models import Answer, Item, ItemEvent, Proposal, Round, Site, Survey
from jiazong.commission.catalogue.queries.figures import figures
from jiazong.commission.catalogue.rules import removal
from jiazong.commission.catalogue.rules import rollout as stages
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre, Region
from jiazong.run.demo import tables
from jiazong.run.demo.loading import DemoLoaded

BUREAU = "luo.jianwen"
GROUPS = ("老人", "青少年", "残疾人", "家庭")
COUNTY = 6


def add_commissioning(loaded: DemoLoaded, *, today: date) -> Survey | None:
    """Fill the district of the first centre with a survey, a round, a catalogue and a roll-out as of a day."""
    bureau = Account.objects.filter(login=BUREAU).first()
    if loaded.contract is None or bureau is None:
        return None
    centre = loaded.contract.centre
    district = Region.objects.get(code=centre.region_id[:COUNTY])
    centres = list(Centre.objects.filter(region__code__startswith=district.code).select_related("region").order_by("code")[:6])
    survey = _survey(district, centres, today, bureau)
    _catalogue(district, centre, today, bureau)
    _sites(district, centres, today, bureau)
    return survey


def _survey(district: Region, centres: list[Centre], today: date, by: Account) -> Survey:
    """Forms for each street; every group leans towards a need of its own."""
    streets = list({centre.region_id: centre.region for centre in centres}.values())
    asked = [row["need"] for row in tables.read("needs")]
    survey = needs.begin_survey(
        district, title=f"{district.name}{today.year}年居民需求调查", first_day=today - timedelta(days=45), last_day=today + timedelta(days=15),
        places=figures(district.code, today)["needs.places"], needs=asked, groups=GROUPS, planned=[(street, 15) for street in streets], by=by,
    )  # fmt: skip
    rng, keys = Random(f"{district.code} needs"), list(survey.needs.values_list("pk", flat=True))
    forms = []
    for place, stratum in enumerate(survey.strata.select_related("group").order_by("region", "group__order")):
        for number in range(rng.randrange(8, 16)):
            ranked = _leaning(keys, stratum.group.order, rng)[: survey.places]
            channel = rng.choice((Answer.PAPER, Answer.PAPER, Answer.PHONE))
            forms.append(needs.Form(f"{place + 1:02}{number + 1:03}", stratum, channel, today - timedelta(days=rng.randrange(1, 40)), ranked))
    needs.take_forms(survey, forms, by=by)
    public.open_to_public(survey, by=by)
    survey.refresh_from_db()
    for stratum in rng.choices(list(survey.strata.all()), k=4):
        public.answer_in_public(survey, stratum, _leaning(keys, 1, rng)[: survey.places], on=today)
    return survey


def _leaning(keys: list[int], group: int, rng: Random) -> list[int]:
    """All needs in a chance order in which those near the group's own come early more often."""
    return sorted(keys, key=lambda key: rng.random() * (1 + (keys.index(key) - 2 * (group - 1)) % len(keys)))


def _catalogue(district: Region, centre: Centre, today: date, by: Account) -> None:
    standing = [_facts(row) for row in tables.read("proposals") if row["standing"]]
    for place, facts in enumerate(standing):
        listed = today - timedelta(days=330 if place else 800)
        item = Item.objects.create(region=district, listed_on=listed, **facts)
        ItemEvent.objects.create(item=item, kind=removal.LISTED, day=listed, noted_by=by)
        if place % 2:
            items.note_event(item, removal.BOUGHT, day=listed + timedelta(days=60), last_day=today + timedelta(days=90), words="", by=by)
    past = Round.objects.create(
        region=district, year=today.year - 1, title=f"{today.year - 1}年项目征集", opens_on=today - timedelta(days=420), closes_on=today - timedelta(days=350),
    )  # fmt: skip
    items.publish(past, issued_by=f"{district.name}民政局", title=f"{district.name}{today.year - 1}年社会工作服务项目目录", on=today - timedelta(days=325), by=by)
    fresh = Round.objects.create(region=district, year=today.year, title=f"{today.year}年项目征集", opens_on=today - timedelta(days=75), closes_on=today - timedelta(days=4))
    for place, row in enumerate(one for one in tables.read("proposals") if not one["standing"]):
        agency = centre.agency if row["proposer"] == "agency" else None
        kind = Proposal.AGENCY if agency else row["proposer"]
        name = agency.name if agency else row["name"].format(street=centre.region.name, district=district.name)
        facts = {**_facts(row), "purchaser": row["purchaser"].format(street=centre.region.name, district=district.name)}
        rounds.propose(fresh, facts, region=centre.region if place % 2 else district, proposer_kind=kind, proposer=name, agency=agency, on=fresh.opens_on, by=by)
    rounds.compare(fresh, at_least=figures(district.code, today)["likeness.shown"], by=by)


def _facts(row: dict[str, str]) -> dict[str, object]:
    city = int(row["city_percent"])
    told = {name: row[name] for name in ("title", "category", "kind", "users", "need", "purchaser")}
    return told | {"city_percent": city, "district_percent": 100 - city}


def _sites(district: Region, centres: list[Centre], today: date, by: Account) -> None:
    """The centres that are there stand as opened; four more are on their way, the nearest with its ceremony planned."""
    for centre in centres:
        opened = min(centre.founded_on or today - timedelta(days=700), today)
        site = rollout.plan_site(centre.region, name=centre.name, year=opened.year, planned_on=opened - timedelta(days=300), served=[], by=by)
        rollout.set_days(site, stages.Days(site.planned_on, None, None, opened), centre=centre, by=by)
    free = Region.objects.filter(code__startswith=district.code, level="street", is_local=False).order_by("code")[:4]
    for place, street in enumerate(free):
        served = Region.objects.filter(code__startswith=street.code, level="community").order_by("code")[:6]
        site = rollout.plan_site(street, name=f"{street.name}社工服务站", year=today.year, planned_on=today - timedelta(days=240), served=served, by=by)
        reached = [today - timedelta(days=days) for days in (150, 40, 2)][:place] + [None] * (3 - place)
        rollout.set_days(site, stages.Days(site.planned_on, *reached), centre=None, by=by)
        if place == 2:
            _ceremony(site, today, by)
    whole = len(centres) + len(free)
    plan = f"{district.name}社工服务站建设计划（演示）"
    rollout.set_target(district, first_year=today.year, last_year=today.year, centres=whole, source=plan, by=by)
    rollout.set_target(district, first_year=today.year, last_year=today.year + 4, centres=whole * 2, source=plan, by=by)


def _ceremony(site: Site, today: date, by: Account) -> None:
    facts = {
        "day": today + timedelta(days=12), "starts": time(9), "place": f"{site.region.name}文化站", "organiser": f"{site.region.name}办事处",
        "size": 80, "invited": 46, "confirmed": 31, "duties_done": ["social_work", "publicity"],
    }  # fmt: skip
    rollout.plan_ceremony(site, facts, by=by)

"""The panel of a round votes one by one, blind to each other; what comes of it is counted by the rule."""
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiazong.commission.catalogue.actions import rounds, voting
from jiazong.commission.catalogue.models import Decision, Vote
from jiazong.commission.catalogue.rules import voting as rules
from jiazong.commission.catalogue.tests import factories as make
from jiazong.ground.access.context import acting
from jiazong.people.places.tests import factories as place

pytestmark = pytest.mark.django_db


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def here():
    return make.district()


@pytest.fixture
def found(here):
    """A round under review with two proposals."""
    made = make.round_(here, ends=-1)
    make.proposal(here, made, title="助餐")
    make.proposal(here, made, region=here.other, title="陪诊")
    return made


def panel_of(found, n=3):
    people = [place.member("panel_member", "region", found.region_id) for _ in range(n)]
    return voting.call_panel(found, {str(one.pk): f"评委{i}" for i, one in enumerate(people)}, by=None)


def cast(seat, **choices):
    keys = dict(seat.round.proposals.values_list("title", "pk"))
    return voting.cast(seat, {keys[title]: choice for title, choice in choices.items()}, on=make.today(), by=seat.account)


@pytest.mark.parametrize(
    ("votes", "seats", "carried"),
    [
        (["for", "for", "against"], 3, True), (["for", "against"], 3, False), (["for", "abstain"], 3, True), (["abstain"] * 3, 3, False),
        (["for"], 2, None), (["for", "for"], 3, True), (["for"], 3, None), ([], 1, None), (["for"], 1, True),
    ],
)  # fmt: skip
def test_more_for_than_against_carries_where_more_than_half_took_part(votes, seats, carried):
    assert rules.carried(votes, seats=seats, quorum_percent=50) is carried


def test_votes_are_counted_by_the_rule_and_stay(here, found):
    for seat, first, second in zip(panel_of(found), ("for", "for", "against"), ("against", "abstain", "against"), strict=True):
        assert cast(seat, 助餐=first, 陪诊=second) == 2
    made = voting.count_votes(found, on=make.today(), by=here.bureau)
    assert {one.proposal.title: (one.outcome, one.votes_for, one.votes_against) for one in made} == {"助餐": ("admitted", 2, 1), "陪诊": ("refused", 0, 2)}
    found.refresh_from_db()
    for late in (lambda: cast(found.seats.first(), 助餐="against"), lambda: voting.count_votes(found, on=make.today(), by=None)):
        with pytest.raises(rounds.NotOpen):
            late()
    with pytest.raises(rounds.AlreadyDecided):
        rounds.decide(made[0].proposal, "refused", "改主意", votes=None, into=None, on=make.today(), by=None)


def test_a_vote_may_be_changed_until_all_are_counted(found):
    [seat] = panel_of(found, 1)
    cast(seat, 助餐="for", 陪诊="for")
    cast(seat, 助餐="against")
    assert sorted(Vote.objects.values_list("choice", flat=True)) == ["against", "for"]


def test_while_too_few_have_voted_nothing_is_decided(found):
    seats = panel_of(found)
    cast(seats[0], 助餐="for", 陪诊="for")
    cast(seats[1], 助餐="for")
    with pytest.raises(voting.NoQuorum) as fault:
        voting.count_votes(found, on=make.today(), by=None)
    found.refresh_from_db()
    assert (fault.value.count, found.voting_closed_at, Decision.objects.count()) == (1, None, 0)


def test_a_proposal_merged_by_hand_is_not_voted_on_and_no_other_is_decided_by_hand(here, found):
    first, second = found.proposals.order_by("title")
    for seat in panel_of(found):
        cast(seat, **{second.title: "for", first.title: "against"})
    rounds.decide(first, "merged", "同一件事", votes=None, into=second, on=make.today(), by=here.bureau)
    with pytest.raises(rounds.VotedOn):
        rounds.decide(second, "admitted", "好", votes=None, into=None, on=make.today(), by=here.bureau)
    voting.count_votes(found, on=make.today(), by=here.bureau)
    assert dict(Decision.objects.values_list("proposal__title", "outcome")) == {first.title: "merged", second.title: "admitted"}


def test_only_members_of_panels_here_who_work_for_no_agency_are_called_and_who_has_voted_stays(here, found):
    stranger, insider = place.member("panel_member", "region", "440402"), place.member("panel_member", "region", found.region_id)
    place.access.admit(insider, role="agency_office", scope_kind="agency", scope_code=here.agency.pk, by=None, on=make.today())
    for one in (stranger, insider):
        with pytest.raises(voting.NoCandidate):
            voting.call_panel(found, {str(one.pk): "某人"}, by=None)
    stays, goes = panel_of(found, 2)
    cast(stays, 助餐="for")
    voting.release(goes, by=None)
    with pytest.raises(voting.HasVoted):
        voting.release(stays, by=None)


def test_before_the_last_day_and_after_the_counting_nobody_votes(here):
    early = make.round_(here, ends=3)
    make.proposal(here, early, title="助餐")
    [seat] = panel_of(early, 1)
    with pytest.raises(rounds.NotOpen):
        cast(seat, 助餐="for")


def seen(person):
    with acting(person, "probe"):
        return Vote.objects.count()


def test_the_database_shows_a_vote_to_its_member_alone_until_all_are_counted(here, found):
    seats = panel_of(found)
    for seat in seats:
        cast(seat, 助餐="for", 陪诊="against")
    outsider = place.member("panel_member", "region", found.region_id)
    watchers = {"bureau": here.bureau, "city": here.city, "street": here.office, "agency": here.agent, "outsider": outsider}
    assert [seen(seat.account) for seat in seats] == [2, 2, 2]
    assert {name: seen(person) for name, person in watchers.items()} == dict.fromkeys(watchers, 0)
    voting.count_votes(found, on=make.today(), by=None)
    assert [seen(seat.account) for seat in seats] == [6, 6, 6]
    assert {name: seen(person) for name, person in watchers.items()} == {"bureau": 6, "city": 6, "street": 0, "agency": 0, "outsider": 0}


def test_the_database_takes_a_vote_from_its_member_alone_and_none_once_all_are_counted(here, found):
    seats = panel_of(found, 2)
    write = "INSERT INTO catalogue_vote (id, round_id, seat_id, proposal_id, choice) SELECT gen_random_uuid(), %s, %s, id, 'for' FROM catalogue_proposal WHERE title = '助餐'"

    def tried(person, seat):
        with acting(person, "probe"), connection.cursor() as cursor, transaction.atomic():
            cursor.execute(write, [found.pk, seat.pk])

    for person in (seats[1].account, here.bureau):
        with pytest.raises(DatabaseError, match="row-level security"):
            tried(person, seats[0])
    tried(seats[0].account, seats[0])
    type(found).objects.filter(pk=found.pk).update(voting_closed_at="2026-01-01T00:00:00Z")
    with pytest.raises(DatabaseError, match="row-level security"):
        tried(seats[1].account, seats[1])


def test_a_round_is_voted_on_from_the_call_to_the_catalogue(here, found):
    bureau = signed_in(here.bureau)
    people = [place.member("panel_member", "region", found.region_id) for _ in range(3)]
    at = {name: reverse(f"catalogue:{name}", args=[found.pk]) for name in ("round", "panel_call", "count", "publish")}
    assert bureau.post(at["panel_call"], {}).status_code == 422
    assert bureau.post(at["panel_call"], {"members": [str(one.pk) for one in people]}).status_code == 302
    for person in people:
        client, seat = signed_in(person), found.seats.get(account=person)
        ballot = reverse("catalogue:ballot", args=[seat.pk])
        assert ballot in client.get(reverse("catalogue:seats")).text
        page = client.get(ballot).text
        assert "助餐" in page and "陪诊" in page
        assert client.post(ballot, {f"vote-{one.pk}": "for" for one in found.proposals.all()}).status_code == 302
    page = bureau.get(at["round"]).text
    assert page.count("已投 2 项，共 2 项") == 3 and "赞成</span>" not in page
    proposal = reverse("catalogue:proposal", args=[found.proposals.first().pk])
    assert "赞成</span>" not in bureau.get(proposal).text
    assert bureau.post(at["count"]).status_code == 302
    assert bureau.get(proposal).text.count("赞成</span>") == 3
    assert bureau.post(at["publish"], {"title": "目录", "issued_by": "民政局"}).status_code == 302
    assert found.editions.get().entries.count() == 2


def test_another_members_ballot_is_no_page(found):
    mine, other = panel_of(found, 2)
    assert signed_in(mine.account).get(reverse("catalogue:ballot", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("address", ["seats", "ballot"])
def test_one_and_three_are_listed_with_the_same_number_of_questions(here, found, address):
    [seat] = panel_of(found, 1)
    client, counts = signed_in(seat.account), []
    at = reverse("catalogue:seats") if address == "seats" else reverse("catalogue:ballot", args=[seat.pk])
    for n in range(2):
        make.proposal(here, found, title=f"项目{n}")
        with CaptureQueriesContext(connection) as counted:
            assert client.get(at).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]

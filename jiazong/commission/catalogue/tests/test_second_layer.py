"""What the database alone shows and takes of needs, catalogue and roll-out; nothing of the first layer is asked."""
from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from jiazong.commission.catalogue.actions import items, rounds
from jiazong.commission.catalogue.actions.figures import COLUMNS, BadFigures, load_figures
from jiazong.commission.catalogue.models import (
    Answer,
    Decision,
    Edition,
    Entry,
    Item,
    ItemEvent,
    Pair,
    Proposal,
    Round,
    Site,
    Survey,
)
from jiazong.commission.catalogue.queries.figures import NoFigure, figure, figures
from jiazong.commission.catalogue.tests import factories as make
from jiazong.ground.access.context import acting, at_the_door
from jiazong.people.places.tests import factories as place

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make.district()


@pytest.fixture
def full(here):
    """One of everything: the agency's proposal, the other street's, a pair, a decision, a project, an edition, forms, a site."""
    survey = make.survey(here)
    make.answer(survey, here.street, serial="1", ranked=(1,))
    make.answer(survey, here.other, serial="1", ranked=(2,))
    found = make.round_(here, ends=-1)
    first = make.proposal(here, found, agency=here.agency, region=here.street)
    second = make.proposal(here, found, region=here.other, title="南街助餐")
    make.pair(found, first, second)
    rounds.decide(second, "refused", "重复", votes=None, into=None, on=make.today(), by=here.bureau)
    make.item(here)
    make.site(here)
    return here


def seen(person, model):
    with acting(person, "probe"):
        return model.objects.count()


def test_each_sees_as_many_rows_as_the_table_of_permissions_says(full):
    elsewhere = place.member("district_bureau", "region", "440402")
    director = place.member("centre_director", "centre", full.centre.code)
    #          bureau city street other agency elsewhere director
    expected = {
        Survey: (1, 1, 1, 1, 0, 0, 0), Answer: (2, 2, 1, 1, 0, 0, 0), Round: (1, 1, 1, 1, 1, 0, 0),
        Proposal: (2, 2, 1, 1, 1, 0, 0), Pair: (1, 1, 0, 0, 0, 0, 0), Decision: (1, 1, 0, 1, 0, 0, 0),
        Item: (1, 1, 1, 1, 1, 0, 0), ItemEvent: (1, 1, 1, 1, 1, 0, 0), Site: (1, 1, 0, 1, 0, 0, 0),
    }  # fmt: skip
    people = (full.bureau, full.city, full.office, full.office_2, full.agent, elsewhere, director)
    assert {model: tuple(seen(person, model) for person in people) for model in expected} == expected


def test_whoever_has_not_signed_in_sees_published_editions_and_nothing_else(full):
    rounds.decide(Proposal.objects.get(agency=full.agency), "admitted", "可行", votes=None, into=None, on=make.today(), by=full.bureau)
    items.publish(Round.objects.get(), issued_by="区民政局", title="目录", on=make.today(), by=full.bureau)
    with at_the_door():
        counts = [model.objects.count() for model in (Edition, Entry, Survey, Answer, Round, Proposal, Pair, Decision, Item, ItemEvent, Site)]
    assert counts == [1, 2, *[0] * 9]


@pytest.mark.parametrize("statement", [
    "UPDATE catalogue_edition SET title = 'x'", "DELETE FROM catalogue_entry", "UPDATE catalogue_itemevent SET day = '2020-01-01'",
    "DELETE FROM catalogue_answer", "UPDATE catalogue_answer SET ranked = '{1}'", "UPDATE catalogue_figure SET value = 1",
])  # fmt: skip
def test_what_is_published_noted_or_answered_is_never_changed(full, statement):
    with acting(full.bureau, "probe"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_agency_proposes_in_no_name_but_its_own_and_in_no_round_it_does_not_see(full):
    theirs = place.agency("别的机构")
    far = Round.objects.create(region_id="440402", year=2026, title="远", opens_on=make.today(), closes_on=make.today())
    near = Round.objects.get(region=full.region)
    told = {"proposer_kind": "agency", "proposer": "x", "region": full.street, **make.FACTS}
    for bad in ({"round": near, "agency": theirs}, {"round": far, "agency": full.agency}, {"round": near, "agency": None}):
        with acting(full.agent, "probe"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Proposal.objects.create(**told | bad)
    with acting(full.agent, "probe"):
        assert Proposal.objects.create(**told, round=near, agency=full.agency).pk


def test_a_street_types_no_form_of_another_street_and_changes_no_survey_of_the_district(full):
    survey = Survey.objects.get()
    stratum = survey.strata.get(region=full.other, group__name="老人")
    with acting(full.office, "probe"):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Answer.objects.create(survey=survey, stratum=stratum, region=full.other, serial="9", channel="paper", answered_on=make.today(), ranked=[1])
        assert Survey.objects.update(closed_on=make.today()) == 0
        assert survey.strata.update(planned=0) == 0


def test_the_figure_of_a_place_is_the_nearest_and_newest():
    today = timezone.localdate()
    assert figure("removal.unbought_years", "440103", today) == 2
    assert figures("999999", today)["needs.places"] == 3
    with pytest.raises(NoFigure):
        figure("no.such", "44", today)
    with pytest.raises(NoFigure):
        figure("needs.places", "44", today - timedelta(days=365 * 60))


HEAD = ",".join(COLUMNS)
LINE = "removal.unbought_years,4406,2026-01-01,3,years,别的城市的办法"


def test_another_city_rules_by_its_own_figures_without_code():
    assert [load_figures(f"{HEAD}\n{LINE}\n{LINE}\n", by=None) for _ in range(2)] == [1, 0]
    after = make.today().replace(year=2026, month=11, day=1)
    assert (figure("removal.unbought_years", "440604001", after), figure("removal.unbought_years", "440103", after)) == (3, 2)
    assert figure("removal.unbought_years", "4406", after.replace(year=2025)) == 2


@pytest.mark.parametrize(("text", "why"), [
    ("name\n", "columns"), (LINE.replace("removal.", "x."), "name"), (LINE.replace("4406", "44a"), "region"), (LINE.replace("2026-01", "2026-13"), "day"),
    (LINE.replace(",3,", ",drei,"), "value"), (LINE.replace("别的城市的办法", ""), "source"), (f"{LINE}\n{LINE.replace(',3,', ',4,')}", "differs"),
])  # fmt: skip
def test_a_file_of_figures_with_a_fault_is_refused_whole(text, why):
    with pytest.raises(BadFigures) as fault:
        load_figures(text if why == "columns" else f"{HEAD}\n{text}\n", by=None)
    assert fault.value.why == why and figure("removal.unbought_years", "4406", timezone.localdate()) == 2

"""What the demonstration's bureau finds: needs ranked, look-alikes to judge, somebody who leaves by the rule, a map with gaps."""
from types import SimpleNamespace

import pytest
from django.urls import reverse

from jiazong.commission.catalogue.models import Answer, Edition, Pair, Proposal, Site
from jiazong.commission.catalogue.tests import factories as make
from jiazong.run.demo.commissioning import BUREAU, add_commissioning
from jiazong.run.demo.loading import DemoLoaded


@pytest.mark.django_db
def test_the_bureau_finds_something_on_every_page_of_the_catalogue(client) -> None:
    here = make.district()
    here.bureau.login = BUREAU
    here.bureau.save(update_fields=["login"])
    loaded = DemoLoaded("small", True, [], 1, 0, SimpleNamespace(centre=here.centre), here.bureau)
    survey = add_commissioning(loaded, today=make.today())
    assert Answer.objects.filter(survey=survey).count() >= 32 and Edition.objects.get().entries.count() == 4
    assert Pair.objects.get().first.title == "独居长者助餐上门" and Proposal.objects.filter(kind="post").count() == 1
    assert {site.stage for site in Site.objects.all()} == {"planned", "tendered", "fitted", "opened"}
    client.force_login(here.bureau)
    for name in ("surveys", "rounds", "items", "removals", "rollout"):
        assert "empty" not in client.get(reverse(f"catalogue:{name}")).content.decode().split("<main")[1], name
    assert "社区长者日间照料" in client.get(reverse("catalogue:removals")).content.decode()

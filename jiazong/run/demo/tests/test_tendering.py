"""What the demonstration's street office, bidders and members of the panel find of tenders."""
import pytest
from django.utils import timezone

from jiazong.commission.contracts.tests import factories as contracts
from jiazong.commission.tenders.models import Notice, Tender
from jiazong.run.demo import tendering
from jiazong.run.demo.loading import DemoLoaded


@pytest.mark.django_db
def test_there_is_one_tender_in_each_state_that_is_worth_a_look():
    contract = contracts.contract()
    contracts.Account.objects.create(login=tendering.OFFICE, name="陆启明")
    member = contracts.Account.objects.create(login=tendering.MEMBER, name="顾鹤鸣")
    region = contract.purchaser.region_id[:6]
    contracts.access.admit(member, role="panel_member", scope_kind="region", scope_code=region, by=None, on=timezone.localdate())
    made = tendering.add_tenders(DemoLoaded("small", True, [], 1, 0, contract, None), today=timezone.localdate())
    states = sorted(Tender.objects.values_list("state", flat=True))
    assert len(made) == 4 and states == ["awarded", "draft", "opened", "published"]
    scoring = Tender.objects.get(state="opened")
    assert scoring.panel.count() == 5 and scoring.panel.filter(account=member, declared_at__isnull=True).exists()
    # 22,800 hours lie below the floor of 22,852 for fourteen.
    assert sorted(scoring.offers.values_list("is_valid", flat=True)) == [False, True, True, True]
    assert Notice.objects.filter(kind=Notice.AWARD).count() == 1

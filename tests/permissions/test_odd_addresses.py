"""Addresses nobody types get the plain answer for what does not exist, never a fault of the server."""
import pytest
from django.test import Client
from django.urls import reverse

from jiazong.ledger.hours.tests.factories import make_account

ODD = ["/contracts/%00/", "/hours/%00/progress", "/evidence/%00", "/hours/a%00b/indicators/x", "/contracts/?older=%00", "/nowhere/" + "x" * 3000]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_not_found(address: str) -> None:
    client = Client()
    client.force_login(make_account())
    assert client.get(address).status_code == 404
    assert client.get(reverse("run:healthz")).status_code == 200

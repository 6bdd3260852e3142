import pytest
from django.test import RequestFactory

from jiazong.ground.ui.toasts import say


@pytest.mark.parametrize("address", ["https://elsewhere.example/undo", "//elsewhere.example/undo", "undo"])
def test_an_undo_on_another_site_is_refused(address):
    with pytest.raises(ValueError, match="path of this site"):
        say(RequestFactory().get("/"), "已记下", undo=address)

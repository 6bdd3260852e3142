"""Every sentence has its Chinese, and the same one in every catalogue."""
from jiazong.ground.ui import catalogues


def test_every_sentence_is_translated_once_and_none_is_fuzzy():
    assert len(catalogues.apps()) > 10, "the walk finds too little to mean anything"
    assert catalogues.check() == []

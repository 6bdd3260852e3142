from types import SimpleNamespace

import pytest

from jiazong.run.bench import tendering


def test_what_is_measured_is_checked_and_scored_rightly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tendering, "QUICK_TENDERS", 2)
    figures = list(tendering.measure(SimpleNamespace(size=SimpleNamespace(rounds=1))))
    assert [figure.key for figure in figures] == ["tenders_check", "tenders_score"]
    assert all(figure.value > 0 and figure.cpu > 0 for figure in figures)

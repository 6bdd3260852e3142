import time

import pytest

from jiazong.run.bench.clients import Crowd, WrongAnswer, crowd


def test_a_crowd_stops_at_the_number_of_requests_or_at_the_time():
    few = crowd([lambda turn: None] * 4, 5, most=40)
    assert len(few.seconds) == 40
    long = crowd([lambda turn: time.sleep(0.01)] * 2, 0.2, most=10_000)
    assert 4 <= len(long.seconds) <= 44
    assert long.rate == pytest.approx(len(long.seconds) / long.whole)


def test_a_wrong_answer_to_one_of_them_is_not_lost():
    def wrong(turn):
        raise WrongAnswer("404")

    with pytest.raises(WrongAnswer):
        crowd([lambda turn: None, wrong], 0.1, most=10)


def test_half_of_the_answers_come_within_the_half_share():
    assert Crowd([0.001 * n for n in range(1, 101)], 1.0).share(0.5) == pytest.approx(51)

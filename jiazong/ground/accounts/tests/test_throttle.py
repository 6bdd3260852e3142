"""Tries are spaced, nobody is locked out, and a stranger cannot keep the person out."""
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jiazong.ground.accounts import throttle
from jiazong.ground.accounts.models import Bucket
from jiazong.ground.accounts.rules import throttling
from jiazong.ground.accounts.rules.throttling import Rate
from jiazong.ground.accounts.tests.people import SECRET, enter, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, tzinfo=UTC)
unhurried = hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
RATES = st.builds(Rate, st.integers(1, 50), st.integers(1, 3600).map(lambda s: timedelta(seconds=s)))


@unhurried
@given(rate=RATES, gaps=st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_in_no_stretch_of_time_are_more_tries_free_than_the_rate_says(rate, gaps):
    free, now, made = NOW - timedelta(days=1), NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if throttling.wait(free, now, rate) <= timedelta(0):
            free = throttling.after_try(free, now, rate)
            made.append(now)
    for first in range(len(made)):
        for last in range(first, len(made)):
            most = rate.tries + (made[last] - made[first]) / rate.step
            assert last - first + 1 <= most + 1e-6


@unhurried
@given(rate=RATES, tries=st.integers(0, 100))
def test_after_the_wait_that_was_told_a_try_is_free_and_not_before(rate, tries):
    free = NOW
    for _ in range(tries):
        free = throttling.after_try(free, NOW, rate)
    wait = throttling.wait(free, NOW, rate)
    if wait > timedelta(0):
        assert throttling.wait(free, NOW + wait, rate) <= timedelta(0)
        assert throttling.wait(free, NOW + wait - timedelta(microseconds=2), rate) > timedelta(0)


@unhurried
@given(rate=RATES)
def test_a_try_that_was_right_counts_as_if_it_had_not_been_made(rate):
    assert throttling.after_success(throttling.after_try(NOW, NOW, rate), rate) == NOW


def wait_out(seconds: int) -> None:
    """Let so many seconds pass in all buckets."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_bucket SET free_at = free_at - make_interval(secs => %s)", [seconds])


def test_the_sixth_wrong_try_is_told_how_long_to_wait_and_after_that_the_right_password_works(client):
    person()
    answers = [enter(client, password="wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    refused = enter(client)
    assert refused.status_code == 429
    seconds = int(refused.headers["Retry-After"])
    assert 1 <= seconds <= 12
    assert f"{seconds}" in refused.content.decode().split("error-summary")[1]
    wait_out(seconds)
    assert enter(client).status_code == 302


def test_a_refused_try_does_not_make_the_wait_longer(client):
    person()
    for _ in range(5):
        enter(client, password="wrong")
    waits = [int(enter(client, password="wrong").headers["Retry-After"]) for _ in range(20)]
    assert max(waits) <= 12


def test_a_stranger_who_tries_without_end_does_not_keep_the_person_out_of_her_known_browser():
    person()
    own = Client(REMOTE_ADDR="10.1.2.3")
    enter(own)
    own.post("/sign-out")
    stranger = Client(REMOTE_ADDR="10.1.2.3")
    for _ in range(30):
        enter(stranger, password="wrong")
    assert enter(stranger).status_code == 429
    assert enter(own).status_code == 302


def test_a_stranger_elsewhere_does_not_keep_a_new_browser_of_the_person_waiting():
    person()
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(30):
        enter(stranger, password="wrong")
    assert enter(Client(REMOTE_ADDR="10.1.2.3")).status_code == 302


def test_one_address_does_not_try_many_logins():
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [enter(client, login=f"zhou{number}").status_code for number in range(25)]
    assert answers == [422] * 20 + [429] * 5


def test_all_strangers_together_are_spaced_and_known_networks_are_not_slowed(settings):
    settings.JIAZONG_TRIES_PER_SYSTEM = 10
    person()
    enter(Client(REMOTE_ADDR="10.1.2.3"))
    answers = [enter(Client(REMOTE_ADDR=f"203.0.{number}.9"), login="he").status_code for number in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert enter(Client(REMOTE_ADDR="10.1.2.99")).status_code == 302


def test_twenty_people_of_one_office_sign_in_within_a_minute():
    for number in range(25):
        person(f"zhou{number}")
    assert [enter(Client(), login=f"zhou{number}").status_code for number in range(25)] == [302] * 25


def test_what_was_typed_as_a_login_is_not_kept_anywhere(client):
    enter(client, login="my-secret-password")
    assert not [bucket for bucket in Bucket.objects.values_list("key", flat=True) if "secret" in bucket]
    assert all(len(key) == 64 for key in Bucket.objects.values_list("key", flat=True))


def test_empty_buckets_are_dropped_and_full_ones_kept(client):
    enter(client, login="he")
    wait_out(7200)
    enter(client, login="zhou")
    assert throttle.forget_old() > 0
    assert Bucket.objects.exists()


@pytest.mark.parametrize("size", [1_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_of_the_tries_of_a_stranger_only_as_many_as_the_rate_says_are_looked_at(size):
    """The count without the hashing: tries that are refused cost no hash, so the machine stays usable too."""
    buckets = throttle.buckets_of_sign_in(login="zhou", address="203.0.113.9", device="", is_known_network=False)
    start, made = time.monotonic(), 0
    for _ in range(size):
        try:
            throttle.take(buckets)
            made += 1
        except throttle.Wait:
            pass
    minutes = (time.monotonic() - start) / 60
    assert made <= settings.JIAZONG_TRIES_PER_ACCOUNT * (1 + minutes) + 1


@pytest.fixture
def measured(settings):
    """The hashing as it is in earnest, and no waits."""
    settings.PASSWORD_HASHERS = ["jiazong.ground.accounts.hashers.MeasuredArgon2Hasher"]
    settings.JIAZONG_TRIES_PER_ACCOUNT = settings.JIAZONG_TRIES_PER_ADDRESS = settings.JIAZONG_TRIES_PER_SYSTEM = 10_000


def test_an_unknown_login_takes_as_long_as_a_wrong_password(measured):
    """Within 5 ms of the median, and with as many questions to the database; in processor time, which neighbours do not lengthen."""
    person()
    tried = {login: [one_try(login) for _ in range(9)] for login in ("zhou", "nobody")}
    known, unknown = (statistics.median(seconds for seconds, _ in tries) * 1000 for tries in tried.values())
    assert {count for tries in tried.values() for _, count in tries} == {tried["zhou"][0][1]}
    assert abs(known - unknown) <= 5, f"{known:.1f} ms and {unknown:.1f} ms"


def one_try(login: str) -> tuple[float, int]:
    """Processor seconds and questions of one wrong try."""
    with CaptureQueriesContext(connection) as asked:
        start = time.process_time()
        enter(Client(), login=login, password="wrong sentence")
        return time.process_time() - start, len(asked)


def test_the_right_password_is_refused_while_it_waits_in_the_same_words_as_a_wrong_one(client):
    person()
    for _ in range(5):
        enter(client, password="wrong")
    told = [enter(client, password=word).content.decode().split("error-summary")[1].split("</div>")[0] for word in (SECRET, "wrong")]
    assert told[0] == told[1]

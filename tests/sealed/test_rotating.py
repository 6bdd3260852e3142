"""New keys for old while everybody goes on writing; nothing is lost when it is stopped, and nothing is left of the old key."""
import os
import threading
import time
from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections, transaction

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.custody import rotating
from jiazong.ground.custody.places import SealedColumn, rows_by_key, sealed_columns
from jiazong.ground.privacy import keyring, master, sealing, troubles
from jiazong.ground.privacy.models import Key
from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as make

SECONDS = float(os.environ.get("JIAZONG_TEST_ROTATION_SECONDS", "2"))
WRITERS = 3


def phones() -> dict[int, str]:
    return {one.pk: one.phone for one in Worker.objects.all()}


def test_the_staff_list_is_among_what_is_walked() -> None:
    assert {"staff_worker.phone", "staff_worker.id_number", "custody_look.words"} <= {str(one) for one in sealed_columns()}


def test_rotation_of_one_agency_leaves_the_other_alone(staff_of_two) -> None:
    before = phones()
    mine = staff_of_two[0].centre.agency_id
    old = rotating.rotate(mine)
    assert set(old) == set(Key.objects.filter(agency=mine).exclude(state=Key.ACTIVE).values_list("pk", flat=True))
    assert phones() == before
    assert rotating.carry_on() == 3
    assert phones() == before
    assert not set(rows_by_key()) & set(old)
    assert set(Key.objects.filter(pk__in=old).values_list("state", flat=True)) == {Key.RETIRED}
    assert Entry.objects.filter(verb="keys.rotated").count() == len(old) == Entry.objects.filter(verb="keys.retired").count()


def test_a_number_is_found_before_during_and_after_a_rotation(staff_of_two) -> None:
    one = staff_of_two[0]
    twin = actions.write_identity(make.worker(one.centre, "乙"), by=None, phone=one.phone)
    for step in (lambda: None, rotating.rotate, rotating.carry_on):
        step()
        assert actions.same_person_elsewhere(Worker.objects.get(pk=twin.pk), "phone", by=None)[0].pk == one.pk


def test_a_rotation_that_was_stopped_goes_on(staff_of_two, monkeypatch) -> None:
    monkeypatch.setattr("jiazong.ground.custody.places.BATCH", 1)
    old = rotating.rotate()
    assert rotating.carry_on(should_stop=lambda: True) == 1
    assert sum(rows_by_key().get(kid, 0) for kid in old) == 5
    assert rotating.carry_on() == 5
    assert not set(rows_by_key()) & set(old)


def test_the_cipher_changes_with_the_next_rotation(staff_of_two, settings) -> None:
    before = phones()
    settings.JIAZONG_CIPHER_SUITE = "SM4GCM"
    rotating.rotate()
    rotating.carry_on()
    assert set(Key.objects.filter(state=Key.ACTIVE).values_list("suite", flat=True)) == {"SM4GCM"}
    keyring.forget()
    assert phones() == before


def test_a_key_with_rows_is_not_destroyed_and_a_retired_one_is(staff_of_two) -> None:
    kid = Key.objects.get(agency=staff_of_two[0].centre.agency_id, purpose=Key.DATA).pk
    with pytest.raises(rotating.KeyInUse):
        rotating.destroy(kid)
    rotating.rotate()
    with pytest.raises(rotating.KeyInUse):
        rotating.destroy(kid)
    rotating.carry_on()
    rotating.destroy(kid)
    assert Key.objects.get(pk=kid).wrapped is None
    with pytest.raises(troubles.KeyDestroyed):
        keyring.opened(kid)


def test_a_new_master_key_wraps_every_key_and_the_old_one_wraps_none(staff_of_two) -> None:
    before, old = phones(), master.newest()
    count = rotating.rotate_master()
    keyring.forget()
    assert phones() == before
    assert rotating.wrapped_by() == {master.newest().fingerprint: count}
    assert [one.version for one in master.masters()] == [1, 2] and master.masters()[0].fingerprint == old.fingerprint
    assert rotating.rewrap() == 0


def test_without_its_master_key_nothing_opens_and_no_new_one_is_made(staff_of_two) -> None:
    master.file().unlink()
    keyring.forget()
    with pytest.raises(troubles.MasterKeyMissing):
        phones()
    with pytest.raises(troubles.MasterKeyMissing):
        actions.write_identity(Worker.objects.first(), by=None, phone="13900001111")
    assert not master.file().exists()


def test_a_master_key_others_can_read_is_not_used(staff_of_two) -> None:
    master.file().chmod(0o640)
    keyring.forget()
    with pytest.raises(troubles.MasterKeyExposed):
        phones()


@pytest.mark.django_db(transaction=True)
def test_rotation_while_people_write_makes_no_fault_and_leaves_no_row_behind(staff_of_two, monkeypatch) -> None:
    monkeypatch.setattr("jiazong.ground.custody.places.BATCH", 20)
    centre = staff_of_two[0].centre
    ends, told, faults, written = time.monotonic() + SECONDS, Counter(), [], {}

    def write(number: int) -> None:
        try:
            while time.monotonic() < ends:
                with acting_as_system("tests"):
                    phone = f"139{number}{told[number]:07d}"
                    worker = actions.write_identity(make.worker(centre, f"丙{number}"), by=None, phone=phone)
                    again = Worker.objects.select_related("centre").order_by("?").first()
                    assert again.phone
                    actions.write_identity(again, by=None, phone=again.phone[:-1] + "9")
                told[number] += 1
                written[worker.pk] = phone
        except Exception as fault:  # whatever it is, the test is to name it
            faults.append(repr(fault))
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    rotations = 0
    while time.monotonic() < ends:
        rotating.rotate()
        rotating.carry_on()
        rotations += 1
    for one in writers:
        one.join()
    old = set(Key.objects.exclude(state=Key.ACTIVE).values_list("pk", flat=True))
    print(f"rotations {rotations}, rows written meanwhile {sum(told.values())}, load {os.getloadavg()[0]:.1f}")
    assert faults == [] and rotations > 0 and sum(told.values()) > 10
    assert not set(rows_by_key()) & old
    assert all(Worker.objects.get(pk=pk).phone[:-1] == phone[:-1] for pk, phone in written.items())


@pytest.mark.django_db(transaction=True)
def test_a_key_is_not_retired_while_a_transaction_that_began_with_it_is_open(staff_of_two) -> None:
    held, let_go = threading.Event(), threading.Event()
    worker = staff_of_two[0]

    def write_slowly() -> None:
        try:
            with acting_as_system("tests"):
                actions.write_identity(Worker.objects.get(pk=worker.pk), by=None, phone="13700007777")
                held.set()
                let_go.wait(10)
        finally:
            connections.close_all()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    held.wait(10)
    old = rotating.rotate(worker.centre.agency_id)
    looks = iter([False, False, True])
    rotating.carry_on(should_stop=lambda: next(looks, True))
    assert Key.objects.filter(pk__in=old, state=Key.RETIRING).exists()
    let_go.set()
    slow.join()
    rotating.carry_on()
    assert not Key.objects.filter(state=Key.RETIRING).exists() and not set(rows_by_key()) & set(old)
    assert Worker.objects.get(pk=worker.pk).phone == "13700007777"


def test_two_at_once_make_one_key(own_master, db) -> None:
    with transaction.atomic():
        first = keyring.active("AGX").kid
    assert keyring.active("AGX").kid == first
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM privacy_key WHERE agency = 'AGX' AND state = 'active' AND purpose = 'data'")
        assert cursor.fetchone()[0] == 1


def test_the_secrets_of_second_factors_move_to_the_new_key_too(own_master, db) -> None:
    person = place.director(place.centre("ours", name="青禾家综"))
    sealed = sealing.seal_secret("JBSWY3DPEHPK3PXP", "second factor")
    kept = Authenticator.objects.create(user=person, type="totp", data={"secret": sealed, "note": "abc"})
    old = rotating.rotate()
    assert rotating.carry_on() == 1
    data = Authenticator.objects.get(pk=kept.pk).data
    assert sealing.open_secret(data["secret"], "second factor") == "JBSWY3DPEHPK3PXP" and data["note"] == "abc"
    assert sealing.kid_of_secret(data["secret"]) not in old and not set(rows_by_key()) & set(old)


@pytest.mark.parametrize("column", [one for one in sealed_columns() if isinstance(one, SealedColumn)], ids=str)
def test_the_rotation_may_write_every_sealed_column_and_only_the_rotation_needs_to(column, db) -> None:
    wanted = [column.field.column, *([column.index.column] if column.index else [])]
    with connection.cursor() as cursor:
        for name in wanted:
            cursor.execute("SELECT has_column_privilege('jiazong_system', %s, %s, 'UPDATE')", [column.table, name])
            assert cursor.fetchone()[0], f"tables.csv: jiazong_system may not change {column.table}.{name}"


def test_a_batch_that_breaks_off_is_undone_whole_and_done_again(staff_of_two, monkeypatch) -> None:
    monkeypatch.setattr("jiazong.ground.custody.places.BATCH", 2)
    before, old, calls = phones(), rotating.rotate(), iter(range(9))
    write = SealedColumn._write

    def breaks_off(self, *given) -> None:
        write(self, *given)
        if next(calls) == 1:
            raise ConnectionError("the machine stopped here")

    with monkeypatch.context() as broken:
        broken.setattr(SealedColumn, "_write", breaks_off)
        with pytest.raises(ConnectionError):
            rotating.carry_on()
    assert sum(rows_by_key().get(kid, 0) for kid in old) == 4 and phones() == before
    assert rotating.carry_on() == 4 and phones() == before
    assert not set(rows_by_key()) & set(old)

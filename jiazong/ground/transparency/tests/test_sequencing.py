import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from jiazong.ground.transparency import actions, keys, notes, queries, rules, tree
from jiazong.ground.transparency.models import Checkpoint, Entry, Leaf, Log, Node
from jiazong.ground.transparency.tests.owner import past_policies

pytestmark = pytest.mark.django_db(transaction=True)


def subjects_in_order() -> list[str]:
    names = dict(Leaf.objects.values_list("id", "subject"))
    return [names[leaf] for leaf in Entry.objects.order_by("index").values_list("leaf_id", flat=True)]


def test_leaves_get_numbers_without_gaps_and_a_signed_root():
    for number in range(3):
        actions.append("import", f"import:{number}", {"n": number})
    made = actions.sequence()
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2]
    assert bytes(made.root) == tree.root_of(bytes(one) for one in Leaf.objects.order_by("id").values_list("hash", flat=True))
    read = notes.Checkpoint.parse(made.note)
    read.check_log(notes.Key.parse(Log.objects.get().key))
    assert (read.size, read.root) == (3, bytes(made.root))


def test_nothing_new_signs_nothing():
    actions.append("import", "import:1", {})
    assert actions.sequence().number == 1
    assert actions.sequence() is None
    assert Checkpoint.objects.count() == 1


def test_a_transaction_that_ends_late_is_numbered_late_and_never_lost():
    opened, finish = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                actions.append("import", "import:late", {})
                opened.set()
                finish.wait(20)
        finally:
            connections.close_all()

    writer = threading.Thread(target=late)
    writer.start()
    opened.wait(20)
    actions.append("import", "import:early", {})
    assert actions.sequence().size == 1
    actions.append("import", "import:next", {})
    assert actions.sequence().size == 2
    finish.set()
    writer.join()
    assert queries.waiting().leaves == 1
    assert actions.sequence().size == 3
    assert subjects_in_order() == ["import:early", "import:next", "import:late"]


def test_a_great_many_are_taken_in_parts():
    actions.append_many("import", ((f"import:{number}", {}, None) for number in range(700)))
    sizes = []
    while made := actions.sequence(most=300):
        sizes.append(made.size)
    assert sizes == [300, 600, 700]
    assert queries.waiting() == queries.Waiting(0, 0)
    assert Node.objects.count() == 2
    assert tree.root_of(queries.hashes_from(0, 700)) == bytes(Checkpoint.objects.get(size=700).root)


def test_proofs_read_from_whole_subtrees_hold_for_every_leaf():
    actions.append_many("import", ((f"import:{number}", {}, None) for number in range(900)))
    actions.sequence(most=513)
    first, second = Checkpoint.objects.get(), actions.sequence()
    hashes, subtrees = list(queries.hashes_from(0, 900)), queries.Subtrees()
    for index in range(0, 900, 7):
        tree.check_inclusion(index, 900, hashes[index], tree.prove_inclusion(index, 900, subtrees.span), bytes(second.root))
    grown = tree.prove_consistency(513, 900, subtrees.span)
    tree.check_consistency(513, 900, grown, bytes(first.root), bytes(second.root))


def test_only_one_process_sequences():
    held, finish = threading.Event(), threading.Event()

    def other() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(7146, 24)")
                held.set()
                finish.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    held.wait(20)
    actions.append("import", "import:1", {})
    assert actions.sequence() is None
    finish.set()
    thread.join()
    assert actions.sequence().size == 1


def test_the_last_word_is_kept_outside_and_is_never_overtaken_by_an_older_database():
    actions.append("import", "import:1", {})
    actions.sequence()
    log = Log.objects.get()
    head = keys.read_head(log.pk)
    assert head == Checkpoint.objects.get().note
    signer = keys.signer()
    keys.write_head(log.pk, signer.sign(7, b"\x01" * 32, "2026-03-05T10:21:09.000000Z"))
    actions.append("import", "import:2", {})
    with pytest.raises(rules.LogDiverged):
        actions.sequence()
    keys.write_head(log.pk, signer.sign(1, b"\x01" * 32, "2026-03-05T10:21:09.000000Z"))
    with pytest.raises(rules.LogDiverged):
        actions.sequence()
    assert Entry.objects.count() == 1
    keys.write_head(log.pk, head)
    assert actions.sequence().size == 2


def test_after_a_backup_the_log_goes_on_under_another_name_and_says_why():
    actions.append("import", "import:1", {})
    actions.sequence()
    keys.write_head(Log.objects.get().pk, keys.signer().sign(9, b"\x01" * 32, "2026-03-05T10:21:09.000000Z"))
    log = actions.reopen("备份恢复到三月五日")
    made = actions.sequence()
    assert (made.size, notes.Checkpoint.parse(made.note).origin) == (2, log.origin)
    assert log.origin.endswith("/2")
    assert subjects_in_order()[-1] == "reopened:2"


def test_another_key_signs_nothing(key_file):
    actions.append("import", "import:1", {})
    actions.sequence()
    key_file.unlink()
    actions.append("import", "import:2", {})
    with pytest.raises(rules.OtherKey):
        actions.sequence()


def test_a_key_that_others_can_read_is_refused(key_file):
    actions.append("import", "import:1", {})
    keys.signer()
    key_file.chmod(0o644)
    with pytest.raises(keys.KeyExposed):
        actions.sequence()


def test_a_clock_that_went_back_signs_nothing():
    actions.append("import", "import:1", {})
    made = actions.sequence()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("ALTER TABLE transparency_checkpoint DISABLE TRIGGER USER")
        Checkpoint.objects.update(made_at=timezone.now() + timedelta(hours=1))
        cursor.execute("ALTER TABLE transparency_checkpoint ENABLE TRIGGER USER")
        cursor.execute("RESET ROLE")
    actions.append("import", "import:2", {})
    with pytest.raises(rules.ClockWentBack):
        actions.sequence()
    assert Checkpoint.objects.get().size == made.size


def test_a_database_brought_to_another_server_loses_no_leaf():
    actions.append("import", "import:1", {})
    actions.sequence()
    with past_policies("transparency_checkpoint", "transparency_leaf", with_triggers=False) as cursor:
        # There the numbers of transactions are far smaller than those of the leaves that came along.
        assert Checkpoint.objects.update(cluster="another", horizon=2**40) == 1
        cursor.execute("INSERT INTO transparency_leaf (kind, subject, adopted, salt, hash, xid) "
                       "VALUES ('x', 'x:far', false, '\\x00', decode(repeat('00', 32), 'hex'), '1099511627776')")  # fmt: skip
    actions.append("import", "import:2", {})
    assert actions.sequence().size == 3
    actions.append("import", "import:3", {})
    assert actions.sequence().size == 4


def test_the_first_checkpoint_is_no_older_than_a_leaf_that_was_written_while_it_was_gathered():
    actions.append("import", "import:1", {})

    def write() -> None:
        try:
            actions.append("import", "import:between", {})
        finally:
            connections.close_all()

    def before_gathering(execute, statement, *given):
        if statement.startswith("\nINSERT INTO transparency_entry"):
            writer = threading.Thread(target=write)
            writer.start()
            writer.join()
        return execute(statement, *given)

    with connection.execute_wrapper(before_gathering):
        made = actions.sequence()
    assert made.size == 2
    assert Leaf.objects.latest("id").written_at <= made.made_at

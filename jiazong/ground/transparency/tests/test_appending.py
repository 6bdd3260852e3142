import json
import secrets
from datetime import UTC

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiazong.ground.transparency import actions, canonical
from jiazong.ground.transparency.models import Adoption, Leaf
from jiazong.ground.transparency.rows import RowKind, moment, plain, text, word
from jiazong.ground.transparency.tests.owner import past_policies

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
FACTS = st.dictionaries(st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8),
                        TEXTS | st.booleans() | st.none() | st.integers(-(2**53) + 1, 2**53 - 1), max_size=5)  # fmt: skip
REGION = RowKind(
    kind="region", table="probe",
    facts={"code": text("line.code"), "level": plain("line.level"), "open": plain("line.is_open"), "day": word("line.day")},
    private={"name": text("line.name"), "at": moment("line.at")}, at="at",
)  # fmt: skip


def recomputed(leaf: Leaf, facts: str | None = None, private: str | None = None) -> bytes:
    """The hash of a leaf as Python makes it from what is kept."""
    return canonical.hash_of(
        salt=bytes(leaf.salt), private=private or leaf.private, facts=facts or leaf.facts, kind=leaf.kind,
        subject=leaf.subject, written_at=leaf.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        adopted=leaf.adopted,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS, FACTS, TEXTS)
def test_the_database_makes_the_same_leaf_as_anybody_who_checks_it(facts, private, subject):
    made = actions.append("import", subject, facts, private=private)
    kept = Leaf.objects.get(pk=made.pk)
    assert bytes(kept.hash) == made.hash == recomputed(kept)
    assert (json.loads(kept.facts), json.loads(kept.private)) == (facts, private)


def test_many_leaves_are_the_same_as_one_after_the_other():
    given_rows = [(f"import:{number}", {"number": number, "name": "春和\n\"里\""}, {"who": "甲"}) for number in range(300)]
    assert actions.append_many("import", given_rows) == 300
    leaves = list(Leaf.objects.order_by("id"))
    assert [leaf.subject for leaf in leaves] == [subject for subject, _, _ in given_rows]
    assert all(bytes(leaf.hash) == recomputed(leaf) for leaf in leaves)
    assert len({bytes(leaf.salt) for leaf in leaves}) == 300


def test_leaves_of_rows_are_made_by_the_database_from_the_rows_themselves():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE probe (id bigint, code text, level int, is_open boolean, day date, name text, at timestamptz)")
        cursor.execute(
            "INSERT INTO probe VALUES (1, 'a\"b', 2, true, '2026-03-05', '春和\n里\\', '2026-03-05T10:00:00.5+08'), "
            "(2, '', NULL, NULL, NULL, NULL, NULL)"
        )
    assert actions.append_rows(REGION, "line.id <= %(last)s", {"last": 2}, adopted=True) == 2
    one, other = Leaf.objects.order_by("id")
    assert (one.subject, one.adopted, one.facts) == ("region:1", True, None)
    told = {"code": 'a"b', "day": "2026-03-05", "level": 2, "open": True}
    private = {"at": "2026-03-05 02:00:00.5", "name": "春和\n里\\"}
    assert bytes(one.hash) == recomputed(one, canonical.canonical(told), canonical.canonical(private))
    nothing = dict.fromkeys(told), dict.fromkeys(private)
    nothing[0]["code"] = ""
    assert bytes(other.hash) == recomputed(other, *map(canonical.canonical, nothing))


def test_two_leaves_of_the_same_deed_have_nothing_in_common(monkeypatch):
    first, second = (actions.append("import", "import:1", {"a": 1}, private={"name": "甲"}) for _ in range(2))
    assert first.hash != second.hash
    assert len({bytes(one) for one in Leaf.objects.values_list("salt", flat=True)}) == 2
    seeds = []
    monkeypatch.setattr(secrets, "token_bytes", lambda count: seeds.append(count) or bytes(count))
    actions.append("import", "import:1", {})
    assert seeds == [32]


def test_a_leaf_goes_with_its_transaction():
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.append("import", "import:1", {})
        raise RuntimeError
    assert not Leaf.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE transparency_leaf SET salt = salt", "DELETE FROM transparency_leaf"])
def test_a_leaf_is_never_changed_or_removed(statement):
    actions.append("import", "import:1", {})
    with pytest.raises(IntegrityError, match="append-only"), past_policies("transparency_leaf") as cursor:
        cursor.execute(statement)


def test_rows_that_were_there_before_are_adopted_once():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE probe AS SELECT n::bigint AS id, 'x'::text AS code, 1 AS level, true AS is_open, "
                       "current_date AS day, 'y'::text AS name, now() AS at FROM generate_series(1, 3) n")  # fmt: skip
    actions.append_rows(REGION, "line.id = 2")
    assert actions.adopt([REGION]) == {"region": 2}
    assert actions.adopt([REGION]) == {}
    assert Adoption.objects.get().leaves == 2
    assert list(Leaf.objects.filter(adopted=True).order_by("id").values_list("subject", flat=True)) == ["region:1", "region:3"]

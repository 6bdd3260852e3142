"""Ways to forge a log with every right over the database; each says by which names it must be found."""
from collections.abc import Callable
from datetime import UTC
from random import Random

from django.db import connection

from jiazong.ground.transparency import keys, queries, tree
from jiazong.ground.transparency.actions.sequencing import moment
from jiazong.ground.transparency.canonical import hash_of
from jiazong.ground.transparency.models import Checkpoint, Entry, Leaf, Node
from jiazong.ground.transparency.verifying import deeds
from jiazong.run.evidence_log import KINDS
from tests.evidence_log.house import Log, postings_to_forge

# Any one of the names is enough; the subject, where there is one, must be told too.
Expected = tuple[set[str], str]
COLUMNS = {
    "direct_minutes": "direct_minutes + 1", "indirect_minutes": "indirect_minutes + 5", "person_times": "person_times + 1",
    "day": "day + 1", "start_minute": "coalesce(start_minute, 0) + 1", "title": "title || ' '", "note_mark": "'改'", "field": "'家庭'",
    "is_late": "NOT is_late", "counts_hours": "NOT counts_hours", "posted_at": "posted_at - interval '1 microsecond'",
    "posted_by_id": "NULL", "source_row": "coalesce(source_row, 0) + 1", "source_sheet": "'六月'", "flags": "flags || 'x'",
    "reason": "reason || '.'", "request_key": "gen_random_uuid()",
}  # fmt: skip


def run(statement: str, *given: object) -> list[tuple]:
    """Run SQL; answers what it returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def edit_posting(log: Log, dice: Random) -> Expected:
    number, column = dice.choice(postings_to_forge()), dice.choice(sorted(COLUMNS))
    if column == "posted_by_id":
        number = run("SELECT id FROM hours_posting WHERE posted_by_id IS NOT NULL AND id = ANY(%s) LIMIT 1", postings_to_forge())[0][0]
    run(f"UPDATE hours_posting SET {column} = {COLUMNS[column]} WHERE id = %s", number)
    return {"changed"}, f"posting:{number}"


def swap_postings(log: Log, dice: Random) -> Expected:
    one, other = dice.sample(postings_to_forge(), 2)
    run("UPDATE hours_posting a SET direct_minutes = b.direct_minutes, day = b.day FROM hours_posting b "
        "WHERE (a.id, b.id) IN ((%s, %s), (%s, %s))", one, other, other, one)  # fmt: skip
    return {"changed"}, f"posting:{one}"


def delete_posting(log: Log, dice: Random) -> Expected:
    number = dice.choice(postings_to_forge())
    run("DELETE FROM hours_posting WHERE id = %s", number)
    return {"deleted"}, f"posting:{number}"


def insert_posting(log: Log, dice: Random) -> Expected:
    return {"inserted"}, f"posting:{_copy_posting(dice, 'posted_at')}"


def backdate_posting(log: Log, dice: Random) -> Expected:
    """A posting of last year that comes with a leaf of its own, as if it had been there."""
    number = _copy_posting(dice, "posted_at - interval '300 days'")
    _leaf_of(f"posting:{number}")
    return {"backdated"}, f"posting:{number}"


def backdate_leaf(log: Log, dice: Random) -> Expected:
    number = _copy_posting(dice, "now() - interval '300 days'")
    _leaf_of(f"posting:{number}", at="now() - interval '300 days'")
    return {"backdated"}, f"posting:{number}"


def adopt_afterwards(log: Log, dice: Random) -> Expected:
    number = _copy_posting(dice, "now() - interval '300 days'")
    _leaf_of(f"posting:{number}", at="now() - interval '2 days'", adopted=True)
    return {"backdated"}, f"posting:{number}"


def edit_closing(log: Log, dice: Random) -> Expected:
    ((number,),) = run("UPDATE hours_monthclosing SET rows = rows + 1 RETURNING id")
    return {"changed"}, f"closing:{number}"


def edit_leaf(log: Log, dice: Random) -> Expected:
    leaf, place = _any_leaf(dice), dice.randrange(8 * 16)
    column, what = dice.choice([("hash", "leaf_changed"), ("salt", "changed")])
    run(f"UPDATE transparency_leaf SET {column} = set_bit({column}, %s, 1 - get_bit({column}, %s)) WHERE id = %s", place, place, leaf.pk)
    return {what}, leaf.subject


def edit_mark(log: Log, dice: Random) -> Expected:
    leaf = _any_leaf(dice)
    change = dice.choice(["adopted = NOT adopted", "written_at = written_at - interval '1 microsecond'"])
    run(f"UPDATE transparency_leaf SET {change} WHERE id = %s", leaf.pk)
    return {"changed"}, leaf.subject


def edit_kept_facts(log: Log, dice: Random) -> Expected:
    leaf = dice.choice(list(Leaf.objects.filter(kind="import")))
    column = dice.choice(["facts", "private"])
    run(f"UPDATE transparency_leaf SET {column} = replace({column}, '}}', ',\"x\":1}}') WHERE id = %s", leaf.pk)
    return {"changed"}, leaf.subject


def swap_leaves(log: Log, dice: Random) -> Expected:
    one, other = _any_leaf(dice, kind="posting"), _any_leaf(dice, kind="import")
    run("UPDATE transparency_leaf SET subject = 'posting:0' WHERE id = %s", one.pk)
    run("UPDATE transparency_leaf SET subject = %s WHERE id = %s", one.subject, other.pk)
    return {"inserted", "deleted", "changed"}, one.subject


def delete_leaf(log: Log, dice: Random) -> Expected:
    leaf = _any_leaf(dice)
    run("DELETE FROM transparency_leaf WHERE id = %s", leaf.pk)
    return {"leaf_deleted"}, ""


def swap_entries(log: Log, dice: Random) -> Expected:
    one, other = dice.sample(range(log.sizes[-1]), 2)
    column = dice.choice(["leaf_id", "hash"])
    first, second = (run(f"SELECT {column} FROM transparency_entry WHERE index = %s", index)[0][0] for index in (one, other))
    if column == "leaf_id":
        run("UPDATE transparency_entry SET leaf_id = -1 WHERE index = %s", one)
    run(f"UPDATE transparency_entry SET {column} = %s WHERE index = %s", first, other)
    run(f"UPDATE transparency_entry SET {column} = %s WHERE index = %s", second, one)
    return {"leaf_changed"}, ""


def delete_entry(log: Log, dice: Random) -> Expected:
    run("DELETE FROM transparency_entry WHERE index = %s", dice.randrange(log.sizes[-1] - 1))
    return {"entry_broken"}, ""


def cut_the_end(log: Log, dice: Random) -> Expected:
    run("DELETE FROM transparency_entry WHERE index >= %s", dice.randrange(log.sizes[-2], log.sizes[-1]))
    return {"truncated"}, ""


def edit_node(log: Log, dice: Random) -> Expected:
    run("UPDATE transparency_node SET hash = set_bit(hash, 7, 1 - get_bit(hash, 7))")
    return {"tile_changed"}, "1/0"


def edit_checkpoint(log: Log, dice: Random) -> Expected:
    change = dice.choice(["root = set_bit(root, 3, 1 - get_bit(root, 3))", "note = replace(note, 'time 2', 'time 1')",
                          "made_at = made_at - interval '1 second'", "note = 'x'", "note = ''"])  # fmt: skip
    run(f"UPDATE transparency_checkpoint SET {change} WHERE size = %s", dice.choice(log.sizes))
    return {"bad_signature"}, ""


def delete_checkpoint(log: Log, dice: Random) -> Expected:
    run("DELETE FROM transparency_checkpoint WHERE size = %s", log.sizes[0])
    return {"checkpoint_deleted"}, ""


def forge_witness(log: Log, dice: Random) -> Expected:
    run("UPDATE transparency_cosignature SET line = (SELECT replace(line, 'A', 'B') FROM transparency_cosignature LIMIT 1)")
    return {"bad_cosignature"}, "street.example/witness"


def rewrite_without_key(log: Log, dice: Random) -> Expected:
    """A posting is changed and everything that is made of it made again, but for the signatures."""
    _rewrite(dice)
    return {"root_differs"}, ""


def rewrite_with_stolen_key(log: Log, dice: Random) -> Expected:
    """The same by somebody who holds the log's own key: only what lies outside the database knows better."""
    growing, sizes = _rewrite(dice), {one.size: one for one in Checkpoint.objects.all()}
    signer = keys.signer(queries.log().origin)
    for size, hashed in growing:
        if size in sizes:
            one = sizes[size]
            run("UPDATE transparency_checkpoint SET root = %s, note = %s WHERE size = %s", hashed,
                signer.sign(size, hashed, moment(one.made_at)), size)  # fmt: skip
    return {"forked", "bad_cosignature"}, ""


def put_back_in_time(log: Log, dice: Random) -> Expected:
    """The whole database as it was at an earlier checkpoint."""
    size = log.sizes[dice.randrange(len(log.sizes) - 1)]
    run("DELETE FROM transparency_cosignature")
    run("DELETE FROM hours_monthclosing WHERE 'closing:' || id IN (SELECT subject FROM transparency_leaf WHERE id IN "
        "(SELECT leaf_id FROM transparency_entry WHERE index >= %s))", size)  # fmt: skip
    run("DELETE FROM transparency_leaf WHERE id IN (SELECT leaf_id FROM transparency_entry WHERE index >= %s)", size)
    run("DELETE FROM transparency_entry WHERE index >= %s", size)
    run("DELETE FROM transparency_checkpoint WHERE size > %s", size)
    run("DELETE FROM transparency_node WHERE (number + 1) * 256 > %s", size)
    return {"older"}, ""


def _copy_posting(dice: Random, at: str) -> int:
    columns = "day, start_minute, direct_minutes, indirect_minutes, person_times, quantity, counts_hours, field, title, note_mark, flags, " \
              "is_late, source_sheet, source_row, reason, contract_id, method_id, posted_by_id, rule_id, worker_id, source_id"  # fmt: skip
    ((number,),) = run(f"INSERT INTO hours_posting ({columns}, posted_at) SELECT {columns}, {at} FROM hours_posting WHERE id = %s RETURNING id",
                       run("SELECT id FROM hours_posting WHERE quantity = 1 AND corrects_id IS NULL ORDER BY id OFFSET %s LIMIT 1", dice.randrange(5))[0][0])  # fmt: skip
    return number


def _leaf_of(subject: str, *, at: str = "now()", adopted: bool = False) -> None:
    """A leaf that fits its row in everything."""
    run(f"INSERT INTO transparency_leaf (kind, subject, adopted, written_at, salt, hash) VALUES ('posting', %s, %s, {at}, %s, %s)",
        subject, adopted, bytes(16), bytes(32))  # fmt: skip
    _make_again(subject)


def _make_again(subject: str) -> bytes:
    line = next(one for one in deeds._stream(deeds._rows_sql(KINDS[0]), {"kind": "posting"}) if one.subject == subject)
    made = hash_of(
        salt=bytes(line.salt), private=line.private, facts=line.facts, kind=line.kind, subject=line.subject,
        written_at=line.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), adopted=line.adopted,
    )  # fmt: skip
    run("UPDATE transparency_leaf SET hash = %s WHERE subject = %s", made, subject)
    return made


def _rewrite(dice: Random) -> list[tuple[int, bytes]]:
    """Change a posting, its leaf, its entry and the subtrees; answers the root at every size."""
    number = dice.choice(postings_to_forge())
    run("UPDATE hours_posting SET direct_minutes = direct_minutes + 60 WHERE id = %s", number)
    made = _make_again(f"posting:{number}")
    run("UPDATE transparency_entry SET hash = %s WHERE leaf_id = (SELECT id FROM transparency_leaf WHERE subject = %s)", made, f"posting:{number}")
    whole: dict[tuple[int, int], bytes] = {}
    growing, roots = tree.Range(completed=lambda level, at, hashed: whole.update({(level // 8, at): hashed})), []
    for hashed in Entry.objects.order_by("index").values_list("hash", flat=True):
        growing.append(bytes(hashed))
        roots.append((growing.size, growing.root()))
    for (level, at), hashed in whole.items():
        run("UPDATE transparency_node SET hash = %s WHERE level = %s AND number = %s", hashed, level, at)
    assert Node.objects.count() == len(whole)
    return roots


def _any_leaf(dice: Random, kind: str = "") -> Leaf:
    found = Leaf.objects.filter(kind=kind) if kind else Leaf.objects.all()
    return dice.choice(list(found.order_by("id")))


FORGERIES: list[Callable[[Log, Random], Expected]] = [
    edit_posting, swap_postings, delete_posting, insert_posting, backdate_posting, backdate_leaf, adopt_afterwards, edit_closing,
    edit_leaf, edit_mark, edit_kept_facts, swap_leaves, delete_leaf, swap_entries, delete_entry, cut_the_end, edit_node,
    edit_checkpoint, delete_checkpoint, forge_witness, rewrite_without_key, rewrite_with_stolen_key, put_back_in_time,
]  # fmt: skip

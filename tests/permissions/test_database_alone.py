"""The second layer by itself: every person × table × verb straight in SQL, without a line of the first layer."""
from tests.permissions import probes


def test_the_database_shows_and_takes_what_the_table_of_permissions_says(world, subtests, capsys):
    people, asked = [None, *world.people], 0
    for one in probes.TABLES:
        found = list(probes.faults_of(one, people, world))
        asked += len(found)
        with subtests.test(one.name):
            assert [fault for fault in found if fault] == []
    with capsys.disabled():
        print(f"\nDatabase alone: {asked:,} probes of {len(probes.TABLES)} tables by {len(people)} persons.")


def test_a_closed_account_sees_nothing_whatever_it_holds(world):
    director = world.person("centre_director")
    director.account.is_active = False
    director.account.save(update_fields=["is_active"])
    said = list(probes.faults_of(probes.TABLES[0], [director], world))
    assert "0 too many" in said[0] and not said[0].endswith(" 0 too few")

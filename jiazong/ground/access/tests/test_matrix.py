from jiazong.ground.access import matrix, table
from jiazong.ground.access.matrix import PLACES


def _marks(word: str, role: str) -> list[bool]:
    return [matrix.may(word, role, place) for place in PLACES]


def test_every_role_has_a_name_people_know():
    assert set(matrix.ROLES) == set(table.roles())


def test_own_means_the_own_record_of_the_own_centre_alone():
    assert _marks("hours.log", "social_worker") == [True, *[False] * 7]


def test_each_role_reaches_as_far_as_its_scope_and_no_further():
    assert _marks("staff.read", "centre_director") == [True, True, *[False] * 6]
    assert _marks("staff.read", "agency_office") == [True, True, True, *[False] * 5]
    assert _marks("postings.read", "street_office") == [True, True, False, True, *[False] * 4]
    assert _marks("progress.read", "district_bureau") == [True] * 5 + [False] * 3
    assert _marks("progress.read", "city_bureau") == [True] * 6 + [False] * 2


def test_after_its_last_day_a_role_reaches_nothing():
    over = PLACES[-1]
    assert not any(matrix.may(word, role, over) for word in table.cells() if word not in matrix.WITHOUT_ROLE for role in table.roles())


def test_every_word_stands_in_the_table_in_every_relation():
    assert len(list(matrix.rows())) == len(table.lines()) * len(PLACES)
    assert all(len(row) == len(matrix.headings()) for row in matrix.rows())

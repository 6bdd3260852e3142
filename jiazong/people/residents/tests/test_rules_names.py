"""Names: kept byte for byte, read as surnames are read, found from every sign on."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.residents.rules import names

HAN = st.text(st.sampled_from("陈国秀單单仇区解曾欧阳晓云𠮷㛃䶮吕乐行陳國"), min_size=1, max_size=5)
ANY = st.text(max_size=40)
SURNAMES = {"单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "曾": "zeng", "查": "zha", "任": "ren", "覃": "qin", "盖": "ge", "翟": "zhai"}


@pytest.mark.parametrize("surname", SURNAMES)
def test_a_surname_is_read_as_a_surname_and_inside_a_name_as_usual(surname):
    assert names.pinyin(f"{surname}国秀")[0] == SURNAMES[surname]
    assert names.pinyin(f"陈{surname}")[0] == "chen"


@pytest.mark.parametrize(("name", "said"), [("欧阳晓云", "ou yang xiao yun"), ("尉迟恭敬", "yu chi gong jing"), ("万俟明", "mo qi ming"), ("长孙无忌", "zhang sun wu ji"), ("澹台明", "tan tai ming"), ("单于丹", "chan yu dan")])
def test_compound_surnames_have_their_own_readings(name, said):
    assert names.sort_key(name) == said


def test_traditional_width_blanks_and_dots_make_one_name():
    assert names.same_name("陳國秀", "陈国秀") and names.same_name("陈 国　秀", "陈国秀") and names.same_name("ＡＬＩ khan", "Ali Khan")
    for dot in "·•・‧∙⋅":
        assert names.same_name(f"买买提{dot}阿里", "买买提·阿里")
    assert names.same_name("𠮷田", "吉田") and not names.same_name("陈国秀", "陈国绣")


@pytest.mark.parametrize("name", ["𠮷田", "㛃", "䶮", "买买提•阿里", "👩‍👩‍👧", "陳國秀", "e\u0301", "长" * 200, "’; --"])
def test_a_name_is_kept_as_it_came(name):
    assert names.kept(name) == name and names.kept(f" \u3000{name}\n") == name


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "长" * 201, "\ud842"])
def test_what_cannot_be_a_name_is_nothing(text):
    assert names.kept(text) == ""


@given(HAN)
def test_every_beginning_of_every_part_of_a_name_is_a_way_to_find_it(name):
    keys = names.search_keys(name)
    folded = names.folded(name)
    for start in range(len(folded)):
        for end in range(start + 1, len(folded) + 1):
            ways = dict(names.asked(folded[start:end]))
            assert any(key.kind in ways and key.text.startswith(ways[key.kind]) for key in keys)


@given(HAN)
def test_pinyin_and_initials_as_told_find_the_name(name):
    keys = names.search_keys(name)
    for said in names.readings(name):
        for typed in ("".join(said), " ".join(said).upper(), "".join(one[0] for one in said)):
            ways = names.asked(typed)
            assert any(key.kind == kind and key.text.startswith(begins) for key in keys for kind, begins in ways)


@given(ANY, ANY)
def test_no_name_whatever_breaks_anything(name, number):
    keys = names.search_keys(name, number)
    assert len({(key.kind, key.text) for key in keys}) == len(keys)
    assert all(0 < len(key.text) <= names.LONGEST_KEY and 0 <= key.place < 200 for key in keys)
    assert len(names.sort_key(name)) <= names.LONGEST_NAME
    assert names.folded(names.folded(name)) == names.folded(name)
    names.asked(name)


@pytest.mark.parametrize(("typed", "begins"), [("Lǚ", "lv"), ("lü", "lv"), ("LYU", "lv"), ("lv", "lv"), ("Zēng Guó", "zengguo"), ("xi'an", "xian")])
def test_pinyin_is_typed_with_tones_umlauts_and_apostrophes(typed, begins):
    assert (names.PINYIN, begins) in names.asked(typed)

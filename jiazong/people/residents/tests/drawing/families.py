"""Made-up families to draw: one told by hand, and any family at all."""
from datetime import date, timedelta

from hypothesis import strategies as st

from jiazong.people.residents.drawing.facts import (
    ADOPTED,
    BIRTH,
    EVER,
    PARENTAGES,
    Couple,
    Days,
    Family,
    Feeling,
    Member,
    Parent,
    Twins,
)  # fmt: skip

TODAY = date(2026, 11, 22)
SINCE = date(1940, 1, 1)


def member(key: str, name: str, sex: str, year: int | None, *, died: int | None = None, here: bool = False, note: str = "") -> Member:
    born_on = date(year, 5, 1) if year else None
    return Member(key, name, sex, born_on, died_on=date(died, 3, 1) if died else None, stays=(EVER,) if here else (), note=note)


def three_generations() -> Family:
    """An old woman alone, her late husband, a son and a divorced daughter with their children."""
    people = (
        member("guodong", "陈国栋", "m", 1942, died=2019), member("xiuying", "李秀英", "f", 1944, here=True),
        member("weiqiang", "陈伟强", "m", 1971, note="外地工作"), member("zhaomin", "赵敏", "f", 1974),
        member("lihua", "陈丽华", "f", 1974, note="河涌口"), member("zhiming", "何志明", "m", 1972),
        member("zixuan", "陈子轩", "m", 2002), member("hejun", "何俊", "m", 2011),
    )  # fmt: skip
    couples = (
        Couple("guodong", "xiuying", first_day=date(1968, 1, 1)), Couple("weiqiang", "zhaomin"),
        Couple("lihua", "zhiming", first_day=date(2008, 1, 1), end="divorced", ended_on=date(2020, 6, 1)),
    )  # fmt: skip
    children = {
        ("guodong", "xiuying"): ("weiqiang", "lihua"), ("weiqiang", "zhaomin"): ("zixuan",), ("lihua", "zhiming"): ("hejun",),
    }  # fmt: skip
    links = tuple(Parent(parent, child) for both, kids in children.items() for child in kids for parent in both)
    return Family("xiuying", people, couples, links, (), (Feeling("xiuying", "lihua", "close"), Feeling("xiuying", "weiqiang", "distant")))


@st.composite
def families(draw: st.DrawFn, most: int = 14) -> Family:
    """Any family, also one that cannot be: parents of their parents, three mothers, twins of different years."""
    count = draw(st.integers(1, most))
    keys = [f"k{n:02}" for n in range(count)]
    one_of = st.sampled_from(keys)
    days = st.one_of(st.none(), st.integers(0, 31_000).map(lambda n: SINCE + timedelta(days=n)))
    people = tuple(
        Member(key, draw(st.text(max_size=12)), draw(st.sampled_from("mfx")) if draw(st.booleans()) else "", draw(days),
               stays=(EVER,) if draw(st.booleans()) else ())
        for key in keys
    )  # fmt: skip
    couples = st.builds(Couple, one_of, one_of, st.sampled_from(["married", "cohabiting"]), days, st.sampled_from(["", "divorced", "separated"]))
    parents = st.builds(Parent, one_of, one_of, st.sampled_from(PARENTAGES))
    feelings = st.builds(Feeling, one_of, one_of, st.sampled_from(["close", "very_close", "conflict", "distant", "cut_off", "violent"]))
    return Family(
        draw(one_of), people, tuple(draw(st.lists(couples, max_size=8))), tuple(draw(st.lists(parents, max_size=16))),
        tuple(draw(st.lists(st.builds(Twins, one_of, one_of, st.booleans()), max_size=2))), tuple(draw(st.lists(feelings, max_size=3))),
    )  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> Family:
    """A family as families are: couples with children, three generations down from one pair, partners from elsewhere."""
    people, couples, links = [], [], []

    def add(year: int) -> str:
        key = f"p{len(people):02}"
        people.append(Member(key, f"人{len(people)}", draw(st.sampled_from("mf")), date(year, 1, 1), stays=(EVER,)))
        return key

    def grow(key: str, year: int, left: int) -> None:
        partner = add(year) if draw(st.booleans()) else None
        couples.extend([Couple(key, partner)] if partner else [])
        for _ in range(draw(st.integers(0, 3)) if left else 0):
            birth = year + draw(st.integers(18, 40))
            child = add(birth)
            kind = draw(st.sampled_from([BIRTH, BIRTH, ADOPTED]))
            links.extend(Parent(one, child, kind) for one in (key, partner) if one)
            grow(child, birth, left - 1)

    grow(add(1930), 1930, 2)
    return Family(draw(st.sampled_from(people)).key, tuple(people), tuple(couples), tuple(links))


def thirty() -> Family:
    """Thirty people: two couples of grandparents, eight children, their partners and children."""
    people = [member(f"g{n}", f"祖{n}", "mf"[n % 2], 1940 + n) for n in range(4)]
    couples, links = [Couple("g0", "g1"), Couple("g2", "g3")], []
    for n in range(8):
        people += [member(f"c{n}", f"子{n}", "mf"[n % 2], 1965 + n, here=n == 0), member(f"p{n}", f"配{n}", "fm"[n % 2], 1966 + n)]
        couples.append(Couple(f"c{n}", f"p{n}"))
        links += [Parent(parent, f"c{n}") for parent in (("g0", "g1") if n < 5 else ("g2", "g3"))]
    for n in range(10):
        people.append(member(f"k{n}", f"孙{n}", "fm"[n % 2], 1990 + n, here=n < 2))
        links += [Parent(f"c{n % 8}", f"k{n}"), Parent(f"p{n % 8}", f"k{n}")]
    return Family("c0", tuple(people), tuple(couples), tuple(links))


def stays(*spans: tuple[date | None, date | None]) -> tuple[Days, ...]:
    return tuple(Days(*span) for span in spans)

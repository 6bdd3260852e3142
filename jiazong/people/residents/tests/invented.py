"""An invented town: families with the things real ones share, and doubles of which it is known whose they are."""
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jiazong.people.residents.rules import identity

SURNAMES = "李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇区解"
GIVEN_M = "伟强磊军杰勇涛明超刚平辉鹏飞华建国志文斌波宇浩俊峰龙海林东亮成康乐庆荣贵福生金宝德仁义礼智信忠孝廉凯健毅坚豪雄武威胜利春夏秋冬松柏柱梁栋材学家世昌盛兴旺永恒远达顺安宁泰山川江河湖洋"
GIVEN_F = "芳娜敏静丽艳娟霞玲桂英秀兰珍珠红梅花莲荷菊凤仙云彩虹雪冰晶莹洁琳琪瑶瑾瑜佳嘉慧惠淑贤婉婷婵娥妍姗媛燕莺萍苹蓉薇蔷蕾蕊芬芸芝茜欣怡悦欢晓晴晨曦月星露雯雅文君宁安秋冬春香琴棋书画诗"
HOMOPHONES = {"伟": "玮", "强": "锵", "建": "健", "国": "囯", "志": "智", "芳": "方", "静": "敬", "丽": "莉", "玲": "铃", "英": "瑛", "秀": "绣", "兰": "岚", "珍": "贞", "梅": "玫", "慧": "惠", "佳": "嘉", "晓": "小", "燕": "艳", "萍": "平", "张": "章", "雅": "娅", "明": "铭", "辉": "晖", "军": "君", "杰": "洁"}
TRADITIONAL = {"陈": "陳", "国": "國", "张": "張", "刘": "劉", "黄": "黃", "赵": "趙", "吴": "吳", "马": "馬", "郑": "鄭", "谢": "謝", "许": "許", "韩": "韓", "冯": "馮", "邓": "鄧", "叶": "葉", "苏": "蘇", "吕": "呂", "卢": "盧", "钟": "鍾", "陆": "陸", "贾": "賈", "龙": "龍", "伟": "偉", "强": "強", "杰": "傑", "华": "華", "建": "建", "飞": "飛", "东": "東", "丽": "麗", "艳": "艷", "兰": "蘭", "凤": "鳳", "云": "雲", "红": "紅", "莲": "蓮", "莹": "瑩", "洁": "潔", "贤": "賢", "萍": "萍", "晓": "曉", "欢": "歡", "宁": "寧", "静": "靜"}
PLACES = ("440103", "440104", "440105", "440106", "440111", "440112", "440113", "441900", "430102", "450102")
ESTATES = ("青禾花园", "红棉苑", "江畔新村", "荔景大厦", "向阳里", "金穗小区", "望岗村", "西华坊", "东濠雅居", "芳草地")
FIRST, LAST = date(1938, 1, 1), date(2022, 12, 31)


@dataclass(frozen=True)
class Townsman:
    """Somebody invented; `who` is who it really is: doubles share it."""

    who: int
    number: str
    name: str
    sex: str
    born_on: date | None
    id_number: str
    phone: str
    address: str
    household: str
    relation: str


class Town:
    """Families and doubles by a seed, the same each time."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.people: list[Townsman] = []
        self.homes = 0
        self.numbers: set[str] = set()
        self.surnames = list(SURNAMES)
        self.weights = [1 / (n + 4) for n in range(len(self.surnames))]

    def settle(self, people: int, *, doubles: float = 0.05, with_id: float = 0.6) -> list[Townsman]:
        """So many people in families, then doubles of that share of them, in no order."""
        while len(self.people) < people:
            self._family(with_id)
        del self.people[people:]
        originals = list(self.people)
        for original in self.chance.sample(originals, round(people * doubles)):
            self.people.append(self._double(original))
        self.chance.shuffle(self.people)
        return self.people

    def _family(self, with_id: float) -> None:
        chance = self.chance
        self.homes += 1
        home = f"H{self.homes:06}"
        address = f"{chance.choice(ESTATES)}{chance.randint(1, 60)}栋{chance.randint(1, 30)}{chance.randint(1, 12):02}房"
        phone = self._phone()
        surname = self._surname()
        head_born = self._day(FIRST, date(1995, 12, 31))
        self._person(home, address, phone, surname, "m", head_born, "户主", with_id)
        if chance.random() < 0.7:
            self._person(home, address, phone if chance.random() < 0.4 else self._phone(), self._surname(), "f", self._near(head_born, 6), "妻", with_id)
        children = chance.choices((0, 1, 2, 3), (0.4, 0.35, 0.2, 0.05))[0]
        shared = chance.choice(GIVEN_M + GIVEN_F)  # the sign brothers and sisters share
        given_names: set[str] = set()
        for _ in range(children):
            born = min(self._near(head_born + timedelta(days=27 * 365), 5), LAST - timedelta(days=chance.randrange(3000)))
            twins = 2 if chance.random() < 0.02 else 1
            for _ in range(twins):
                sex = chance.choice("mf")
                given = shared + chance.choice([sign for sign in (GIVEN_M if sex == "m" else GIVEN_F) if shared + sign not in given_names])
                given_names.add(given)
                self._person(home, address, phone if chance.random() < 0.6 else self._phone(), surname, sex, born, "子" if sex == "m" else "女", with_id, given)

    def _person(self, home: str, address: str, phone: str, surname: str, sex: str, born: date, relation: str, with_id: float, given: str = "") -> None:
        pool = GIVEN_M if sex == "m" else GIVEN_F
        given = given or "".join(self.chance.choices(pool, k=self.chance.choices((1, 2), (0.25, 0.75))[0]))
        who = len(self.people)
        number = self._id(born, sex) if self.chance.random() < with_id else ""
        told = born if self.chance.random() < 0.93 else None
        self.people.append(Townsman(who, f"P{who:07}", surname + given, sex, told, number, phone, address, home, relation))

    def _double(self, one: Townsman) -> Townsman:
        """The same person once more as another hand wrote it down: one to three things otherwise."""
        chance = self.chance
        copy = replace(one, number=f"D{len(self.people):07}", household="", relation="")
        if chance.random() < 0.45:
            copy = replace(copy, id_number="")
        changes = chance.sample((self._other_script, self._homophone, self._turned_birth, self._near_birth, self._other_phone, self._moved, self._bare, self._fifteen, self._slip), chance.choices((1, 2, 3), (0.5, 0.35, 0.15))[0])
        for change in changes:
            copy = change(copy)
        return copy

    def _other_script(self, one: Townsman) -> Townsman:
        return replace(one, name="".join(TRADITIONAL.get(sign, sign) for sign in one.name))

    def _homophone(self, one: Townsman) -> Townsman:
        at = [n for n, sign in enumerate(one.name) if sign in HOMOPHONES]
        if not at:
            return one
        place = self.chance.choice(at)
        return replace(one, name=one.name[:place] + HOMOPHONES[one.name[place]] + one.name[place + 1 :])

    def _turned_birth(self, one: Townsman) -> Townsman:
        if one.born_on is None or one.born_on.day > 12:
            return one
        return replace(one, born_on=date(one.born_on.year, one.born_on.day, one.born_on.month), id_number="")

    def _near_birth(self, one: Townsman) -> Townsman:
        if one.born_on is None:
            return one
        return replace(one, born_on=one.born_on + timedelta(days=self.chance.choice((-1, 1))), id_number="")

    def _other_phone(self, one: Townsman) -> Townsman:
        return replace(one, phone=self._phone())

    def _moved(self, one: Townsman) -> Townsman:
        return replace(one, address=f"{self.chance.choice(ESTATES)}{self.chance.randint(1, 60)}栋{self.chance.randint(1, 30)}{self.chance.randint(1, 12):02}房")

    def _bare(self, one: Townsman) -> Townsman:
        return replace(one, born_on=None, id_number="")

    def _fifteen(self, one: Townsman) -> Townsman:
        number = one.id_number
        return replace(one, id_number=number[:6] + number[8:17]) if number[6:8] == "19" else one

    def _slip(self, one: Townsman) -> Townsman:
        """A sign of the name mistyped; only somebody with the number in hand can tell that it is the same person."""
        if not one.id_number or len(one.name) < 3:
            return one
        return replace(one, name=one.name[:-1] + self.chance.choice(GIVEN_M + GIVEN_F))

    def _surname(self) -> str:
        return self.chance.choices(self.surnames, self.weights)[0]

    def _phone(self) -> str:
        return f"1{self.chance.choice('35789')}{self.chance.randrange(10**9):09}"

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def _near(self, day: date, years: int) -> date:
        return day + timedelta(days=self.chance.randint(-365 * years, 365 * years))

    def _id(self, born: date, sex: str) -> str:
        while True:
            order = self.chance.randrange(500) * 2 + (sex == "m")
            body = f"{self.chance.choice(PLACES)}{born:%Y%m%d}{order:03}"
            number = body + identity.check_sign(body)
            if number not in self.numbers:
                self.numbers.add(number)
                return number


def doubles(people: list[Townsman]) -> set[frozenset[str]]:
    """The pairs of numbers that are one person."""
    by_person: dict[int, list[str]] = {}
    for one in people:
        by_person.setdefault(one.who, []).append(one.number)
    return {frozenset((a, b)) for numbers in by_person.values() for n, a in enumerate(numbers) for b in numbers[n + 1 :]}

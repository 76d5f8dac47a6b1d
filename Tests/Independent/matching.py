#!/usr/bin/env python3
"""How well Huying finds those who are in the register already: ours beside exact matching and beside recordlinkage
(https://recordlinkage.readthedocs.io), over the same people in the same run.

    Tests/Independent/matching.py [--program FILE] [--people N] [--seed N] [--out FILE]

People are made here from a seed; none is real. Six tenths are registered. Of the others five eighths are one of the registered again, each with
at least one slip that is written down beside it, and three eighths are somebody else, most of them like somebody registered: a namesake, born the same
day with nearly the same name, of the same family, a twin. A record has an id in 70 of 100 cases, a phone in 75, a day of birth in 85, an address in 80;
the registered ones have an area, of the others every fifth says none. Nobody has moved, changed names or stands there with somebody else's id.

Ours is asked on the page where a clerk registers people, one after the other: it shows first who may be there already, the likeliest first, and marks
who probably is. What is asked has a remark that is too long, so that nothing is registered even where nobody is shown. The library gets the same fields
with width, spaces and ids of fifteen digits made alike, compares whoever has the same id, name, day of birth or phone, and is asked twice: with its
classifier that needs no examples (ECM), and with logistic regression learned from as many other people with the answers, which ours never sees.

A link is right where it leads to the very entry: precision is of the links, recall of those who are registered. Prints Markdown; --out writes it too.
The library is installed into a virtual environment in the temporary folder where it is missing.
"""
import argparse, collections, datetime, http.client, os, random, re, shutil, socket, statistics, subprocess, sys, tempfile, time, unicodedata, urllib.parse, venv
from dataclasses import dataclass, replace
from html import unescape

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += [ROOT + "/Tests/Faults", ROOT + "/Tests/Browser"]

# By how common they are.
SURNAMES = [*"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
            "江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文", "欧阳", "司马", "上官"]
# Born before 1966, before 1994, later; how many of a hundred have a given name of one character, and the characters of men and of women.
GIVEN = [
    (12, "国建华志德明文军平永福林生玉清成荣贵兴宝忠义庆海金光树春山祥全长学发友喜根保顺新安仁有世万", "秀英兰桂珍玉凤梅香芳荣花美莲云素爱淑春华菊芝琴巧霞瑞金翠月彩喜改"),
    (40, "伟军强涛磊勇杰超斌刚辉鹏峰波建志国文明俊海洋飞宏亮东林晓永鑫浩龙凯宁红庆阳新宇旭", "丽娟艳霞敏静芳燕红梅玲娜晓婷雪莉倩萍琳洁玉慧颖丹莹蕾瑞春华海云利秋文亚月佳晶欣"),
    (8, "子浩宇轩泽涵睿俊博文一梓铭嘉辰昊天佳明晨杰航皓奕霖瑞逸志鑫家煜恒", "子涵欣怡梓萱雨佳诗琪一语悦婷若可思彤依诺馨瑶静雅嘉玥梦晨紫妍心艺佑"),
]
# The same sound, whatever the tone.
HOMOPHONES = """伟玮炜苇 丽莉俐立利 李黎理 军君均钧 俊峻骏竣 静靖敬婧 晶京菁精 杰洁捷婕 芳方 燕艳雁彦砚 颜岩妍言 红洪宏虹鸿弘 霞侠 平萍苹屏 林琳霖临 华桦骅 慧惠卉会 辉晖徽 新欣鑫心馨昕
玉钰育裕昱 宇羽雨语禹 英瑛鹰 莹盈萤营 梅玫眉 美镁 秀绣 兰岚蓝 琴勤芹秦 珍真贞臻 振镇震 明铭鸣茗 刚钢纲 峰锋丰枫风 凤奉 斌彬宾滨 涛滔 磊蕾 鹏朋彭 飞非菲 浩昊皓 轩萱宣 涵晗寒韩 子梓紫
一依伊 怡宜仪 艺毅义逸益奕 佳嘉家加 国帼 建健剑 志智治致 清青卿 桂贵 玲灵凌零 云芸耘 丹单 娜那 婷亭庭 淑书舒 山珊杉 祥翔详 香湘 东冬 亮谅 良梁 胜盛圣 生升声 忠中钟 福扶 荣蓉融 晨辰臣陈
阳扬洋杨 张章彰 王汪 刘留 赵照 黄皇 周州 徐许 朱诸 何贺 罗骆 程成 蒋姜江 傅付 萧肖 阎闫 石时 邱秋 陆路 卢鲁 余于俞 吴武 曹草 薛学雪 文闻 瑶遥 悦玥月 思斯 诗施 琪齐 颖影 敏闽 勇永咏 超抄 春椿 喜熙""".split()
# As they were written before.
VARIANTS = dict(zip("张刘陈杨赵黄吴孙马罗郑谢韩冯萧邓吕苏卢蒋贾叶阎钟谭邹陆国华丽红兰凤莹刚峰强伟军东鹏飞庆云荣贵学晓静艳杰辉涛阳义宝龙宁乔贺赖龚",
                    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧呂蘇盧蔣賈葉閻鐘譚鄒陸國華麗紅蘭鳳瑩剛峯強偉軍東鵬飛慶雲榮貴學曉靜豔傑輝濤陽義寶龍寧喬賀賴龔"))
# Taken for each other by whoever copies from paper.
LOOKALIKES = """玲珍 王玉 李季 杨扬 朱未 宋宗 余佘 徐涂 陈阵 于干 田由 伟伍 俊悛 莉茉 梅海 雪雷 琳淋 娟捐 婷停 丹舟 清情 倩清 春舂 志忐 鹏鹅 浩洁 宇字 晨展 明朋 国围 平乎 永水 林材 子孑 佳住 怡治 雨两 思恩 文交 天夫 东车
成戍 福富 妍研 娜哪 桂挂 贵责 学字 宏宠 波坡 亮高 江汪 刘刻 孙孩 何河 马鸟 谢榭 韩朝 冯马 董薰 许讦 苏芬 叶汁 田甲 石右 金全 白自 毛手 史吏 万方 武式 芳芬 英莫 兰三 凤凡 香杳 花茶 美羡 云去 素索 爱受 霞露 瑞端 月用
建健 华毕 德徳 军车 生主 光先 山出 全金 长张 勇湧 超赵 斌赋 辉挥 峰蜂 晓晚 凯岂 旭旬 泽择 涵函 睿容 博搏 辰唇 航杭 煜焜 恒桓 诗待 琪棋 悦说 彤丹 诺若 瑶摇 雅稚 梦楚 心必""".split()
ROADS = "大学路 嵩山南路 京广中路 航海中路 陇海中路 桃源路 汉江路 兴华南街 淮河东路 长江中路 政通路 建中街 铭功路 解放西路 永安街 康复中街 鑫苑路 赣江路".split()
ESTATES = [first + last for first in "祥和 桃源 金桥 康乐 绿云 亚新 兴隆 嵩岳 长春 福华 建业 锦绣 永兴 东方 滨河 安居 幸福 天成 盛世 德馨".split()
           for last in "小区 花园 家属院 新村 苑".split()]

FIELDS = {"resident-id": 70, "phone": 75, "birth-date": 85, "address": 80}
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
NOTHING = "neither id, phone nor birth date alike"


@dataclass
class Person:
    name: str
    is_man: bool
    born: datetime.date
    id: str
    phone: str
    # City and district as far as it is said, street and estate, building, unit, room.
    address: tuple
    area: str

    def written(self, prefix=None, short=False):
        said, place, building, unit, room = self.address
        return (said if prefix is None else prefix) + place + (f"{building}-{unit}-{room}" if short else f"{building}号楼{unit}单元{room}室")


@dataclass
class Asked:
    """A further record, what is wrong in it, and which of the registered it is, if any."""
    record: dict
    truth: int | None
    kinds: list


def check_character(text):
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11]


class People:
    """Makes them, the same ones from the same seed."""

    def __init__(self, seed, areas):
        self.chance = chance = random.Random(seed)
        self.ids = set()
        self.estates = [(f"{chance.choice(ROADS)}{chance.randint(1, 199)}号{chance.choice(ESTATES)}", chance.choice(areas)) for _ in range(240)]

    def common_first(self, characters, flat):
        return self.chance.choices(characters, [1 / (rank + flat) for rank in range(len(characters))])[0]

    def name(self, is_man, born, surname=None, first=None):
        alone, men, women = GIVEN[(born.year >= 1966) + (born.year >= 1994)]
        given = [first] if first else []
        while len(given) < (1 if not first and self.chance.randrange(100) < alone else 2):
            given.append(self.common_first(men if is_man else women, 8))
        return (surname or self.common_first(SURNAMES, 5)) + "".join(given)

    def id(self, is_man, born, near=None):
        """For a twin, the next number of the same day."""
        at = (int(near[14:17]) + 2 if near else self.chance.randrange(1, 900)) // 2 * 2 + is_man
        while (text := f"410103{born:%Y%m%d}{at:03}") in self.ids:
            at += 2
        self.ids.add(text)
        return text + check_character(text)

    def phone(self):
        return self.chance.choice("13 15 18 17 19".split()) + f"{self.chance.randrange(10**9):09}"

    def day(self, year):
        return datetime.date(year, 1, 1) + datetime.timedelta(self.chance.randrange(365))

    def home(self):
        (place, area), chance = self.chance.choice(self.estates), self.chance
        prefix = chance.choice(["二七区", "二七区", "郑州市二七区", ""])
        return (prefix, place, chance.randint(1, 18), chance.randint(1, 4), chance.randint(1, 17) * 100 + chance.randint(1, 4)), area

    def person(self, year=None, home=None, is_man=None, phone=None, born=None, name=None, near=None, **known):
        address, area = home or self.home()
        is_man = self.chance.random() < 0.5 if is_man is None else is_man
        born = born or self.day(year or self.chance.randint(1935, 2021))
        return Person(name or self.name(is_man, born, **known), is_man, born, self.id(is_man, born, near), phone or self.phone(), address, area)

    def family(self, twins):
        """Those of one flat; and of twins the one who is among them and the one who is not."""
        chance, home, year = self.chance, self.home(), self.chance.randint(1938, 1997)
        father, mother = self.person(year, home, True), self.person(year + chance.randint(-3, 3), home, False)
        family, pair, phone = [father, mother], [], father.phone
        own = lambda year: None if year < 2009 and chance.random() < 0.75 else phone
        surname = father.name[:2] if father.name[:2] in SURNAMES else father.name[0]
        for _ in range(chance.choice([0, 1, 1, 1, 2])):
            born = min(2022, year + chance.randint(22, 36))
            child = self.person(born, home, None, own(born), surname=surname)
            family.append(child)
            if twins and not pair:
                # Most share the first character of the given name.
                first = child.name[len(surname)] if chance.random() < 0.7 else None
                other = child
                while other.name == child.name:
                    other = replace(child, name=self.name(child.is_man, child.born, surname, first))
                other.id, other.phone = self.id(child.is_man, child.born, child.id), own(born) or self.phone()
                pair = [child, other]
        if chance.random() < 0.2:
            family.append(self.person(year - chance.randint(20, 30), home, None, own(1950)))
        chance.shuffle(family)
        return family, pair

    def record(self, person):
        """As some office wrote this person down."""
        whole = {"resident-id": person.id, "phone": person.phone, "birth-date": person.born.isoformat(), "address": person.written()}
        return {"name": person.name} | {field: value for field, value in whole.items() if self.chance.randrange(100) < FIELDS[field]} | {"area": person.area}

    # MARK: slips. Each changes the record and says whether it could.

    def one_character(self, record, alternatives):
        places = [(at, other) for at, character in enumerate(record["name"]) for other in alternatives(character)]
        if places:
            at, other = self.chance.choice(places)
            record["name"] = record["name"][:at] + other + record["name"][at + 1:]
        return bool(places)

    def homophone(self, record, _):
        return self.one_character(record, lambda character: [other for group in HOMOPHONES if character in group for other in group if other != character])

    def variant(self, record, _):
        return self.one_character(record, lambda character: {VARIANTS.get(character, character)} - {character})

    def lookalike(self, record, _):
        return self.one_character(record, lambda character: [other for pair in LOOKALIKES if character in pair for other in pair if other != character])

    def dropped(self, record, _):
        name = record["name"]
        if len(name) != 3 or name[:2] in SURNAMES:
            return False
        record["name"] = name[0] + name[self.chance.choice([1, 2])]
        return True

    def spaced(self, record, _):
        record["name"] = self.chance.choice([" ", "  ", "\u3000"]).join(record["name"])
        return True

    def old_id(self, record, _):
        text = record["resident-id"]
        record["resident-id"] = text[:6] + text[8:17]
        return text[6:8] == "19"

    def id_exchanged(self, record, _):
        text = record["resident-id"]
        at = self.chance.choice([at for at in range(6, 16) if text[at] != text[at + 1]])
        record["resident-id"] = text[:at] + text[at + 1] + text[at] + text[at + 2:]
        return True

    def id_mistyped(self, record, _):
        text, at = record["resident-id"], self.chance.randrange(6, 18)
        record["resident-id"] = text[:at] + self.chance.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1:]
        return True

    def other_phone(self, record, _):
        record["phone"] = self.phone()
        return True

    def other_day(self, record, person):
        """Day and month exchanged, or one of them beside it."""
        day, chance = person.born, self.chance
        ways = [(day.day, day.month)] * 4 * (day.day <= 12 and day.day != day.month)
        ways += [(day.month, day.day + step) for step in (-10, -1, 1, 10)] + [(day.month + step, day.day) for step in (-1, 1)]
        while True:
            try:
                record["birth-date"] = day.replace(month=(way := chance.choice(ways))[0], day=way[1]).isoformat()
                return True
            except ValueError:
                continue

    def other_address(self, record, person):
        chance, before = self.chance, record["address"]
        while record["address"] == before:
            prefix = person.address[0]
            text = person.written("" if prefix and chance.random() < 0.4 else "二七区" if not prefix and chance.random() < 0.4 else prefix, chance.random() < 0.4)
            text = text.replace("号", "号院", 1) if chance.random() < 0.4 else text
            record["address"] = text.translate(FULL_WIDTH) if chance.random() < 0.4 else text
        return True

    SLIPS = [  # what it is called, of how many, the field that both must have
        ("homophone in the name", 16, "name", homophone), ("look-alike in the name", 8, "name", lookalike), ("variant character in the name", 6, "name", variant),
        ("character of the name missing", 6, "name", dropped), ("spaces in the name", 8, "name", spaced), ("id of 15 digits", 6, "resident-id", old_id),
        ("two digits of the id exchanged", 7, "resident-id", id_exchanged), ("a digit of the id mistyped", 7, "resident-id", id_mistyped),
        ("another phone", 12, "phone", other_phone), ("day or month of birth", 10, "birth-date", other_day), ("address written otherwise", 14, "address", other_address),
    ]

    def slip(self, record, person, entry, done):
        """One more slip, where there is room for one: in what the register knows as well, and not in a field that has one already."""
        left = [slip for slip in self.SLIPS if slip[2] in record and slip[2] in entry and not any(slip[2] == other[2] for other in self.SLIPS if other[0] in done)]
        while left:
            chosen = self.chance.choices(left, [slip[1] for slip in left])[0]
            changed = dict(record)
            if chosen[3](self, changed, person):
                record.update(changed)
                return done.append(chosen[0])
            left.remove(chosen)

    def again(self, person, entry, truth):
        record, chance = self.record(person), self.chance
        kinds = []
        missing = [f"{field} missing".replace("resident-id", "id").replace("-", " ") for field in FIELDS if field in entry and field not in record]
        for _ in range(max(chance.choices([0, 1, 2], [25, 55, 20])[0], not missing)):
            self.slip(record, person, entry, kinds)
        alike = [field for field in ("resident-id", "phone", "birth-date") if field in entry and cleaned(record).get(field) == entry[field]]
        return Asked(record, truth, kinds + missing + ([] if alike else [NOTHING]))

    def all(self, count):
        """Who is registered, and what is asked."""
        chance, parts = self.chance, {"stranger": 10, "namesake": 6, "born the same day, name nearly the same": 5, "of the same family": 5, "twin": 4}
        others = count * 15 // 100
        wanted = {kind: others * part // 30 for kind, part in parts.items()}
        base, found = [], collections.defaultdict(list)
        while len(base) < count * 60 // 100:
            family, twins = self.family(twins=chance.random() < (0.2 if len(found["twin"]) < wanted["twin"] else 0.01))
            found["twin"] += twins[1:]
            inside = [chance.random() < 0.75 or one in twins[:1] for one in family]
            base += [one for one, is_in in zip(family, inside) if is_in]
            found["of the same family"] += [one for one, is_in in zip(family, inside) if not is_in and any(inside)]
        for kind in ("stranger", "namesake", "born the same day, name nearly the same"):
            while len(found[kind]) < wanted[kind]:
                like = chance.choice(base)
                near = {"name": like.name}
                if kind == "stranger":
                    found[kind].append(self.person())
                elif kind == "namesake":
                    found[kind].append(self.person(min(2021, max(1935, like.born.year + chance.randint(-15, 15))), is_man=like.is_man, name=like.name))
                elif chance.choice([self.homophone, self.lookalike])(near, None):
                    found[kind].append(self.person(born=like.born, is_man=like.is_man, **near))
        entries = [self.record(one) for one in base]
        asked = [self.again(base[at], entries[at], at) for at in chance.sample(range(len(base)), count * 25 // 100)]
        for kind, amount in wanted.items():
            for one in chance.sample(found[kind], amount):
                record = self.record(one)
                if chance.random() < 0.3:
                    self.slip(record, one, record, [])
                asked.append(Asked(record, None, [kind]))
        for one in asked:
            if chance.random() < 0.2:
                del one.record["area"]
        chance.shuffle(asked)
        return entries, asked


def cleaned(record):
    """Width, spaces and old ids made alike, as anybody would before comparing."""
    plain = {field: re.sub(r"\s", "", unicodedata.normalize("NFKC", value)) for field, value in record.items()}
    if len(old := plain.get("resident-id", "")) == 15:
        plain["resident-id"] = (long := old[:6] + "19" + old[6:]) + check_character(long)
    return plain


# MARK: who answers


class Huying:
    """A district of its own, with a registrar who is signed in."""

    def __init__(self, program, folder):
        from common import Server, check

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.server, self.check = Server(program, folder + "/data", port, folder + "/server.log"), check
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        beside = os.path.dirname(os.path.realpath(program)) + "/Packs"
        self.server.huying("init", "--packs", beside if os.path.exists(beside) else ROOT + "/Packs")

    def open(self):
        from district import Client, Person as Account

        told = self.server.huying("account", "add", "registrar", "Registrar", "--role", "registrar", "--office", "civil-affairs", "--area", "410103")
        self.server.start()
        client = Client(f"http://127.0.0.1:{self.server.port}")
        # A first password opens nothing but the page where it is changed.
        first, own = re.search(r"^registrar +(\S+)", told, re.M).group(1), "changed-for-the-matching"
        client.sign_in(Account("registrar", first, "", "", ""))
        answer = client.post("/account", client.hidden("/account") | {"old": first, "new": own, "again": own})
        self.check(answer.status == 303, f"password: {answer.words}")
        self.form = {"csrf": client.hidden("/registers/person/new")["csrf"]}
        cookies = "; ".join(["lang=en", *(f"{one.name}={one.value}" for one in client.jar)])
        self.headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}

    def close(self):
        if hasattr(self.server, "process"):
            self.server.kill()

    def send(self, record, **more):
        self.connection.request("POST", "/registers/person/new", urllib.parse.urlencode(self.form | record | more), self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def register(self, record):
        status, where, page = self.send(record, nobody="yes")
        self.check(status == 303, f"not registered: {status} {record} {re.findall('problem.*', page)[:3]}")
        return re.search(r"/subjects/([0-9a-f-]{36})", where).group(1)

    def alike(self, record):
        """Who may be there already: id, whether likely, what speaks for it."""
        status, _, page = self.send(record, **{"from": "x" * 201})
        listed = re.findall(r'<li><a href="/subjects/([0-9a-f-]{36})">(.*?)</li>', page, re.S)
        self.check(status == (200 if listed else 422), f"{status} for {record}")
        return [(id, 'class="badge' in entry, unescape(re.findall(r'<small class="muted">(.*?)</small>', entry, re.S)[-1])) for id, entry in listed]


def ours(program, entries, asked):
    """For each record that is asked who is shown, and how long each took."""
    folder = tempfile.mkdtemp(prefix="huying-matching-")
    huying = Huying(os.path.abspath(program), folder)
    try:
        huying.open()
        begun = time.perf_counter()
        known = {huying.register(record): at for at, record in enumerate(entries)}
        print(f"{len(known)} registered in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        shown, times = [], []
        for one in asked:
            begun = time.perf_counter()
            found = huying.alike(one.record)
            times.append(time.perf_counter() - begun)
            shown.append([(known[id], likely, why) for id, likely, why in found])
        return shown, times
    finally:
        huying.close()
        shutil.rmtree(folder, ignore_errors=True)


def exact(entries, asked):
    """The same id; else the same name and day of birth."""
    ids, days = {}, {}
    for at, entry in enumerate(entries):
        ids.setdefault(entry.get("resident-id"), at)
        days.setdefault((entry["name"], entry.get("birth-date")), at)
    for lookup in (ids, days):
        for key in [key for key in lookup if key is None or key[-1] is None]:
            del lookup[key]
    found = [ids.get(one.record.get("resident-id"), days.get((one.record["name"], one.record.get("birth-date")))) for one in asked]
    return [[] if at is None else [at] for at in found]


def library(sets):
    """What recordlinkage links, by way of asking: for each record all whom it takes for the same, the likeliest first. The first of the two
    sets is asked, the second one is what it learns from."""
    import pandas, recordlinkage

    def compared(entries, asked):
        tables = [pandas.DataFrame([cleaned(record) for record in records], columns=["name", *FIELDS, "area"]) for records in ([one.record for one in asked], entries)]
        indexer = recordlinkage.Index()
        for field in ("name", "resident-id", "birth-date", "phone"):
            indexer.block(field)
        compare = recordlinkage.Compare()
        compare.string("name", "name", method="jarowinkler", label="name")
        compare.string("address", "address", method="jarowinkler", label="address")
        for field in ("resident-id", "birth-date", "phone", "area"):
            compare.exact(field, field, label=field)
        return compare.compute(indexer.index(*tables), *tables)

    features = [compared(*one) for one in sets]
    truth = pandas.MultiIndex.from_tuples([(at, one.truth) for at, one in enumerate(sets[1][1]) if one.truth is not None])
    ecm, regression = recordlinkage.ECMClassifier(binarize=0.85), recordlinkage.LogisticRegressionClassifier()
    ecm.fit(features[0])
    regression.fit(features[1], features[1].index.intersection(truth))
    answers = {}
    for name, classifier in (("ECM, no examples", ecm), ("logistic regression, learned", regression)):
        sure = classifier.prob(features[0])
        found = [[] for _ in sets[0][1]]
        for (at, entry), _ in sure[sure >= 0.5].sort_values(ascending=False, kind="stable").items():
            found[at].append(entry)
        answers[f"recordlinkage {recordlinkage.__version__}: {name}"] = found
    return answers, len(features[0])


def installed():
    """Goes on in an environment that has the library."""
    try:
        import recordlinkage
    except ImportError:
        folder = os.path.join(tempfile.gettempdir(), f"huying-matching-{os.getuid()}")
        if not os.path.exists(folder + "/installed"):
            venv.create(folder, with_pip=True)
            subprocess.run([folder + "/bin/pip", "install", "--quiet", "recordlinkage"], check=True)
            open(folder + "/installed", "w").close()
        os.execv(folder + "/bin/python", [folder + "/bin/python", *sys.argv])


# MARK: what it comes to


def measures(found, asked):
    links = sum(len(one) for one in found)
    right = sum(one.truth in links for one, links in zip(asked, found))
    precision, recall = right / max(1, links), right / sum(one.truth is not None for one in asked)
    return links, precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def section(options, entries, asked, shown, times, others, pairs):
    likely = [[at for at, is_likely, _ in one if is_likely] for one in shown]
    possible = [[at for at, _, _ in one] for one in shown]
    best = lambda found: [one[:1] for one in found]
    equal = exact(entries, asked)
    rows = {"Huying, likely: the first": best(likely), "Huying, likely: all": likely, "Huying, possible: the first": best(possible), "Huying, possible: all": possible,
            "exact: the id, else name and day of birth": equal}
    for name, found in others.items():
        rows |= {name + ": the first": best(found), name + ": all": found}
    registered = sum(one.truth is not None for one in asked)
    lines = [
        "## Who is there already", "",
        f"`Tests/Independent/matching.py --people {options.people} --seed {options.seed}`: {len(entries)} people registered, {len(asked)} records asked for, "
        f"{registered} of them of somebody registered. Nothing of it is real. A lookup is the whole page, one after the other: "
        f"median {1000 * statistics.median(times):.1f} ms, "
        f"99th of a hundred {1000 * sorted(times)[len(times) * 99 // 100]:.1f} ms. The library compared {pairs} pairs.", "",
        "| | links | precision | recall | F1 |", "|---|---|---|---|---|"]
    for name, found in rows.items():
        links, *values = measures(found, asked)
        lines.append(f"| {name} | {links} | " + " | ".join(f"{value:.4f}" for value in values) + " |")
    lines += ["", "Of those who are registered, by what is wrong in the record (one may have several), how many are found:", "",
              "| | records | likely, the first | possible, all | exact |", "|---|---|---|---|---|"]
    by_kind = collections.defaultdict(list)
    for at, one in enumerate(asked):
        for kind in one.kinds:
            by_kind[one.truth is not None, kind].append(at)
    columns = [best(likely), possible, equal]
    for (is_known, kind), of in sorted(by_kind.items(), key=lambda item: (item[0][1] == NOTHING, -len(item[1]))):
        if is_known:
            lines.append(f"| {kind} | {len(of)} | " + " | ".join(f"{sum(asked[at].truth in found[at] for at in of) / len(of):.3f}" for found in columns) + " |")
    lines += ["", "Of those who are not, how many somebody else is shown for:", "", "| | records | likely | possible | exact |", "|---|---|---|---|---|"]
    for (is_known, kind), of in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        if not is_known:
            lines.append(f"| {kind} | {len(of)} | " + " | ".join(f"{sum(bool(found[at]) for at in of) / len(of):.3f}" for found in columns) + " |")
    wrong = collections.Counter(why for one, answer in zip(asked, shown) for at, is_likely, why in answer[:1] if is_likely and at != one.truth)
    lines += ["", f"What spoke for the {sum(wrong.values())} wrong ones that were marked likely and stood first: "
              + "; ".join(f"{count} times {why.lower()}" for why, count in wrong.most_common(6)) + ".", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT + "/.build/release/huying")
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=410103)
    parser.add_argument("--out", help="a file that the result is written to")
    options = parser.parse_args()
    installed()
    with open(ROOT + "/Packs/erqi/areas.yaml", encoding="utf-8") as file:
        areas = re.findall(r'code: "(\d+)".*level: community', file.read())
    sets = [People(seed, areas).all(options.people) for seed in (options.seed, options.seed + 1)]
    others, pairs = library(sets)
    shown, times = ours(options.program, *sets[0])
    text = section(options, *sets[0], shown, times, others, pairs)
    print(text)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()

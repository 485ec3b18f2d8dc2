"""Organizations and regions."""

import re
from collections.abc import Iterator, Mapping

from extract.mention_rules import MentionRule, mention_rules
from extract.stretch import (
    LONGEST_FUNCTION,
    LONGEST_NAME,
    RANK,
    SHORTEST,
    Candidate,
    Stretch,
    behind,
    last_item,
    servers,
)
from reformgraph.model import Kind

LONGEST_FRONT = 24
"""Letters at most of what a rule's `front` takes in."""

_GOVERNMENT = re.compile(r"(?:人民政府|政府(?!采购|投资|部门|网)|管理委员会|管委会)")

_NATION = ("全国", "中国", "我国", "国家")
_NATIONWIDE = re.compile(r"范围|推广|复制|推开|推行|试点")
_ON_THE_WAY = re.compile(r"[在向从至到对为由将把于经]")

_CITIES = re.compile(
    "(?<=[在持动励向对括及，。：；、])((?:[一-龥]{2,3}、){1,20}[一-龥]{2,3})(?=等(?:地|市|城市|[一-龥]{0,3}市))"
)

_BODY_NAMED = re.compile(
    "(?:、[一-龥]{2,3})?[一-龥]{0,6}(?:实验室|科学中心|数据集团|大学|学院|交易所|银行|集团|公司|研究院|研究所|协会|商会|出版社|日报|博物馆|图书馆|机场(?!建设))"
)
_PORT = re.compile("(?<!省)港(?![口务澳股资航城区币珠式])")
_PAPER = re.compile("版|居住证|户籍|户口|身份证|社保卡")
_ZONE = re.compile("中国（[一-龥]{2,4}）自由贸易试验区$|[一-龥]{2,6}自贸(?:试验)?区$")
_NO_FUNCTION = re.compile(r"[和与及的各]|企业|单位|群众|部门|政府|机关|机构|[委部局厅市区县地]$|地区|高校|院所")

_ACTING = re.compile(
    "(?<=[局委办厅府部][、和及与])(?:[一-龥]{1,5}(?:区|县|市)[、和及与])*[一-龥]{1,5}(?:区|县|市)(?=要|应|须|负责|牵头|配合|按|及承担|及其他)"
)
_ACTING_NAME = re.compile("[^、和及与]+")
_REGIONS_LISTED = re.compile("(?:[一-龥]{2,6}[省市区县]、)+$")
_BODIES = re.compile(r"[委部局署厅办]、|[委部局署厅办]等")

_NO_BODY = frozenset(
    {"跨", "本", "该", "多", "各业务", "政府", "有关政府", "基层", "同", "业务", "职能", "责任", "涉及", "其"}
)

_CALLERS = re.compile(
    r"(?<![存潜内现正实])在|会同|征询|征求|通报|移送|报送|报请|送交|制定|指导监督|监督(?!管理)|督促|明确|确定|吸收|委托|涉及|满足|要(?!求)|应(?!急)|由|向|对(?!外)|请(?!示)|经(?![济营办])|给|将|把|从|列支"
    r"|根据|按照|加强|落实|成立|建立|发挥|是|参考|解决|符合|但|(?<!社会)(?<!医疗)(?<!住房)保障|原则上|同(?=部门)|为|等部门|推动|负责|配合|商(?!务|贸|业)|以(?![上下内外及])"
)

_BODY_LEADING = re.compile(
    r"(?:对|向|由|与|和|及|会同|经|给|报|送|请|将|把|为|在|同(?![级类样行])|或|以及|并|、|发挥|涉及|本市|我市|本省|我省|加强|联合|协调|负责|组织|参与(?=.{2})|牵头(?=.{2}))*"
)


def agencies(stretch: Stretch) -> Iterator[Candidate]:
    """Organizations and stated groups of them."""
    yield from stretch.of_terms(Kind.AGENCY)
    yield from _governments(stretch)
    yield from _regions_that_act(stretch)
    for rule in mention_rules("agencies").values():
        if rule.grows:
            yield from _bodies(stretch, rule)
            continue
        for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
            begin, finish = match.span("items") if "items" in rule.pattern.groupindex else match.span()
            if rule.front:
                front = rule.front.search(stretch.text, max(stretch.start, begin - LONGEST_FRONT), begin)
                if front is None:
                    continue
                begin = front.start()
            yield stretch.candidate(Kind.AGENCY, begin, finish, rule.id)


def _governments(stretch: Stretch) -> Iterator[Candidate]:
    """A region's name with 政府 or 管委会 behind it names a body."""
    for term in stretch.terms[Kind.REGION]:
        match = _GOVERNMENT.match(stretch.text, term.end, stretch.end)
        if match:
            listed = _REGIONS_LISTED.search(stretch.text, max(stretch.start, term.start - LONGEST_NAME), term.start)
            begin = listed.start() if listed and listed.start() in stretch.known else term.start
            yield stretch.candidate(Kind.AGENCY, begin, match.end(), "agency.of-region")


def _regions_that_act(stretch: Stretch) -> Iterator[Candidate]:
    """Regions that a list names behind a body, as bodies of their own (市公安局、江北区要…)."""
    for listed in _ACTING.finditer(stretch.text, stretch.start, stretch.end):
        for name in _ACTING_NAME.finditer(stretch.text, *listed.span()):
            yield stretch.candidate(Kind.AGENCY, *name.span(), "agency.region-listed")


def _bodies(stretch: Stretch, rule: MentionRule) -> Iterator[Candidate]:
    text = stretch.text
    last = stretch.start
    for match in rule.pattern.finditer(text, stretch.start, stretch.end):
        head, finish = match.span()
        begin = max(stretch.edge(head), last)
        last = finish
        listed = _listed_bodies(text, begin, head)
        begin = stretch.own(begin, head)
        if listed < 0 and not (match.group() == "部门" and stretch.opens(begin) and _functions(text[begin:head])):
            begin = last_item(text, begin, head)
        for caller in _CALLERS.finditer(text, begin, head):
            begin = caller.end()
        each = text.rfind("各", begin + 1, head)
        if each > begin + 1 and text[each - 1] != "、":
            begin = each - 2 if text.startswith("地方", max(begin, each - 2)) else each
        begin = behind(_BODY_LEADING, text, begin, head)
        if stretch.before(begin, 3) in ("省委、", "市委、", "区委、", "县委、", "州委、"):
            begin -= 3
        alone = match.group() in rule.words.get("alone", ())
        if begin == head and not alone:
            continue
        if head - begin == 1 and text[begin] not in "各市区县省镇乡州":
            continue
        if listed < 0 and (text[head - 1] == "等" or head - begin > LONGEST_NAME // 2):
            continue
        if (
            (not alone and text[begin:head] in rule.bare)
            or text[begin:head] in _NO_BODY
            or head - begin > LONGEST_NAME * 3
        ):
            continue
        yield stretch.candidate(Kind.AGENCY, begin, finish, rule.id)


def regions(stretch: Stretch) -> Iterator[Candidate]:
    """Named areas, the plan's own place included."""
    for term in stretch.of_terms(Kind.REGION):
        if _PORT.match(stretch.text, term.end):
            yield stretch.candidate(Kind.REGION, term.start, term.end + 1, "region.port")
        elif _stands_alone(stretch, term):
            yield term
    rules = mention_rules("regions")
    own = rules["region.own"]
    for match in own.pattern.finditer(stretch.text, stretch.start, stretch.end):
        name = stretch.jurisdiction or match.group()
        yield Candidate(Kind.REGION, *match.span(), own.id, name, stretch.resolve(Kind.REGION, name), RANK[Kind.REGION])
    yield from _zones(stretch, rules["region.zone"])
    yield from _listed_cities(stretch)
    yield from _abbreviated(stretch, rules)
    for rule in (rules["region.class"], rules["region.township"]):
        for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
            yield stretch.candidate(Kind.REGION, *match.span(), rule.id)


def _stands_alone(stretch: Stretch, term: Candidate) -> bool:
    """Whether a region's name is no body's or paper's (上海银行, 上海版, 上海市居住证), nor 全国 by the way."""
    text = stretch.text
    if _BODY_NAMED.match(text, term.end, stretch.end) or _PAPER.match(text, term.end):
        return False
    nation = text[term.start : term.end] in _NATION and not _NATIONWIDE.match(text, term.end)
    return not nation or stretch.before(term.start) in ("在", "向", "到")


def _zones(stretch: Stretch, rule: MentionRule) -> Iterator[Candidate]:
    """Functional zones, whose names reach back to an edge or to the place that they begin with."""
    for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
        head, finish = match.span()
        begin = stretch.edge(head)
        begin = last_item(stretch.text, begin, head)
        for cut in (_ON_THE_WAY, servers()):
            for way in cut.finditer(stretch.text, begin, head):
                begin = way.end()
        begin = max(begin, stretch.text.rfind("等", begin, head) + 1)
        begin = stretch.trimmed(begin, head)
        begin = next((place for place in range(begin + 1, head) if stretch.known.get(place) == finish), begin)
        generic = stretch.text[head:finish] in rule.words["generic"]
        if generic and not (begin in stretch.known and head - begin <= LONGEST_NAME // 4):
            begin = head
        placed = stretch.text[head:finish] in rule.words["placed"]
        if placed:
            first = next((place for place in range(begin, head) if place in stretch.known), None)
            if first is None:
                continue
            begin = first
        if (generic or placed or head - begin >= SHORTEST) and head - begin <= LONGEST_NAME // 4:
            zone = _ZONE.search(stretch.text, max(stretch.start, begin - LONGEST_NAME), begin) if placed else None
            begin = zone.start() if zone else begin
            yield stretch.candidate(Kind.REGION, begin, finish, rule.id)


def _listed_cities(stretch: Stretch) -> Iterator[Candidate]:
    """Cities by their short names, which are words too, where a list of them says what they are (清远、韶关等地)."""
    for listed in _CITIES.finditer(stretch.text, stretch.start, stretch.end):
        at = listed.start(1)
        found = [(name, stretch.resolve(Kind.REGION, name + "市")) for name in listed[1].split("、")]
        for name, concept in found:
            if concept and len([each for _, each in found if each]) > 1:
                yield stretch.candidate(Kind.REGION, at, at + len(name), "region.listed", concept)
            at += len(name) + 1


def _abbreviated(stretch: Stretch, rules: Mapping[str, MentionRule]) -> Iterator[Candidate]:
    """Provinces by the letter that stands for them: several together (沪苏浙皖协作), or one behind 在 (在沪高校)."""
    names = {entry[0]: entry[1:] for entry in rules["region.abbreviated"].words["letters"]}
    for rule in (rules["region.abbreviated"], rules["region.in-short"]):
        for at in (
            at
            for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end)
            for at in range(match.start("letters"), match.end("letters"))
        ):
            name = names[stretch.text[at]]
            yield Candidate(
                Kind.REGION, at, at + 1, rule.id, name, stretch.resolve(Kind.REGION, name), RANK[Kind.REGION]
            )


def _functions(inner: str) -> bool:
    """Whether the words name two or three functions of government that share one 部门 (交通运输、公安)."""
    items = inner.split("、")
    return len(items) in (2, 3) and all(
        SHORTEST <= len(item) <= LONGEST_FUNCTION and not _NO_FUNCTION.search(item) for item in items
    )


def _listed_bodies(text: str, begin: int, head: int) -> int:
    """Where a list in 等 begins that the head closes (公安、税务、海关等有关部门), or -1."""
    inner = text[begin:head]
    return begin if "等" in inner and inner.count("、") > 1 and not _BODIES.search(inner) else -1

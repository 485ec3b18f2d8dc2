"""Relations: which mentions each measure has, and the roles of its regions and agencies.

A region is where the measure applies, or only mentioned; a body acts, leads, helps, receives or is only mentioned. Both
are read from the words around the name, or around the list of names that it stands in.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.lexis import alternation, particles, words
from reformgraph.model import Kind, Measure, Mention, Relation, Role, Span

NEAR = 40
"""How many letters in front of a region its verb is looked for."""
_BETWEEN = re.compile(r"(?:、|和|与|及|以及|或|，|（|）)?")
_WHERE_BEFORE = re.compile(
    r"(?:(?:街镇|乡镇|镇街|地区|城市|区县|省份|省市|园区)（|在|向|于|对|会同|由|支持|鼓励|赋予|允许|授权|指导|面向|覆盖|引导|选择|选取|给予|助力|深化|到|推广至|扩大到|拓展至|复制到|落户|立足|聚焦|同意|批准)"
    r"(?:有条件的|符合条件的|部分|各|以及|和|及|、|本市|全国|其他|具备条件的|整个|已设立的|新设立的|推动|东部|中西部|现有|包括)*$"
)
_WHERE_AFTER = re.compile(
    r"(?:所有|各|全)?(?:范围内|范围|内|区域内|辖区内|境内|率先|先行|试点|推开|推广|推行|全面|之间|开展|实施|要|应|可|须|深入|统一|地区内|等地|全域|域|复制|探索|与|实行|建立)"
)
_MOVED = re.compile(r"(?:加快|促进|推动|推进|发挥)(?:符合条件的|有条件的|各类型?|具备条件的)*$")
_PROJECT = re.compile(r"的|[^，。；]{0,18}建设|$|[，。；]")
_MODIFIES = re.compile(r"的|[一-龥]{0,6}(?:事项|清单|体制|政策|条例|办法|系统|平台|标准|意见|规定|方案|文件|版)")
_TOGETHER = re.compile(r"[^，。；]{0,24}(?:协作|合作|协同|联动|互认|一体化|共建|共享|互通|对接)")
_LEADS = re.compile(r"(?:要|应|应当|负责|充分|继续|做好)*(?:发挥)?(?:好)?牵头|作?为牵头")
_HELPS_AFTER = re.compile(
    r"(?:（[^（）]{0,20}）)?(?:等)?(?:有关部门|部门|单位)?(?:要|应|应当|须|积极|密切|予以|做好|主动|协同|共同)*(?:协助|配合|参与|支持)"
)
_HELPS_BEFORE = re.compile(r"(?:会同|会商|商|联合|协调|吸收|邀请)$")
_WITH = re.compile("[与同和]$")
_JOINTLY = re.compile("(?:的)?(?:共同|联合|开展|建立|签订|协同|加强|进行|协作|合作|对接|沟通|联动|配合)")
_HELPER = re.compile(r"(?:发起、)?参与|配合|协办")
_RECEIVES_BEFORE = re.compile(
    r"(?:报送|上报|呈报|报请|报告|报|移送|移交|送|抄送|提交|反馈|反映|通报|抄告)(?:至|给|到|所在地|当地)?$"
)
_TO = re.compile(r"向$")
_RECEIVES_AFTER = re.compile(r"[^，。；]{0,12}(?:报告|报送|请示|备案|移送|反馈|通报|申请|反映|提交|汇报|移交|申报)")
_CALLED = re.compile(
    r"(?:由(?:属地|所在|当地)?|请|鼓励|支持|指导|指导监督|督促|推动|推动实现|实现|组织|要求|授权|允许|委托|倡导|引导|明确由|依托)$"
)
_CLAUSE_START = re.compile(r"(?:^|[，；。：]|同时|此外|其中|并|原则上)(?:[本我全][市省县区])?$")
_REGIONS_FIRST = re.compile("(?:[一-龥]{2,5}[省市区县][、和及与])+$")
_CALLED_TOGETHER = re.compile("(?:由|推动|督促|指导|要求|引导|鼓励)[^，。；、的]{2,8}、$")
_OF_LEADERS = re.compile("分管|主要|领导|副|负责同志|负责人")
_LAID_ON = re.compile("要|应|加强|负责|承担|组织|做好|开展|履行|定期")
_NEXT_DUTY = re.compile("(?:要|应)(?:每|当|按|定期|及时)")
_RECEIVED = re.compile("(?:收到|接到|发现|经|接收|受理)")
_FILED = re.compile(r"报送|报告|上报|汇报")


def relate(text: str, measures: Sequence[Measure], mentions: Sequence[Mention]) -> tuple[Measure, ...]:
    """The measures, each with relations to the mentions inside it: every name once, at its first place, in order."""
    starts = [mention.span.start for mention in mentions]
    related = []
    for measure in measures:
        inside = []
        for mention in mentions[bisect_left(starts, measure.span.start) :]:
            if mention.span.start >= measure.span.end:
                break
            if mention.span.end <= measure.span.end:
                inside.append(mention)
        related.append(replace(measure, relations=tuple(_relations(text, measure, inside))) if inside else measure)
    return tuple(related)


def _relations(text: str, measure: Measure, inside: Sequence[Mention]) -> Iterator[Relation]:
    seen: set[tuple[Kind, str]] = set()
    groups = dict(_groups(text, inside))
    for mention in inside:
        key = (mention.kind, mention.name)
        if key in seen:
            continue
        seen.add(key)
        if mention.kind is Kind.REGION:
            role, rule = region_role(text, measure.span, groups[mention])
            yield Relation(mention, rule, role)
        elif mention.kind is Kind.AGENCY:
            role, rule = agency_role(text, measure.span, groups[mention], mention.span)
            yield Relation(mention, rule, role)
        else:
            yield Relation(mention, "relation.stands-in")


def _groups(text: str, inside: Iterable[Mention]) -> Iterator[tuple[Mention, Span]]:
    """Each region and agency with the stretch of the list that it stands in."""
    run: list[Mention] = []
    for mention in inside:
        if mention.kind not in (Kind.REGION, Kind.AGENCY):
            continue
        if run and (
            mention.kind is not run[-1].kind or not _BETWEEN.fullmatch(text, run[-1].span.end, mention.span.start)
        ):
            yield from _closed(run)
            run = []
        run.append(mention)
    yield from _closed(run)


def _closed(run: Sequence[Mention]) -> Iterator[tuple[Mention, Span]]:
    for mention in run:
        yield mention, Span(run[0].span.start, run[-1].span.end)


def region_role(text: str, measure: Span, group: Span) -> tuple[Role, str]:  # noqa: PLR0911
    """The role of the regions listed in `group` within the measure, and the rule that tells."""
    near = max(measure.start, group.start - NEAR)
    own = text[group.start] in "本我"
    if own and _HELD.search(text, near, group.start) and not _acts().match(text, group.end, measure.end):
        return Role.MENTIONS, "region.mentioned"
    if _WHERE_BEFORE.search(text, near, group.start) and not _CLOSE_MODIFIER.match(text, group.end):
        return Role.APPLIES_IN, "region.governed"
    if _WHERE_AFTER.match(text, group.end, measure.end):
        return Role.APPLIES_IN, "region.where"
    if any(mark in text[group.start : group.end] for mark in "、和与及") and _TOGETHER.match(
        text, group.end, measure.end
    ):
        return Role.APPLIES_IN, "region.together"
    if not own and _MOVED.search(text, near, group.start) and not _PROJECT.match(text, group.end, measure.end):
        return Role.APPLIES_IN, "region.governed"
    if group.start == measure.start and group.end < measure.end and not _MODIFIES.match(text, group.end, measure.end):
        modifies = own and not _acts().match(text, group.end, measure.end)
        return (Role.MENTIONS, "region.mentioned") if modifies else (Role.APPLIES_IN, "region.subject")
    return Role.MENTIONS, "region.mentioned"


_HELD = re.compile("(?:支持|鼓励|引导|同意|批准|深化|对|推进|推动|完善|健全|加强|优化)$")
_CLOSE_MODIFIER = re.compile(r"(?:科技创新中心建设|事项|清单|政策体系|字样)")


def agency_role(text: str, measure: Span, group: Span, own: Span) -> tuple[Role, str]:  # noqa: PLR0911
    """The role of the bodies listed in `group`, of which `own` is one, and the rule that tells."""
    start, end = group.start, group.end
    near = max(measure.start, start - NEAR)
    before = text[near:start]
    before = _REGIONS_FIRST.sub("", before)[-8:]
    if _LEADS.match(text, end, measure.end):
        return Role.LEAD, "agency.leads"
    if _HELPER.match(text, own.start, own.end) or _HELPS_BEFORE.search(before):
        return Role.COOPERATING, "agency.helps"
    if _RECEIVES_BEFORE.search(before) or (_TO.search(before) and _RECEIVES_AFTER.match(text, end, measure.end)):
        return Role.RECIPIENT, "agency.receives"
    if _HELPS_AFTER.match(text, end, measure.end) or (_WITH.search(before) and _JOINTLY.match(text, end, measure.end)):
        return Role.COOPERATING, "agency.helps"
    if start == measure.start and text.startswith("各牵头", own.start):
        return Role.LEAD, "agency.leads"
    acts = end < measure.end and _acts().match(text, end, measure.end) is not None
    called = (
        _CALLED.search(before)
        or _CALLED_TOGETHER.search(text, near, start)
        or (before.endswith("落实") and _LAID_ON.match(text, end, measure.end))
    )
    if (
        called
        and not _OF_LEADERS.match(text, end, measure.end)
        and (acts or (text[end : end + 1] not in "的，；。" and end < measure.end))
    ):
        return Role.RESPONSIBLE, "agency.called"
    if (start == measure.start or _CLAUSE_START.search(before) or _NEXT_DUTY.match(text, end, measure.end)) and acts:
        return Role.RESPONSIBLE, "agency.subject"
    if start == measure.start and _RECEIVED.match(text, end, measure.end):
        return Role.RESPONSIBLE, "agency.subject"
    if start == measure.start and text[end : end + 1] == "的" and _FILED.search(text, end, measure.end):
        return Role.RESPONSIBLE, "agency.reports"
    return Role.MENTIONS, "agency.mentioned"


@cache
def _acts() -> re.Pattern[str]:
    """A verb, adverb, modal or preposition behind a subject."""
    verbs = alternation(words("starters") | words("adverbs") | words("openers") | words("makers"))
    return re.compile(
        f"(?:{verbs}|{'|'.join(particles())}|按|根据|依托|通过|结合|参照|围绕|实行|分别|共同|不得|不|每|定期|作为|既|承担|依|科学|汇总|严|抓|做)"
    )

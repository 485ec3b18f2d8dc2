"""The words by which lines of a government site's frame are known: tools, metadata, links, imprint."""

import re
from collections.abc import Iterable, Sequence

_FRAME = re.compile(
    r"nav(?:bar|i|igation)?|(?:top)?menu|(?:bread)?crumbs?(?:nav)?|mbx|location|dqwz|position|foot(?:er)?|bottom|copyright|"
    r"b?share(?:box)?|bdsharebuttonbox|print|toolbar|tools?|related?|relevant|xg(?:wj|jd|zc|lj|xx)|side(?:bar)?|aside|"
    r"search|login|qr(?:code)?|ewm|erweima|comment|pager|pagination|friendlink|yqlj|topbar|banner|hot|recommend"
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_TOOL = (
    r"打印(?:本页|此页|文章|文本|该页|页面)?|关闭(?:窗口|本页|页面|此页)?|返回(?:顶部|首页|列表|上页|上一页)?|收藏(?:本页|此页)?|"
    r"分享(?:本页|文章)?[到至]?|微信(?:好友)?|朋友圈|(?:新浪|腾讯)?微博|qq空间|qq好友|qq|字[号体](?:大小)?|[大中小]|默认|超大|特大|较大|"
    r"放大|缩小|纠错|我要纠错|推荐|下载|word下载|pdf下载|下载word|下载pdf|保存|保存本页|复制链接|听新闻|语音播报|朗读|播放|暂停|停止|"
    r"视力保护色|全文下载|留言|点赞|转发|手机版|繁体版?|简体版?|english|无障碍(?:浏览|阅读)?|长者版|适老版|登录|注册|搜索|a[+-]?|tt?|more|更多"
)
_TOOLS = re.compile(rf"(?:[【\[〖（(「<]?(?:{_TOOL})[】\]〗）)」>]?[：:|｜/、·>\s]*)+", re.IGNORECASE)

_LABEL = (
    r"索引号|信息索引号?|主题分类|体裁分类|组配分类|信息分类|分类|所属类别|发文机[关构]|发布机[关构]|公开责任部门|制发机关|发布单位|发文单位|"
    r"成文日期|发文日期|印发日期|发布日期|公开日期|生成日期|生效日期|失效日期|废止日期|实施日期|有效期至?|标题|名称|发文字号|发布文号|文号|"
    r"文件编号|主题词|关键词|有效性|时效性?|效力状态|文件状态|公文时效|公开形式|公开方式|公开范围|公开时限|服务对象|统一编号|登记号|统一登记号|"
    r"规范性文件编号|内容概述|语种|来源|信息来源|文章来源|稿件来源|发布时间|更新时间|发布人|作者|责任编辑|编辑|责编|审核|浏览次数|浏览量|阅读次数|"
    r"阅读量|阅读|浏览|点击(?:数|率|量|次数)?|访问(?:量|次数)?|日期|时间"
)
_METADATA = re.compile(rf"[\[【（(]?(?:{_LABEL})[\]】）)]?(?:[：:].*|\t.*|$)", re.DOTALL)
_LABEL_ALONE = re.compile(rf"[\[【（(]?(?:{_LABEL})[\]】）)]?[：:]?")
_STAMP = re.compile(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?.*")
LONGEST_METADATA = 120

_BEGINS = re.compile(r"(?:您?(?:现在|当前|目前)?(?:所在|的)*(?:当前|现在)?的?位置(?:是|为)?[：:]?|首页[>›»/·\-|]).*")
_RELATED = re.compile(
    r"(?:相关|热点|最新|延伸|推荐|更多|热门|友情)(?:链接|稿件|文章|文件|解读|报道|新闻|信息|附件|阅读|政策|资讯|动态|推荐|内容|推送|专题|图解)+[：:]?|"
    r"政策(?:图解|解读)[：:]?|解读(?:材料|文件)[：:]?|图解[：:]?|文件下载[：:]?|附件下载[：:]?|(?:上|下)一[篇条页].*|网友评论|我要评论.*"
)
_ENDS = re.compile(
    r".*(?:网站标识码|公网安备|icp备|copyright|©|政府网站工作年度报表).*|.{0,30}版权所有(?![者人权]).*|.{0,20}技术支持[：:].*|"
    r".*(?:建议|推荐|最佳)(?:您)?(?:使用|采用|浏览|显示|效果|分辨率|以).{0,30}(?:分辨率|浏览器|\d{3,4}[×x*]\d{3,4}).*|"
    r"[^。；，]{0,6}(?:扫一扫|扫描二维码|扫码|手机打开)[^。；]{0,16}|"
    r"(?:(?:网站地图|联系我们|隐私保护|隐私声明|网站声明|网站简介|关于我们|使用帮助|设为首页|加入收藏|友情链接)[|｜\s·：:]*)+|"
    r"(?:主办|承办|协办|运维|维护)(?:单位)?[：:].*|(?:联系|咨询|监督|值班)?电话[：:].*|(?:单位)?地址[：:].*|邮(?:政)?编(?:码)?[：:].*|"
    r"(?:责任编辑|责编|编辑|审核|初审|终审|来源|信息来源|文章来源)[：:].*",
    re.IGNORECASE,
)
LONGEST_IMPRINT = 300
_ANNEX = re.compile(r"附\s*(?:件|表|图)?\s*\d*\s*[：:.．、]?.*")


def names_frame(classes: str) -> bool:
    """Whether a class or id says that an element is part of the site's frame."""
    words = (*classes.split(), *_WORDS.findall(classes))
    return any(_FRAME.fullmatch(word.lower()) for word in words)


def is_tool(line: str) -> bool:
    """Whether a line is nothing but tools for the reader: 【打印】【关闭】, 字号：大 中 小, 分享到."""
    return len(line) > 1 and "\t" not in line and bool(_TOOLS.fullmatch(_tight(line)))


def is_metadata(line: str) -> bool:
    """Whether a line describes the page: 索引号：…, 发布日期：…, a time stamp."""
    tight = _tight(line)
    return len(tight) <= LONGEST_METADATA and bool(_METADATA.fullmatch(tight) or _STAMP.fullmatch(tight))


def is_label(line: str) -> bool:
    """Whether a line is the label of a value that stands in the next one."""
    return bool(_LABEL_ALONE.fullmatch(_tight(line)))


def begins_page(line: str) -> bool:
    """Whether a line says where on the site the page is."""
    return bool(_BEGINS.fullmatch(_tight(line)))


def heads_related(line: str) -> bool:
    """Whether a line heads a list of other pages."""
    return bool(_RELATED.fullmatch(_tight(line)))


def ends_page(line: str) -> bool:
    """Whether a line belongs to the imprint below a page."""
    tight = _tight(line)
    return len(tight) <= LONGEST_IMPRINT and bool(_ENDS.fullmatch(tight))


def is_annex(line: str) -> bool:
    """Whether a line names an annex."""
    return bool(_ANNEX.fullmatch(line))


def value_of(page: Iterable[str], labels: Sequence[str]) -> list[str]:
    """The values that lines of a page give for one of the labels: in the same line, the next cell or the next line."""
    label = re.compile(rf"(?:.*[\t：:\s])?[\[【]?(?:{'|'.join(labels)})[\]】]?[：:\t]*(.*)")
    found, waiting = [], False
    for line in page:
        squeezed = "\t".join(_tight(cell) for cell in line.split("\t"))
        match = label.fullmatch(squeezed)
        if waiting and not match:
            found.append(line)
        waiting = bool(match and not match[1])
        if match and match[1]:
            found.append(match[1])
    return found


def _tight(line: str) -> str:
    """The line without spaces, which sites use to set labels apart (索 引 号)."""
    return re.sub(r"[ \u3000]", "", line)

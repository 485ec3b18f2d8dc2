"""A web page gives the plan on it, whole and alone, however its site lays it out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.sources.html import read_html
from reformgraph.errors import InputError

TITLE = "云州市人民政府办公室关于印发云州市推进政务服务改革实施方案的通知"
NUMBER = "云政办〔2023〕17号"
NOTICE = [
    "各县（区）人民政府，市政府各部门：",
    "《云州市推进政务服务改革实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。",
]
SIGNATURE = ["附件：推进政务服务改革任务清单", "云州市人民政府办公室", "2023年5月9日", "（此件公开发布）"]
PLAN = [
    "云州市推进政务服务改革实施方案",
    "一、总体要求",
    "坚持以企业需求为导向，不断提升服务水平。",
    "二、重点任务",
    "（一）推进“一件事”集成办理。制定事项清单，2023年年底前上线30个主题。",
    "（二）推行告知承诺制。在云东新区先行试点，逐步扩大到全市。",
    "附件",
    "推进政务服务改革任务清单",
]
BODY = [*NOTICE, *SIGNATURE, *PLAN]
ROWS = [
    ["序号", "改革举措", "主要内容", "责任单位"],
    ["1", "餐饮店开办", "整合经营许可、营业执照等事项，实行一次告知、一表申请。", "市市场监管局"],
    ["2", "信用修复", "推行线上办理，压缩办理时间至3个工作日。", "市发展改革委"],
]
EXPECTED = [TITLE, NUMBER, *BODY, *map("\t".join, ROWS)]

NAVIGATION = ["首页", "机构概况", "政务公开", "办事服务", "互动交流", "无障碍浏览", "长者版"]
CRUMBS = ["首页", "政务公开", "政策文件", "市政府办公室文件"]
RELATED = ["一图读懂：云州市推进政务服务改革实施方案", "政务服务改革实施方案解读", "云州市召开优化营商环境工作会议"]
IMPRINT = [
    "主办单位：云州市人民政府办公室",
    "网站标识码：9900000001",
    "云ICP备00000000号-1",
    "联系电话：0999-1234567",
    "建议使用1366×768以上分辨率浏览本网站。",
]
METADATA = [
    ("索 引 号：", "00000-2023-00017", "主题分类：", "综合政务\\其他"),
    ("发文机关：", "云州市人民政府办公室", "成文日期：", "2023年05月09日"),
    ("标　　题：", TITLE, "发文字号：", NUMBER),
]


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines)


def links(names: Sequence[str], between: str = " ") -> str:
    return between.join(f'<a href="/{place}.html">{name}</a>' for place, name in enumerate(names))


def items(names: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{links([name])}</li>' for name in names)}</ul>"


def cells(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>\n" for row in rows)


TABLE = f"<table border=1><tbody>{cells(ROWS)}</tbody></table>"

PAGES: dict[str, str] = {
    "nested tables as layout": f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
        <title>{TITLE}（{NUMBER}）_政府信息公开专栏</title><script>var a = "打印。";</script></head><body>
        <table width=1000><tr><td><img src=logo.gif></td></tr><tr><td>{links(NAVIGATION, " | ")}</td></tr></table>
        <table width=1000><tr><td>您现在的位置： {links(CRUMBS, " &gt; ")}</td></tr></table>
        <table width=1000><tr><td width=800><table>{cells(METADATA)}</table><table><tr><td class="b12c" id="UCAP-CONTENT">
        <p align=center><b>{TITLE[:14]}</b></p><p align=center><b>{TITLE[14:]}</b></p><p align=center>{NUMBER}</p><p><br></p>
        {paragraphs(BODY)}<div align=center>{TABLE}</div></td></tr></table>
        <table><tr><td><a href="javascript:window.print()">【打印】</a> <a href="javascript:close()">【关闭】</a></td></tr>
        </table></td><td width=200>{items(RELATED)}</td></tr></table>
        <table><tr><td align=center>{"<br>".join(IMPRINT)}</td></tr></table></body></html>""",
    "pages_content": f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{TITLE}">
        <title>{TITLE}_政策文件_云州市人民政府</title></head><body><div class="header"><div>{items(NAVIGATION)}</div></div>
        <div class="BreadcrumbNav">{links(CRUMBS, " &gt; ")}</div><div class="article"><h1>{TITLE}</h1>
        <div class="pages-date">2023-05-12 09:30 <span>来源： 市政府办公室</span><div class="pages_print">
        <span>字号：<a href=#>默认</a> <a href=#>大</a></span>|<a href=#>打印</a><div class="share">分享到
        <a href=#>微信</a></div></div></div><div class="pages_content" id="UCAP-CONTENT"><div class="TRS_UEDITOR">
        {paragraphs([NUMBER, *BODY])}{TABLE}</div></div><div class="editor">责任编辑：张三</div>
        <div class="related"><h3>相关稿件</h3>{items(RELATED)}</div></div>
        <div class="footer">{paragraphs(IMPRINT)}</div></body></html>""",
    "TRS_Editor with br": f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
        <title>云州市政务服务改革-云州市人民政府</title></head><body><div class="menu">{links(NAVIGATION)}</div>
        <div class="location">当前位置：{links(CRUMBS, ">")}</div><div class="main"><div class="bt">{TITLE}</div>
        <div>发布时间：2023-05-12　来源：市政府办公室　浏览次数：<span id=hits></span>　字体：[<a href=#>大</a>]</div>
        <div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style>
        {"<br>".join(f"　　{line}&nbsp;&nbsp;" for line in [NUMBER, *BODY])}<br>{TABLE}</div>
        <div class="dy"><a href=#>打印本页</a> <a href=#>关闭窗口</a></div><div>上一篇：{links(RELATED[:1])}</div></div>
        <div id="bottom">{"　".join(IMPRINT)}</div></body></html>""",
    "zwxl-article below metadata": f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE}</title></head><body>
        <div class="nav">{items(NAVIGATION)}</div><div class="crumbs">首页 &gt; 政务公开</div><h2 class="title">{TITLE}</h2>
        <table class="zwxl-table">{cells(METADATA)}</table><div class="zwxl-article">{paragraphs(BODY)}{TABLE}</div>
        <div><span>扫一扫在手机打开当前页</span><a href=#>打印</a></div><div><div>相关解读</div>
        {paragraphs([links([name]) for name in RELATED])}</div><div>{" ".join(IMPRINT)}</div></body></html>""",
    "nothing but the plan": f"""<html><head><title>方案</title></head><body><h1>{TITLE}</h1>
        {paragraphs([NUMBER, *BODY])}{TABLE}</body></html>""",
    "divs without telling names": f"""<html><head><title>{TITLE} - 云州市人民政府门户网站</title></head><body>
        <div>{links(NAVIGATION)}</div><div>位置：{links(CRUMBS, " / ")}</div><div><div><b>{TITLE}</b></div>
        <div>2023-05-12 来源：云州日报 阅读量：325</div><div>
        {"".join(f"<div>{line}</div>" for line in [NUMBER, *BODY])}{TABLE}</div><div>分享到： 微信 微博 QQ空间</div></div>
        <div><div>热点推荐</div>{"".join(f"<div>{links([name])}</div>" for name in RELATED)}</div>
        <div>{"<br>".join(IMPRINT)}</div></body></html>""",
    "saved by Word": "<html><body lang=ZH-CN><div class=WordSection1>"
    + "".join(
        f"<p class=MsoNormal><span style='font-family:仿宋'>{line[:-1]}\n{line[-1:]}"
        "<span lang=EN-US><o:p></o:p></span></span></p>\n"
        for line in [TITLE, NUMBER, *BODY]
    )
    + f"{TABLE}</div></body></html>",
    "signature and annex apart": f"""<html><head><title>{TITLE}</title></head><body>{items(NAVIGATION)}<div class=con>
        <div class=con_title>{TITLE}</div><div>{NUMBER}</div><div>{paragraphs(NOTICE)}</div>
        <div align=right>{paragraphs(SIGNATURE)}</div><div>{paragraphs(PLAN)}{TABLE}</div></div>
        <div class=qr>扫一扫分享本页</div><div>{links(RELATED)}</div><div class=copyright>{" ".join(IMPRINT)}</div></body></html>""",
    "news beside it": f"""<html><head><title>{TITLE}</title></head><body><div class=nav>{links(NAVIGATION)}</div>
        <div class=left><h1>{TITLE}</h1><div class=text>{paragraphs([NUMBER, *BODY])}{TABLE}</div></div>
        <div class=right><h3>最新动态</h3>{paragraphs(["云州市召开改革推进会，会议强调要加强统筹；各项任务要落地见效。"] * 2)}
        </div><div class=footer>{" ".join(IMPRINT)}</div></body></html>""",
    "in an element named after printing": f"""<html><head><title>{TITLE}</title></head><body><div class=nav>
        {links(NAVIGATION)}</div><div id=printContent><h1>{TITLE}</h1>{paragraphs([NUMBER, *BODY])}{TABLE}</div></body></html>""",
    "all of it in a link without an end": f"""<html><head><title>{TITLE}</title></head><body><a name=top>
        <h1>{TITLE}</h1>{paragraphs([NUMBER, *BODY])}{TABLE}</a></body></html>""",
    "a cell that lost its table": f"""<tbody><tr><td id="UCAP-CONTENT">{paragraphs([TITLE, NUMBER, *BODY])}
        <div>{TABLE}</div></td></tr></tbody>""",
}


def page(markup: str) -> bytes:
    return markup.encode("gb18030" if "gb2312" in markup else "utf-8")


def body(markup: str) -> str:
    return read_html(f"<html><body>{markup}</body></html>".encode(), "a.html").rstrip("\n")


@pytest.mark.parametrize("layout", PAGES)
def test_a_page_gives_the_whole_plan_and_nothing_else(layout: str) -> None:
    found = read_html(page(PAGES[layout]), "a.html").replace(f"{TITLE[:14]}\n{TITLE[14:]}", TITLE)
    assert found.split("\n")[:-1] == EXPECTED


def test_a_real_page_gives_what_was_copied_from_it_by_hand(shared: Path) -> None:
    page = shared / "plans" / "2018-statecouncil-tuiguang-dierpi-gaige-jucuo.html"
    found = read_html(page.read_bytes(), page.name)
    by_hand = page.with_suffix(".txt").read_text("utf-8")
    assert [line for line in found.replace("\t", "\n").split("\n") if line] == by_hand.split("\n")[:-1]
    assert "序号\t改革举措\t主 要 内 容\t指导部门\t推广范围" in found.split("\n")


def test_number_and_date_are_taken_from_the_page_where_the_text_has_none() -> None:
    markup = f"<h1>{TITLE}</h1><table>{cells(METADATA)}</table><div>{paragraphs(NOTICE)}</div>"
    assert body(markup).split("\n") == [TITLE, NUMBER, "2023年05月09日", *NOTICE]


def test_number_behind_the_title_in_the_window_is_taken() -> None:
    markup = f"<html><head><title>{TITLE}（{NUMBER}）</title></head><body>{paragraphs(NOTICE)}</body></html>"
    assert read_html(markup.encode(), "a.html").split("\n")[:3] == [TITLE, NUMBER, NOTICE[0]]


def test_a_table_that_outweighs_the_text_leaves_the_text_whole() -> None:
    rows = [[str(place), f"举措{place}", "整合办理流程，压减办理时间；" * 9] for place in range(1, 20)]
    table = f"<table>{cells([['序号', '举措', '内容'], *rows])}</table>"
    found = body(f"<p>{links(NAVIGATION)}</p><div>{paragraphs(BODY)}</div><div>{table}</div><p>{IMPRINT[0]}</p>").split(
        "\n"
    )
    assert (found[: len(BODY)], len(found)) == (BODY, len(BODY) + 20)


@pytest.mark.parametrize(
    "last",
    [
        "（三）强化技术支持。",
        "五、联系我们的服务对象。",
        "支持浏览器插件开发企业，适配多种分辨率；",
        "推行扫描二维码办理，实行一次告知、一表申请。",
    ],
)
def test_a_last_sentence_with_words_of_the_site_s_stays(last: str) -> None:
    assert body(paragraphs([*NOTICE, last])).split("\n") == [*NOTICE, last]


def test_explanations_behind_the_plan_stay_out() -> None:
    behind = f"<h3>相关解读</h3>{paragraphs(['本方案提出了改革目标，明确了责任分工。'])}"
    assert body(f"<div>{paragraphs(BODY)}{behind}</div>").split("\n") == BODY


def test_annexes_that_are_links_stay() -> None:
    annexes = ["附件：1.任务清单.docx", "2.责任分工.xlsx"]
    markup = f"{paragraphs(NOTICE)}<p>{links(annexes[:1])}</p><p>{links(annexes[1:])}</p><p>{links(['返回首页'])}</p>"
    assert body(markup).split("\n") == [*NOTICE, *annexes]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>推进\n    改革，\n加强监管。</p>", "推进改革，加强监管。"),
        ("<p>取消\n30\n项审批，加强监管。</p>", "取消30项审批，加强监管。"),
        ("<p>推进 Internet\nPlus 改革，加强监管。</p>", "推进 Internet Plus 改革，加强监管。"),
        ("<p>推进改革，<br>加强监管，提升效能。</p>", "推进改革，\n加强监管，提升效能。"),
        ("<p>&nbsp;　推进改革，加强监管。　&nbsp;</p>", "推进改革，加强监管。"),
        ("<p>推进&#8203;改革，加强监管。</p>", "推进改革，加强监管。"),
        ("<p>推进改革，加强监管。<p>提升服务，优化流程。", "推进改革，加强监管。\n提升服务，优化流程。"),
        ("<p>推进改革，加强监管。<span style='display:none'>隐藏</span></p>", "推进改革，加强监管。"),
        (
            "<ol start=3><li>推进改革，加强监管。<li>提升服务，优化流程。</ol>",
            "3. 推进改革，加强监管。\n4. 提升服务，优化流程。",
        ),
    ],
)
def test_lines_are_those_that_a_reader_sees(markup: str, text: str) -> None:
    assert body(markup) == text


def test_merged_cells_give_their_text_once() -> None:
    head = "<tr><td>领域</td><td>举措</td><td>单位</td></tr>"
    down = "<tr><td rowspan=2>政务</td><td>推行告知承诺，加强监管。</td><td>甲局</td></tr><tr><td>压减时间</td><td>乙局</td></tr>"
    across = "<tr><td colspan=3>二、市场监管</td></tr>"
    assert body(f"<table>{head}{down}{across}</table>").split("\n") == [
        "领域\t举措\t单位",
        "政务\t推行告知承诺，加强监管。\t甲局",
        "\t压减时间\t乙局",
        "二、市场监管\t\t",
    ]


def test_a_table_that_only_arranges_the_page_is_paragraphs() -> None:
    text = [
        f"（{number}）推进第{number}项改革，明确责任分工，完善配套措施，确保取得实效，逐步推广到全市各县区。"
        for number in "一二三四五六"
    ]
    above = f"<tr><td>云州市推进政务服务改革实施方案已经市政府常务会议同意，现予印发。</td><td>{paragraphs(NOTICE)}</td></tr>"
    below = f"<tr><td>{paragraphs(text)}</td><td></td></tr>"
    assert body(f"<table>{above}{below}</table>").split("\n")[-6:] == text


def test_paragraphs_of_a_cell_are_joined() -> None:
    rows = "<tr><td>序号</td><td>内容</td></tr><tr><td>1</td><td><p>推进改革，</p><p>加强<br>监管。</p></td></tr>"
    assert body(f"<table>{rows}</table>") == "序号\t内容\n1\t推进改革，加强监管。"


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_a_page_is_read_in_its_encoding(charset: str) -> None:
    markup = f"<html><head><meta charset={charset}></head><body><p>推进改革，加强监管，镕铸一体。</p></body></html>"
    data = markup.encode("utf-8" if charset == "utf-8" else "gb18030")
    assert read_html(data, "a.html") == "推进改革，加强监管，镕铸一体。\n"


def test_a_page_in_utf8_that_says_gb2312_is_read() -> None:
    assert read_html("<meta charset=gb2312><p>推进改革，加强监管。</p>".encode(), "a.html") == "推进改革，加强监管。\n"


def test_bytes_of_no_character_are_an_error_in_the_text_and_none_in_a_script() -> None:
    script = b"<script>\xff\xfe</script>"
    text = "<meta charset=utf-8><p>推进改革，加强监管。</p>".encode()
    assert read_html(script + text, "a.html") == "推进改革，加强监管。\n"
    with pytest.raises(InputError, match="line 1 of its text"):
        read_html(text.replace("改".encode(), b"\xff"), "a.html")


@pytest.mark.parametrize("markup", ["<script>render('推进改革，加强监管。')</script>", links(NAVIGATION), "<p></p>"])
def test_a_page_without_text_is_an_error(markup: str) -> None:
    with pytest.raises(InputError, match="without running text"):
        body(f"<div id=app>{markup}</div>")

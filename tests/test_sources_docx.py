"""A Word file gives what a reader sees in its body: numbers that Word counts, changes accepted, tables as rows."""

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from extract.sources.docx import read_docx
from extract.sources.numbering import numeral
from reformgraph.errors import InputError

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: Document) -> bytes:
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def lines(document: Document) -> list[str]:
    return read_docx(saved(document), "a.docx").split("\n")[:-1]


def body(*markup: str) -> list[str]:
    """The lines of a document whose body holds this WordprocessingML."""
    document = docx.Document()
    for each in markup:
        document.element.body.insert(-1, parse_xml(each.replace(">", f" {SPACES}>", 1)))
    return lines(document)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(levels: Sequence[tuple[str, str]], *more: str) -> Document:
    """A document with a list (id 77) of these forms and texts; `more` stands behind it in numbering.xml."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {SPACES} w:abstractNumId="77">{made}</w:abstractNum>'))
    for each in (f'<w:num {SPACES} w:numId="77"><w:abstractNumId w:val="77"/></w:num>', *more):
        numbering.append(parse_xml(each))
    return document


def item(document: Document, depth: int, text: str, number: int = 77) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, number


def test_paragraphs_and_tables_come_in_their_order() -> None:
    document = docx.Document()
    document.add_paragraph("某市改革方案")
    table = document.add_table(rows=2, cols=2)
    for place, word in enumerate(["序号", "举措", "1", "推进改革"]):
        table.cell(place // 2, place % 2).text = word
    document.add_paragraph("　　推进改革。　")
    assert lines(document) == ["某市改革方案", "序号\t举措", "1\t推进改革", "推进改革。"]


def test_headers_and_footers_stay_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.add_paragraph("推进改革。")
    assert lines(document) == ["推进改革。"]


@pytest.mark.parametrize(
    ("form", "text", "written"),
    [
        ("chineseCounting", "%1、", "一、推进改革"),
        ("chineseCountingThousand", "（%1）", "（一）推进改革"),
        ("japaneseCounting", "第%1条", "第一条 推进改革"),
        ("decimal", "%1.", "1. 推进改革"),
        ("decimal", "%1．", "1．推进改革"),
        ("decimalEnclosedCircle", "%1", "① 推进改革"),
        ("ideographTraditional", "%1、", "甲、推进改革"),
        ("ideographZodiac", "%1、", "子、推进改革"),
        ("upperRoman", "%1.", "I. 推进改革"),
        ("chineseLegalSimplified", "%1、", "壹、推进改革"),
        ("bullet", "", "推进改革"),
        ("none", "", "推进改革"),
    ],
)
def test_a_number_that_word_counts_is_written_out(form: str, text: str, written: str) -> None:
    document = numbered([(form, text)])
    item(document, 0, "推进改革")
    assert lines(document) == [written]


def test_levels_count_below_each_other_and_begin_anew() -> None:
    document = numbered([("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%2.%3")])
    for depth in (0, 1, 1, 2, 0, 1):
        item(document, depth, "改革")
    assert lines(document) == ["一、改革", "（一）改革", "（二）改革", "一.二.1 改革", "二、改革", "（一）改革"]


def test_a_list_that_starts_anew_counts_from_its_start() -> None:
    anew = f"""<w:num {SPACES} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">
        <w:startOverride w:val="5"/></w:lvlOverride></w:num>"""
    document = numbered([("decimal", "%1.")], anew)
    for number in (77, 77, 78, 78):
        item(document, 0, "改革", number)
    assert [line.split(".")[0] for line in lines(document)] == ["1", "2", "5", "6"]


def test_a_style_can_number_its_paragraphs() -> None:
    document = numbered([("chineseCounting", "%1、")])
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {SPACES}><w:numId w:val="77"/></w:numPr>'))
    document.add_heading("总体要求", 1)
    document.add_paragraph("推进改革。")
    document.add_heading("重点任务", 1)
    assert lines(document) == ["一、总体要求", "推进改革。", "二、重点任务"]


def test_a_paragraph_can_take_itself_out_of_its_style_s_list() -> None:
    document = numbered([("chineseCounting", "%1、")])
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {SPACES}><w:numId w:val="77"/></w:numPr>'))
    heading = document.add_heading("附则", 1)
    heading._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {SPACES}><w:numId w:val="0"/></w:numPr>'))
    assert lines(document) == ["附则"]


def test_a_column_that_word_numbers_has_its_numbers() -> None:
    document = numbered([("decimal", "%1")])
    table = document.add_table(rows=3, cols=2)
    for place, word in enumerate(["序号", "举措", "", "推进改革", "", "加强监管"]):
        table.cell(place // 2, place % 2).text = word
    for place in (1, 2):
        properties = table.cell(place, 0).paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, 77
    assert lines(document) == ["序号\t举措", "1\t推进改革", "2\t加强监管"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (10_010, "一万零一十"),
    ],
)
def test_chinese_numbers_are_written_as_they_are_read(value: int, written: str) -> None:
    assert numeral(value, "chineseCounting") == written


def test_tracked_insertions_are_in_and_deletions_out() -> None:
    inserted = f'<w:ins w:id="1" w:author="a">{run("全面")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>逐步</w:delText></w:r></w:del>'
    assert body(f"<w:p>{inserted}{deleted}{run('推进改革。')}</w:p>") == ["全面推进改革。"]


def test_text_that_was_moved_stands_where_it_went() -> None:
    gone = f'<w:moveFrom w:id="1" w:author="a">{run("加强监管。")}</w:moveFrom>'
    come = f'<w:moveTo w:id="2" w:author="a">{run("加强监管。")}</w:moveTo>'
    assert body(f"<w:p>{gone}{run('推进改革。')}</w:p>", f"<w:p>{come}</w:p>") == ["推进改革。", "加强监管。"]


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    end = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    assert body(f"<w:p>{end}{run('推进改革，')}</w:p>", f"<w:p>{run('加强监管。')}</w:p>") == ["推进改革，加强监管。"]


def test_a_deleted_row_is_out() -> None:
    cells = f"<w:tc><w:p>{run('序号')}</w:p></w:tc><w:tc><w:p>{run('举措')}</w:p></w:tc>"
    kept = f"<w:tr>{cells}</w:tr><w:tr>{cells}</w:tr>"
    deleted = f'<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>{cells}</w:tr>'
    assert body(f"<w:tbl>{kept}{deleted}</w:tbl>") == ["序号\t举措"] * 2


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"{run('推进')}<w:r><w:tab/></w:r>{run('改革')}", "推进 改革"),
        (f"{run('推进')}<w:r><w:br/></w:r>{run('改革')}", "推进\n改革"),
        (f"<w:hyperlink>{run('推进改革')}</w:hyperlink>", "推进改革"),
        (f"<w:sdt><w:sdtContent>{run('推进改革')}</w:sdtContent></w:sdt>", "推进改革"),
        (f"{run('改革')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>", "改革"),
        (f"{run('改革')}<w:r><w:footnoteReference w:id='1'/></w:r>", "改革"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>gai</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>改</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "改",
        ),
    ],
)
def test_a_paragraph_has_the_words_that_are_seen(markup: str, text: str) -> None:
    assert body(f"<w:p>{markup}</w:p>") == text.split("\n")


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


def test_a_field_gives_its_result() -> None:
    assert body(f"<w:p>{field('REF a', run('附件1'))}{run('所列')}</w:p>") == ["附件1所列"]


def test_a_table_of_contents_is_out() -> None:
    assert body(f"<w:p>{field('TOC', run('一、总体要求1'))}</w:p>", f"<w:p>{run('一、总体要求')}</w:p>") == [
        "一、总体要求"
    ]


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = f"<w:txbxContent><w:p>{run('某政发〔2023〕7号')}</w:p></w:txbxContent>"
    both = f"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
    assert body(f"<w:p>{run('某市政府文件')}{both}</w:p>") == ["某市政府文件", "某政发〔2023〕7号"]


def table_of(rows: int, columns: int, words: Sequence[str], change: Callable[..., object]) -> list[str]:
    document = docx.Document()
    table = document.add_table(rows=rows, cols=columns)
    change(table)
    for place, word in enumerate(words):
        if word:
            table.cell(place // columns, place % columns).text = word
    return lines(document)


def test_merged_cells_give_their_text_once() -> None:
    across = table_of(2, 3, ["一、政务", "", "", "1", "推进改革", "甲局"], lambda t: t.cell(0, 0).merge(t.cell(0, 2)))
    down = table_of(2, 2, ["政务", "推进改革", "", "加强监管"], lambda t: t.cell(0, 0).merge(t.cell(1, 0)))
    assert across == ["一、政务\t\t", "1\t推进改革\t甲局"]
    assert down == ["政务\t推进改革", "\t加强监管"]


def test_the_paragraphs_of_a_cell_are_joined() -> None:
    found = table_of(2, 2, ["序号", "举措", "1", "推进改革，\n加强监管。"], lambda t: None)
    assert found == ["序号\t举措", "1\t推进改革，加强监管。"]


def test_a_table_in_a_cell_is_read_as_one() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for place, word in enumerate(["序号", "举措", "1", "推进改革"]):
        inner.cell(place // 2, place % 2).text = word
    assert lines(document) == ["序号\t举措", "1\t推进改革"]


def test_a_frame_of_one_cell_is_paragraphs() -> None:
    assert table_of(1, 1, ["一、推进改革。\n二、加强监管。"], lambda t: None) == ["一、推进改革。", "二、加强监管。"]


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(*change(info.filename, old.read(info)))
    return whole.getvalue()


def small() -> bytes:
    document = docx.Document()
    document.add_paragraph("推进改革。")
    return saved(document)


def test_a_file_with_macros_is_read_and_they_are_not() -> None:
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = repacked(small(), lambda name, content: (name, content.replace(plain, macros)))
    assert read_docx(data, "a.docm") == "推进改革。\n"


def test_a_file_of_the_strict_standard_is_read() -> None:
    loose, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = repacked(small(), lambda name, content: (name, content.replace(loose, strict)))
    assert read_docx(data, "a.docx") == "推进改革。\n"


def test_a_file_that_declares_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "bomb">]><w:document'
    data = repacked(small(), lambda name, content: (name, content.replace(b"<w:document", bomb, 1)))
    with pytest.raises(InputError, match="declares a DOCTYPE"):
        read_docx(data, "a.docx")


def test_a_file_without_its_document_is_an_error() -> None:
    data = repacked(small(), lambda name, content: (name.replace("word/document.xml", "word/lost.xml"), content))
    with pytest.raises(InputError, match="is no Word document"):
        read_docx(data, "a.docx")


def test_a_damaged_document_is_an_error() -> None:
    data = repacked(small(), lambda name, content: (name, content[:-30] if name == "word/document.xml" else content))
    with pytest.raises(InputError, match="is damaged"):
        read_docx(data, "a.docx")


def test_a_document_without_text_is_an_error() -> None:
    with pytest.raises(InputError, match="no text in it"):
        read_docx(saved(docx.Document()), "a.docx")

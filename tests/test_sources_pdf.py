"""A PDF gives the paragraphs and tables that its pages were set from, without what pages bring with them."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.lib import colors, pagesizes, pdfencrypt
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from extract.sources.pdf import read_pdf
from reformgraph.errors import InputError
from reformgraph.language import Language

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

INDENTED = ParagraphStyle("text", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
FLUSH = ParagraphStyle("flush", INDENTED, firstLineIndent=0)
CENTRED = ParagraphStyle("centred", INDENTED, firstLineIndent=0, alignment=TA_CENTER)
TITLE = ParagraphStyle("title", CENTRED, fontSize=22, leading=32)
RIGHT = ParagraphStyle("right", INDENTED, firstLineIndent=0, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", INDENTED, fontSize=10.5, leading=14, firstLineIndent=0)
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
SENTENCE = "推进部门协同，建立跨部门联合监管机制，明确牵头单位和配合单位的职责，推动数据实时共享，2024年6月底前完成首批12个领域；"


def pdf(*story: Flowable, page_number: str = "", head: str = "", **options: Any) -> bytes:
    whole = io.BytesIO()

    def edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 12)
        width, height = pagesizes.A4
        if page_number:
            canvas.drawCentredString(width / 2, 1.5 * cm, page_number.format(document.page))
        if head:
            canvas.drawString(3 * cm, height - 1.6 * cm, head)

    margins = {"leftMargin": 3 * cm, "rightMargin": 2.6 * cm, "topMargin": 3.4 * cm, "bottomMargin": 3 * cm}
    made = SimpleDocTemplate(whole, pagesize=pagesizes.A4, invariant=1, **margins, **options)
    made.build(list(story), onFirstPage=edges, onLaterPages=edges)
    return whole.getvalue()


def lines(data: bytes) -> list[str]:
    return read_pdf(data, "a.pdf")[0].split("\n")[:-1]


def plan(count: int) -> list[str]:
    return [
        f"（{number}）推进第{number}项改革。{SENTENCE * (number % 3 + 1)}逐步推广到全市。"
        for number in range(1, count + 1)
    ]


def grid(rows: Sequence[Sequence[str]], *styles: Any, widths: Sequence[float] = (1.5, 4, 8), **options: Any) -> Table:
    cells = [[Paragraph(cell, CELL) for cell in row] for row in rows]
    return Table(cells, colWidths=[width * cm for width in widths], style=[*GRID, *styles], **options)


@pytest.mark.parametrize("style", [INDENTED, FLUSH], ids=["indented", "flush"])
def test_paragraphs_are_put_together_again_over_lines_and_pages(style: ParagraphStyle) -> None:
    text = plan(12)
    assert lines(pdf(*(Paragraph(line, style) for line in text))) == text


def test_justified_lines_have_no_spaces() -> None:
    style = ParagraphStyle("justified", INDENTED, alignment=TA_JUSTIFY)
    text = plan(6)
    assert lines(pdf(*(Paragraph(line, style) for line in text))) == text


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第 {} 页 共 9 页", "{}", "{} / 9", "－{}－", "Page {} of 9"])
def test_a_page_number_is_dropped(number: str) -> None:
    text = plan(8)
    assert lines(pdf(*(Paragraph(line, INDENTED) for line in text), page_number=number)) == text


def test_a_running_head_is_dropped() -> None:
    text = plan(8)
    assert lines(pdf(*(Paragraph(line, INDENTED) for line in text), head="某市改革办 2023年第3期")) == text


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert lines(pdf(Paragraph("2023", CENTRED), Paragraph("推进改革。", INDENTED))) == ["2023", "推进改革。"]


def test_title_addressee_signature_and_date_are_lines_of_their_own() -> None:
    parts = [
        ("某市人民政府办公室关于印发某市", TITLE),
        ("推进改革实施方案的通知", TITLE),
        ("某政办〔2023〕7号", CENTRED),
        ("各县（区）人民政府，市政府各部门：", FLUSH),
        (SENTENCE * 2 + "现印发给你们。", INDENTED),
        ("某市人民政府办公室", RIGHT),
        ("2023年5月9日", RIGHT),
        ("（此件公开发布）", INDENTED),
    ]
    assert lines(pdf(*(Paragraph(*part) for part in parts))) == [text for text, _ in parts]


def test_a_ruled_table_gives_a_line_a_row() -> None:
    rows = [["序号", "举措", "内容"], ["1", "推进改革", SENTENCE * 2], ["2", "加强监管", "压减时间。"]]
    found = lines(pdf(Paragraph("推进改革。", INDENTED), grid(rows), Paragraph("加强监管。", INDENTED)))
    assert found == ["推进改革。", *map("\t".join, rows), "加强监管。"]


def test_merged_cells_give_their_text_once() -> None:
    rows = [["领域", "举措", "内容"], ["一、政务", "", ""], ["甲", "推进", "改革。"], ["", "加强", "监管。"]]
    found = lines(pdf(grid(rows, ("SPAN", (0, 1), (2, 1)), ("SPAN", (0, 2), (0, 3)))))
    assert found == ["领域\t举措\t内容", "一、政务\t\t", "甲\t推进\t改革。", "\t加强\t监管。"]


LONG = [["序号", "举措", "内容"], *([str(n), f"第{n}项", SENTENCE * (n % 4 + 1)] for n in range(1, 25))]


def test_a_table_that_goes_on_over_pages_has_one_heading() -> None:
    assert lines(pdf(grid(LONG, repeatRows=1), page_number="— {} —")) == ["\t".join(row) for row in LONG]


def test_a_row_that_is_cut_by_a_page_s_end_is_whole() -> None:
    assert lines(pdf(grid(LONG, splitInRow=1), page_number="— {} —")) == ["\t".join(row) for row in LONG]


def test_pages_of_another_format_have_margins_of_their_own() -> None:
    from reportlab.platypus import NextPageTemplate
    from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
    from reportlab.platypus.frames import Frame

    whole = io.BytesIO()
    made = BaseDocTemplate(whole, pagesize=pagesizes.A4)
    for name, size in (("up", pagesizes.A4), ("across", pagesizes.landscape(pagesizes.A4))):
        frame = Frame(3 * cm, 3 * cm, size[0] - 6 * cm, size[1] - 6 * cm)
        made.addPageTemplates(PageTemplate(name, [frame], pagesize=size))
    text = plan(8)
    story = [Paragraph(line, INDENTED) for line in text]
    made.build([*story[:4], NextPageTemplate("across"), PageBreak(), *story[4:]])
    assert lines(whole.getvalue()) == text


def test_a_table_of_contents_is_dropped() -> None:
    contents = [Paragraph("目　录", TITLE), Paragraph(f"一、总体要求{'.' * 40}1", FLUSH), PageBreak()]
    assert lines(pdf(*contents, Paragraph("一、总体要求", INDENTED))) == ["一、总体要求"]


def drawn(*marks: tuple[str, float, float], turned: str = "") -> bytes:
    whole = io.BytesIO()
    canvas = Canvas(whole, pagesize=pagesizes.A4)
    canvas.setFont(FONT, 16)
    for text, x, y in marks:
        canvas.drawString(x, y, text)
    if turned:
        canvas.rotate(45)
        canvas.drawString(400, 100, turned)
    canvas.save()
    return whole.getvalue()


def test_a_word_that_did_not_fit_into_a_line_ends_no_paragraph() -> None:
    ends = (26, 24, 25, 22, 26, 23, 25, 24)  # characters of a line, of 26 that fit
    marks = [("改" * count, 90, 700 - 28 * place) for place, count in enumerate(ends)]
    assert lines(drawn(*marks)) == ["改" * sum(ends)]


def test_a_watermark_across_the_page_is_dropped() -> None:
    assert lines(drawn(("推进改革。", 90, 500), turned="内部资料")) == ["推进改革。"]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    assert lines(drawn(("推进改革。", 90, 500), ("推进改革。", 90.3, 500))) == ["推进改革。"]


def test_bodies_set_apart_on_a_line_stay_apart() -> None:
    assert lines(drawn(("市财政局", 90, 500), ("市审计局", 250, 500))) == ["市财政局 市审计局"]


def test_radicals_that_fonts_give_for_characters_are_characters() -> None:
    assert lines(pdf(Paragraph("推进⼯作⼀体化。", INDENTED))) == ["推进工作一体化。"]


def scan(*story: Flowable) -> bytes:
    from PIL import Image
    from reportlab.platypus import Image as Picture

    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    picture.seek(0)
    return pdf(*story, Picture(picture, 14 * cm, 19 * cm))


def test_a_scan_is_an_error_that_advises_ocr() -> None:
    with pytest.raises(InputError, match=r"a scan.*OCR"):
        read_pdf(scan(), "a.pdf")


def test_pages_that_are_pictures_are_noted() -> None:
    text, notes = read_pdf(scan(Paragraph("推进改革。", INDENTED), PageBreak()), "a.pdf")
    assert text == "推进改革。\n"
    assert [note.to(Language.EN) for note in notes] == [
        "warning: a.pdf: pages 2 are pictures; the text in them was not read."
    ]


def test_a_pdf_without_text_is_an_error() -> None:
    with pytest.raises(InputError, match="holds no text"):
        read_pdf(drawn(), "a.pdf")


def test_a_password_is_an_error_that_says_so() -> None:
    locked = pdf(Paragraph("推进改革。", INDENTED), encrypt=pdfencrypt.StandardEncryption("secret"))
    with pytest.raises(InputError, match="protected by a password"):
        read_pdf(locked, "a.pdf")


def test_an_empty_password_opens() -> None:
    rights_only = pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0)
    whole = io.BytesIO()
    canvas = Canvas(whole, encrypt=rights_only)
    canvas.drawString(90, 500, "Reform 2023")  # reportlab encrypts the names of Chinese fonts too
    canvas.save()
    assert lines(whole.getvalue()) == ["Reform 2023"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_pdf_that_is_cut_off_is_an_error(share: float) -> None:
    whole = pdf(*(Paragraph(line, INDENTED) for line in plan(8)))
    with pytest.raises(InputError, match="cut off"):
        read_pdf(whole[: int(len(whole) * share)], "a.pdf")


def test_a_damaged_pdf_is_an_error() -> None:
    whole = pdf(Paragraph("推进改革。", INDENTED))
    with pytest.raises(InputError, match=r"a damaged PDF|holds no text"):
        read_pdf(whole.replace(b"/Kids", b"/Xids").replace(b"obj", b"obi"), "a.pdf")


def test_the_same_file_gives_the_same_text() -> None:
    data = pdf(*(Paragraph(line, INDENTED) for line in plan(5)))
    assert read_pdf(data, "a.pdf") == read_pdf(data, "a.pdf")

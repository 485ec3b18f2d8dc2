"""Half-width punctuation is read as full-width, and no place moves."""

from hypothesis import given
from hypothesis import strategies as st

from extract import extract_plan
from extract.widening import widened
from reformgraph.model import Kind, Plan
from reformgraph.vocabulary import Vocabulary

FULL = (
    "江海市2023年推进改革工作要点\n江府〔2023〕5号\n2023年2月1日\n"
    "（一）优化服务。推行“一窗通办”改革，清理各类证明。（责任单位：市财政局、市税务局，各县（市、区）政府）\n"
    "（二）规范收费。公布收费目录，压缩办理时间50%以上。（牵头单位：市财政局；完成时限：2023年6月底前）\n"
)
HALF = FULL.translate(str.maketrans("，：；（）", ",:;()"))


def measures(text: str, vocabulary: Vocabulary) -> list[object]:
    plan: Plan = extract_plan(text, vocabulary)
    return [(m.span, [(r.mention.kind, r.mention.span, r.role) for r in m.relations]) for m in plan.measures]


def test_a_plan_with_half_width_punctuation_is_read_as_its_full_width_twin(vocabulary: Vocabulary) -> None:
    assert measures(HALF, vocabulary) == measures(FULL, vocabulary)


def test_a_name_is_kept_as_the_plan_writes_it(vocabulary: Vocabulary) -> None:
    plan = extract_plan(HALF, vocabulary)
    names = [r.mention.name for r in plan.measures[0].of_kind(Kind.AGENCY)]
    assert names[-1] == "各县(市、区)政府"


def test_straight_quotes_are_paired_line_by_line() -> None:
    assert widened('推行"一窗通办"和"一网通办"\n单个"引号') == '推行“一窗通办”和“一网通办”\n单个"引号'


def test_punctuation_between_digits_stays() -> None:
    assert widened("1,000件,9:00起:办理") == "1,000件，9:00起：办理"


@given(st.text(alphabet='推进改革,:;()!?"「」12\n', max_size=60))
def test_no_place_moves(text: str) -> None:
    wide = widened(text)
    assert len(wide) == len(text)
    assert [a for a, b in zip(text, wide, strict=True) if a == b and a in ";()!?「」"] == []

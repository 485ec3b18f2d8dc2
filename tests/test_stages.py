"""The stage of a measure: which words show it, and which do not count."""

import pytest

from extract.measures import read_measures
from extract.outline import Block
from reformgraph.model import Span, Stage


def stage(text: str) -> Stage | None:
    (measure,) = read_measures(text, Block("一", Span(0, len(text)), True), ())
    return measure.stage.value if measure.stage else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("探索长期护理保险制度。", Stage.EXPLORE),
        ("研究制定湿地保护办法。", Stage.EXPLORE),
        ("开展排污权交易试点。", Stage.PILOT),
        ("率先建立数据专员制度。", Stage.PILOT),
        ("支持高新区先行先试科技保险。", Stage.PILOT),
        ("推广电子处方流转。", Stage.EXPAND),
        ("分步推行电子证照。", Stage.EXPAND),
        ("全面推行河湖长制。", Stage.FULL),
        ("将所有行政村纳入保洁范围。", Stage.FULL),
        ("继续落实稳岗返还政策。", Stage.SUSTAIN),
        ("常态化开展食品抽检。", Stage.SUSTAIN),
        ("设立中小企业纾困基金。", Stage.ESTABLISH),
        ("建立健全疫苗追溯长效机制。", Stage.ESTABLISH),
        ("推进城乡供水一体化。", None),
        ("全面加强校园安全管理。", None),
        ("完善建设用地审批流程。", None),
    ],
)
def test_the_words_of_action_show_the_stage(text: str, expected: Stage | None) -> None:
    assert stage(text) is expected


def test_a_pilot_goes_before_everything_else() -> None:
    assert stage("探索开展林业碳汇交易试点。") is Stage.PILOT


def test_the_outcome_does_not_count() -> None:
    assert stage("优化就医流程，实现医保服务全覆盖。") is None


def test_a_name_in_quotes_does_not_count() -> None:
    assert stage("落实“全覆盖”工程。") is None


def test_a_pilot_city_as_subject_is_no_pilot() -> None:
    assert stage("试点城市要加强垃圾分类。") is None


def test_the_stage_points_at_the_word_that_shows_it() -> None:
    text = "继续落实稳岗返还政策。"
    (measure,) = read_measures(text, Block("一", Span(0, len(text)), True), ())
    assert measure.stage and measure.stage.span and measure.stage.span.of(text) == "继续"

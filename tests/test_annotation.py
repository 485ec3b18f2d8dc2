import copy
import json

import pytest

from extract.annotation import read_annotation, write_annotation
from load.mapping import plan_graph
from load.reading import read_plan
from reformgraph.errors import InputError
from reformgraph.model import Kind

TEXT = "一、试行\n年底前，在临江片区推行蓝卡制度，时间压减50%。（责任单位：市一局、市二局；完成时限：2021年底）\n二、其他\n市一局推进乙。\n"
JSON = {
    "plan": {"title": "试行", "number": "", "issuer": "", "issued": "", "year": 2021, "jurisdiction": "上海市"},
    "provisions": [{"path": "一", "kind": "task", "title": "试行"}, {"path": "二", "kind": "task", "title": "其他"}],
    "measures": [
        {
            "in": "一",
            "text": "年底前，在临江片区推行蓝卡制度，时间压减50%",
            "action": "推行",
            "stage": "none",
            "regions": [{"text": "临江片区", "name": "临江片区", "role": "appliesIn"}],
            "agencies": [{"text": "市一局", "name": "市一局", "role": "responsible"}],
            "targets": [{"text": "压减50%", "comparator": ">=", "value": 50, "unit": "%"}],
            "deadlines": [
                {"text": "年底前", "from": None, "to": "2021-12-31"},
                {"text": "2021年底", "from": None, "to": "2021-12-31"},
            ],
        }
    ],
}


def canonical(annotation, vocabulary):
    """Lists sorted, empty ones left out, names of agencies as the vocabulary has them."""
    found = copy.deepcopy(annotation)
    jurisdiction = found["plan"]["jurisdiction"]
    for measure in found["measures"]:
        for agency in measure.get("agencies", ()):
            known = vocabulary.resolve(Kind.AGENCY, agency.get("name") or agency["text"], jurisdiction)
            agency["name"] = known.pref if known else agency.get("name") or agency["text"]
        for key, value in list(measure.items()):
            if isinstance(value, list):
                measure[key] = sorted(value, key=lambda entry: json.dumps(entry, sort_keys=True))
            if value in ([], None, ""):
                del measure[key]
    return found


def golds(shared):
    files = [file for file in sorted((shared / "gold").glob("*.json")) if file.name != "links.json"]
    assert len(files) >= 7
    for file in files:
        text = (shared / "plans" / f"{file.stem}.txt").read_text("utf-8")
        yield file.stem, text, json.loads(file.read_text("utf-8"))


def test_every_gold_comes_back_from_its_graph_as_it_was(shared, vocabulary):
    for name, text, gold in golds(shared):
        plan = read_plan(plan_graph(read_annotation(text, gold, vocabulary), vocabulary), text, vocabulary)
        assert canonical(write_annotation(plan, vocabulary), vocabulary) == canonical(gold, vocabulary), name


def test_the_example_comes_back_from_its_graph_as_it_was(example_text, example_gold, vocabulary):
    plan = read_plan(
        plan_graph(read_annotation(example_text, example_gold, vocabulary), vocabulary), example_text, vocabulary
    )
    assert canonical(write_annotation(plan, vocabulary), vocabulary) == canonical(example_gold, vocabulary)


def test_every_mention_points_at_exactly_its_words(example_text, example_gold, vocabulary):
    plan = read_annotation(example_text, example_gold, vocabulary)
    for measure, entry in zip(plan.measures, example_gold["measures"], strict=True):
        for kind in Kind:
            words = [each if isinstance(each, str) else each["text"] for each in entry.get(kind.value, [])]
            assert [relation.mention.span.of(example_text) for relation in measure.of_kind(kind)] == words


def test_keys_stand_in_the_order_of_the_guide(vocabulary):
    written = write_annotation(read_annotation(TEXT, JSON, vocabulary), vocabulary)
    assert list(written["measures"][0]) == [
        "in",
        "text",
        "action",
        "stage",
        "regions",
        "agencies",
        "targets",
        "deadlines",
    ]


def test_an_agency_stands_in_the_bracket_behind_its_measure(vocabulary):
    plan = read_annotation(TEXT, JSON, vocabulary)
    (relation,) = plan.measures[0].of_kind(Kind.AGENCY)
    assert relation.mention.span.start == TEXT.index("市一局")


def test_a_region_may_stand_in_the_bracket_behind_its_measure(vocabulary):
    text = TEXT.replace("（责任", "（适用范围：东镇）（责任")
    changed = copy.deepcopy(JSON)
    changed["measures"][0]["regions"] = [{"text": "东镇", "name": "东镇", "role": "appliesIn"}]
    (relation,) = read_annotation(text, changed, vocabulary).measures[0].of_kind(Kind.REGION)
    assert relation.mention.span.of(text) == "东镇"


def test_an_agency_listed_twice_is_mentioned_at_two_places(vocabulary):
    text = TEXT.replace("年底前，在", "年底前，市一局在")
    changed = copy.deepcopy(JSON)
    changed["measures"][0]["text"] = "年底前，市一局在临江片区推行蓝卡制度，时间压减50%"
    changed["measures"][0]["agencies"] *= 2
    places = {
        relation.mention.span
        for relation in read_annotation(text, changed, vocabulary).measures[0].of_kind(Kind.AGENCY)
    }
    assert len(places) == 2


def broken(path, value):
    changed = copy.deepcopy(JSON)
    *outer, last = path
    target = changed
    for key in outer:
        target = target[key]
    target[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("plan",), [], "plan"),
        (("plan", "title"), 3, "plan.title"),
        (("plan", "year"), "2021", "plan.year"),
        (("plan", "issued"), "gestern", "plan.issued"),
        (("provisions", 0, "kind"), "chapter", r"provisions\[0\].kind"),
        (("provisions", 0, "title"), "无此标题", r"provisions\[0\].title"),
        (("measures",), {}, "measures"),
        (("measures", 0, "text"), "不在文中", r"measures\[0\].text"),
        (("measures", 0, "in"), "九", r"measures\[0\].in"),
        (("measures", 0, "action"), "废除", r"measures\[0\].action"),
        (("measures", 0, "stage"), "late", r"measures\[0\].stage"),
        (("measures", 0, "outcome"), "不在文中", r"measures\[0\].outcome"),
        (("measures", 0, "regions", 0, "role"), "somewhere", r"measures\[0\].regions\[0\].role"),
        (("measures", 0, "regions", 0, "text"), "西镇", r"measures\[0\].regions\[0\]"),
        (("measures", 0, "targets", 0, "comparator"), "~", r"measures\[0\].targets\[0\].comparator"),
        (("measures", 0, "targets", 0, "value"), "50", r"measures\[0\].targets\[0\].value"),
        (("measures", 0, "deadlines", 0, "to"), None, r"measures\[0\].deadlines\[0\]"),
        (("measures", 0, "platforms"), [None], r"measures\[0\].platforms\[0\]"),
    ],
)
def test_what_is_not_in_the_form_of_the_guide_is_named_by_its_place(vocabulary, path, value, place):
    with pytest.raises(InputError, match=f"^{place}"):
        read_annotation(TEXT, broken(path, value), vocabulary)


def test_an_annotation_that_is_no_object_is_refused(vocabulary):
    with pytest.raises(InputError, match="expected an object"):
        read_annotation(TEXT, [], vocabulary)

"""The list of rules knows every rule that finds something."""

from extract import extract_plan
from extract.inventory import rule_ids
from extract.patterns import rules
from reformgraph.vocabulary import Vocabulary


def test_every_rule_that_finds_something_in_the_example_is_known(example_text: str, vocabulary: Vocabulary) -> None:
    plan = extract_plan(example_text, vocabulary)
    relations = [relation for measure in plan.measures for relation in measure.relations]
    found = {measure.rule for measure in plan.measures}
    found |= {stated.rule for measure in plan.measures for stated in (measure.action, measure.stage) if stated}
    found |= {relation.rule for relation in relations} | {relation.mention.rule for relation in relations}
    assert found - set(rule_ids()) == set()


def test_rules_of_the_files_and_of_the_code_are_known() -> None:
    assert {rule.id for name in ("targets", "deadlines") for rule in rules(name)} <= set(rule_ids())
    assert {"mechanism.device", "assignment.duty", "agency.leads", "measure.verb", "region.term"} <= set(rule_ids())


def test_no_rule_is_listed_twice_and_none_that_is_not_scored() -> None:
    assert len(set(rule_ids())) == len(rule_ids())
    assert not [name for name in rule_ids() if name.startswith(("clause.", "header.", "field.", "citation."))]

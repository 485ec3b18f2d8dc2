"""Every rule of the value parsers has examples that match and that must not, and they hold."""

from datetime import date

import pytest

from extract.deadlines import find_deadlines
from extract.patterns import Rule, rules
from extract.targets import find_targets


def finds(rule: Rule, text: str) -> tuple[str, ...]:
    mentions = find_deadlines(text, 0, len(text), 2021, date(2021, 3, 15))
    return tuple(mention.span.of(text) for mention in mentions if mention.rule == rule.id)


@pytest.mark.parametrize("rule", rules("deadlines"), ids=lambda rule: rule.id)
def test_a_deadline_rule_finds_exactly_what_its_examples_say(rule: Rule) -> None:
    assert {example.text: finds(rule, example.text) for example in rule.examples} == {
        example.text: example.finds for example in rule.examples
    }


@pytest.mark.parametrize("rule", rules("targets"), ids=lambda rule: rule.id)
def test_a_target_rule_finds_exactly_what_its_examples_say(rule: Rule) -> None:
    for example in rule.examples:
        mentions = find_targets(example.text, 0, len(example.text))
        assert tuple(m.span.of(example.text) for m in mentions if m.rule == rule.id) == example.finds, example.text


@pytest.mark.parametrize("name", ["deadlines", "targets"])
def test_every_rule_has_examples_for_and_against(name: str) -> None:
    assert rules(name)
    for rule in rules(name):
        assert any(example.finds for example in rule.examples), rule.id
        assert any(not example.finds for example in rule.examples), rule.id

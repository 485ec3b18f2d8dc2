from dataclasses import replace
from datetime import date

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from load.mapping import GROUP_OF_AGENCIES, plan_graph
from load.ontology import FROM, PROV, RG
from load.reading import read_plan
from reformgraph import assets
from reformgraph.errors import GraphError
from reformgraph.model import (
    Citation,
    CitationKind,
    Deadline,
    Delegation,
    Header,
    Kind,
    Measure,
    Mention,
    Plan,
    Provision,
    ProvisionKind,
    Relation,
    Reviewer,
    Role,
    Span,
    Stage,
    Stated,
    Succession,
    Target,
)
from reformgraph.namespaces import BASE, ONTOLOGY

TEXT = "关于试点的方案\n沪府办〔2020〕99号\n一、下放权限\n年底前，各部门在临江片区试点蓝卡制度，办理时间压减50%，提高效率。\n根据国发〔2019〕5号。\n2019年1月1日，蓝卡办更名为市绿卡局。"


WANG = Reviewer(f"{BASE}reviewer/c-1", "王某")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(kind: Kind, words: str, **more) -> Mention:
    return Mention(kind, at(words), words, "test.mention", **more)


@pytest.fixture
def plan(vocabulary) -> Plan:
    group = vocabulary.resolve(Kind.AGENCY, "各部门", "上海市")
    region = mention(Kind.REGION, "临江片区")
    measure = Measure(
        provision="一",
        span=at("年底前，各部门在临江片区试点蓝卡制度，办理时间压减50%，提高效率"),
        rule="test.measure",
        action=Stated("试点", Span(at("试点蓝卡").start, at("试点蓝卡").start + 2), "test.action", WANG),
        stage=Stated(Stage.PILOT, at("试点蓝卡"), "test.stage"),
        outcome=at("提高效率"),
        relations=(
            Relation(region, "test.relation", Role.APPLIES_IN),
            Relation(mention(Kind.MECHANISM, "蓝卡制度"), "test.relation", reviewer=WANG),
            Relation(
                Mention(Kind.AGENCY, at("各部门"), group.pref, "test.mention", group.iri),
                "test.relation",
                Role.RESPONSIBLE,
            ),
            Relation(mention(Kind.TARGET, "压减50%", value=Target(">=", 50, "%")), "test.relation"),
            Relation(mention(Kind.DEADLINE, "年底前", value=Deadline(None, date(2020, 12, 31))), "test.relation"),
        ),
        delegations=(Delegation(region, at("权限"), "test.delegation"),),
        reviewer=WANG,
    )
    return Plan(
        text=TEXT,
        header=Header(
            title=Stated("关于试点的方案", at("关于试点的方案"), "test.title"),
            year=2020,
            number=Stated("沪府办〔2020〕99号", at("沪府办〔2020〕99号"), "test.number"),
            issued=Stated(date(2020, 5, 1), None, "user"),
            jurisdiction=Stated("上海市", None, "user"),
        ),
        provisions=(
            Provision("一", ProvisionKind.TASK, "下放权限", Span(at("一、").start, at("\n根据").start), at("下放权限")),
        ),
        measures=(measure,),
        citations=(Citation(CitationKind.BASED_ON, "国发〔2019〕5号", "", at("国发〔2019〕5号"), "test.citation"),),
        successions=(
            Succession(
                "市绿卡局", "蓝卡办", at("2019年1月1日，蓝卡办更名为市绿卡局"), "test.succession", date(2019, 1, 1)
            ),
        ),
    )


@pytest.fixture
def graph(plan, vocabulary) -> Graph:
    return plan_graph(plan, vocabulary)


def test_the_graph_reads_back_into_the_plan(plan, graph, vocabulary):
    assert read_plan(graph, TEXT, vocabulary) == plan


def test_the_same_plan_gives_the_same_triples(plan, graph, vocabulary):
    assert set(plan_graph(plan, vocabulary)) == set(graph)


def test_the_graph_is_named_after_the_plan(graph):
    assert graph.identifier == URIRef(f"{BASE}graph/310000-2020-hufuban-99")


def test_there_are_no_blank_nodes(graph):
    assert all(isinstance(node, URIRef | Literal) for triple in graph for node in triple)


def test_every_iri_is_ascii(graph):
    assert all(str(node).isascii() for triple in graph for node in triple if isinstance(node, URIRef))


FACTS = {
    RG.title, RG.number, RG.issuer, RG.issued, RG.inForceFrom, RG.inForceTo, RG.year, RG.jurisdiction, RG.cites, RG.basedOn, RG.repeals,
    RG.appliesIn, RG.mentionsRegion, RG.usesMechanism, RG.leadAgency, RG.responsibleAgency, RG.cooperatingAgency, RG.reportsTo, RG.mentionsAgency,
    RG.hasTarget, RG.due, RG.onPlatform, RG.changesInstrument, RG.benefits, RG.stage, RG.action, RG.outcome, RG.inField, RG.delegatesPowerTo,
    RG.formerly, RG.existedUntil,
}  # fmt: skip


def test_every_fact_of_a_plan_a_measure_or_an_agency_has_evidence(graph):
    subjects = {subject for each in (RG.Plan, RG.Measure, RG.Agency) for subject in graph.subjects(RDF.type, each)}
    stated = {(s, p, o) for s, p, o in graph if s in subjects and p in FACTS}
    shown = {
        (graph.value(e, RDF.subject), graph.value(e, RDF.predicate), graph.value(e, RDF.object))
        for e in graph.subjects(RDF.type, RG.Evidence)
    }
    assert stated == shown


def test_what_a_plan_says_of_agencies_through_time_rests_on_its_own_words(graph):
    evidence = [e for each in (RG.formerly, RG.existedUntil) for e in graph.subjects(RDF.predicate, each)]
    quotes = [str(graph.value(graph.value(e, RG.restsOn), RG.quote)) for e in evidence]
    assert quotes == ["2019年1月1日，蓝卡办更名为市绿卡局"] * 2


def test_a_succession_without_a_day_reads_back_without_one(plan, vocabulary):
    undated = replace(plan, successions=(replace(plan.successions[0], until=None),))
    assert read_plan(plan_graph(undated, vocabulary), TEXT, vocabulary) == undated


def test_a_header_fact_that_a_user_gave_rests_on_nothing(graph):
    (evidence,) = graph.subjects(RDF.predicate, RG.issued)
    assert (evidence, RG.restsOn, None) not in graph


def test_every_quotation_quotes_its_place(graph):
    for quotation in graph.subjects(RDF.type, RG.Quotation):
        start, end = (int(graph.value(quotation, place)) for place in (RG.start, RG.end))
        assert str(graph.value(quotation, RG.quote)) == TEXT[start:end]


def test_a_reviewed_fact_says_who_reviewed_it(graph):
    reviewed = {
        graph.value(e, RDF.predicate) for e in graph.subjects(RG.reviewedBy) if (e, RDF.predicate, None) in graph
    }
    assert reviewed == {RG.action, RG.usesMechanism}


def test_a_reviewer_is_an_agent_with_a_name(graph):
    reviewer = URIRef(WANG.iri)
    assert set(graph.objects(reviewer, RDF.type)) == {RG.Reviewer, PROV.Agent}
    assert graph.value(reviewer, SKOS.prefLabel) == Literal("王某", lang="zh")


def test_a_candidate_concept_is_described_by_its_name(graph):
    (mechanism,) = graph.objects(None, RG.usesMechanism)
    assert graph.value(mechanism, SKOS.prefLabel) == Literal("蓝卡制度", lang="zh")


def test_a_stated_group_of_bodies_is_an_agency_group_or_curated(graph, vocabulary):
    (agency,) = graph.objects(None, RG.responsibleAgency)
    known = vocabulary.concepts.get(str(agency))
    assert "AgencyGroup" in known.classes if known else (agency, RDF.type, RG.AgencyGroup) in graph


def test_a_measure_outside_every_provision_is_part_of_the_plan(plan, vocabulary):
    loose = replace(plan, measures=(replace(plan.measures[0], provision="结尾"),))
    graph = plan_graph(loose, vocabulary)
    (measure,) = graph.subjects(RDF.type, RG.Measure)
    assert graph.value(measure, RG.partOf) == next(graph.subjects(RDF.type, RG.Plan))


def test_one_mention_can_serve_two_measures(plan, vocabulary):
    first = plan.measures[0]
    second = replace(first, span=at("办理时间压减50%"), outcome=None, action=None, stage=None, delegations=())
    graph = plan_graph(replace(plan, measures=(first, second)), vocabulary)
    assert len(list(graph.subjects(RG.names, next(graph.objects(None, RG.usesMechanism))))) == 1


def test_equal_measures_have_an_iri_each(plan, vocabulary):
    graph = plan_graph(replace(plan, measures=plan.measures * 2), vocabulary)
    assert len(set(graph.subjects(RDF.type, RG.Measure))) == 2


def test_another_text_is_refused_when_a_graph_is_read_back(graph, vocabulary):
    with pytest.raises(GraphError, match="not that"):
        read_plan(graph, TEXT + "。", vocabulary)


def test_every_name_that_the_code_spells_is_in_the_ontology():
    ontology = Graph().parse(assets.ONTOLOGY, format="turtle")
    spelled = {RG[name] for name in RG.__annotations__ if not name.startswith("_")} | {FROM}
    defined = {subject for subject in ontology.subjects(RDF.type, None) if str(subject).startswith(ONTOLOGY)}
    assert spelled <= defined


@pytest.mark.parametrize(
    ("name", "group"),
    [("各部门", True), ("地方各级人民政府", True), ("主管部门", True), ("临江市人民政府", False), ("市水务局", False)],
)
def test_bodies_of_no_place_are_groups(name: str, group: bool) -> None:
    assert (GROUP_OF_AGENCIES.search(name) is not None) is group

"""RDF → Neo4j's terms and back: nothing is lost, and everything has the name that the schema says."""

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic

from load.neo4j.merging import merged, statements
from load.neo4j.projection import Node, Projected, project
from load.neo4j.reading import triples
from load.neo4j.schema import schema
from reformgraph.assets import ONTOLOGY, VOCABULARIES
from reformgraph.errors import GraphError
from reformgraph.namespaces import BASE, GRAPH

SERIES = Path(__file__).parent / "graphs" / "series.trig"
PLAN = f"{BASE}plan/990100-2021-jiazhengban-5"
PREFIXES = """
@base <https://w3id.org/reformgraph/> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix p: <https://w3id.org/reformgraph/plan/990100-2021-jiazhengban-5/> .
"""


def projected(turtle: str, graph: str = "990100-2021-jiazhengban-5") -> Projected:
    return project(graph, ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE), schema())


def rdf(found: Projected) -> Graph:
    lines = "\n".join(f"{triple} ." for triple in set(triples(found.nodes, found.relationships, schema())))
    return Graph().parse(data=lines, format="nt")


def test_what_an_agency_was_before_is_a_relationship_that_quotes_the_plan():
    found = projected("""
        <agency/b> a rg:Agency ; rg:formerly <agency/a> . <agency/a> a rg:Agency ; rg:existedUntil "2018-11-08"^^xsd:date .
        p:e rdf:subject <agency/b> ; rdf:predicate rg:formerly ; rdf:object <agency/a> ; rg:restsOn p:q ; rg:rule "succession.renamed" .
        p:q a rg:Quotation ; rg:quote "甲局更名为乙局" ; rg:start 3 ; rg:end 10 .
    """)
    (relationship,) = found.relationships
    assert (relationship.type, relationship.properties["quote"]) == ("FORMERLY", "甲局更名为乙局")
    assert [node.properties.get("existedUntil") for node in found.nodes] == [None, date(2018, 11, 8)]


def test_a_plans_graph_comes_back_from_its_projection(example_text, example_gold, vocabulary):
    from extract.annotation import read_annotation
    from load.mapping import plan_graph
    from load.serialization import serialize

    graph = plan_graph(read_annotation(example_text, example_gold, vocabulary), vocabulary)
    found = project("310000-2020-hufuban-26", ox.parse(serialize(graph), format=ox.RdfFormat.TURTLE), schema())
    assert isomorphic(rdf(found), graph)


def test_links_come_back_from_their_projection():
    dataset = Dataset().parse(SERIES, format="trig")
    links = dataset.graph(URIRef(GRAPH + "links"))
    found = project("links", ox.parse(links.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES), schema())
    assert isomorphic(rdf(found), links)
    assert not found.left_out


def test_a_link_is_one_relationship_with_its_score_and_reasons():
    found = projected(
        "<plan/b/measure/1> rg:expands <plan/a/measure/1> ."
        "<plan/b/measure/1/link/1> a rg:Link ; rdf:subject <plan/b/measure/1> ; rdf:predicate rg:expands ;"
        "  rdf:object <plan/a/measure/1> ; rg:rule 'link.score' ; rg:score 0.5e0 ; rg:reason '同一区域'@zh, 'same region'@en ."
    )
    (link,) = found.relationships
    assert link.type == "EXPANDS"
    assert {key: link.properties[key] for key in ("score", "reason", "reason_en")} == {
        "score": 0.5,
        "reason": ["同一区域"],
        "reason_en": ["same region"],
    }


def test_the_vocabularies_come_back_from_their_projection():
    graph = Graph()
    for path in VOCABULARIES.glob("*.ttl"):
        graph.parse(path)
    triples_of_files = ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(rdf(project("vocabulary", triples_of_files, schema())), graph)


def test_the_ontology_itself_leaves_nothing_in_neo4j():
    found = project("vocabulary", ox.parse(ONTOLOGY.read_bytes(), format=ox.RdfFormat.TURTLE), schema())
    assert not [node for node in found.nodes if node.labels]


def test_a_node_has_the_labels_of_its_classes_and_of_those_above():
    (node,) = projected("<region/1> a rg:FunctionalZone ; skos:prefLabel '某区'@zh .").nodes
    assert node.labels == ("Concept", "FunctionalZone", "Region")


def test_names_stand_apart_by_language():
    (node,) = projected(
        "<region/1> a rg:Region ; skos:prefLabel '某区'@zh, 'Some District'@en ; skos:altLabel '乙'@zh, '甲'@zh, 'SD'@en ."
    ).nodes
    assert node.properties == {
        "name": "某区",
        "name_en": "Some District",
        "aliases": ["乙", "甲"],
        "aliases_en": ["SD"],
    }


def test_dates_are_dates_and_numbers_numbers():
    nodes = projected(
        "p:d a rg:Deadline ; rg:to '2021-06-30'^^xsd:date . p:t a rg:Target ; rg:comparator '<=' ; rg:unit '天' ; "
        "rg:value '30.0'^^xsd:double . p:m a rg:Measure ; rg:order 3 ."
    ).nodes
    values = {key: value for node in nodes for key, value in node.properties.items()}
    assert (values["to"], values["value"], values["order"]) == (date(2021, 6, 30), 30.0, 3)


def test_what_has_no_label_of_its_own_gets_a_name_to_show():
    nodes = projected(
        "p:d a rg:Deadline ; rg:to '2021-06-30'^^xsd:date . p:s a rg:Section ; rg:path '三' ; rg:title '改革登记' . "
        "p:u a rg:Task ; rg:path '三/（一）' . "
        "p:t a rg:Target ; rg:comparator '<=' ; rg:unit '天' ; rg:value '30.0'^^xsd:double ."
    ).nodes
    assert {node.properties["name"] for node in nodes} == {"/2021-06-30", "改革登记", "三/（一）", "≤ 30 天"}


EVIDENCE = """
p:m a rg:Measure ; rg:appliesIn <region/1> .
p:e a rg:Evidence ; rdf:subject p:m ; rdf:predicate rg:appliesIn ; rdf:object <region/1> ; rg:rule "region.in" ;
  rg:role "appliesIn" ; rg:restsOn p:n ; rg:inPlan <plan/990100-2021-jiazhengban-5> .
p:n a rg:Mention ; rg:quote "某区" ; rg:start 3 ; rg:end 5 ; rg:names <region/1> ; rg:rule "term" ;
  rg:inPlan <plan/990100-2021-jiazhengban-5> .
"""


def test_an_evidence_is_one_relationship_with_the_words_that_it_rests_on():
    (relationship,) = projected(EVIDENCE).relationships
    assert (relationship.type, relationship.start, relationship.end) == (
        "APPLIES_IN",
        f"{PLAN}/m",
        f"{BASE}region/1",
    )
    assert relationship.properties == {
        "uri": f"{PLAN}/e",
        "graph": "990100-2021-jiazhengban-5",
        "rule": "region.in",
        "role": "appliesIn",
        "mention": f"{PLAN}/n",
        "quote": "某区",
        "start": 3,
        "end": 5,
        "mention_rule": "term",
    }


REVIEWED = EVIDENCE.replace("rdf:subject p:m", "rg:reviewedBy <reviewer/1> ; rdf:subject p:m") + (
    "p:m rg:reviewedBy <reviewer/1> . <reviewer/1> a rg:Reviewer, <http://www.w3.org/ns/prov#Agent> ;"
    " skos:prefLabel '王某'@zh ."
)


def test_who_reviewed_a_fact_stands_on_its_relationship():
    found = projected(REVIEWED)
    (relationship,) = (each for each in found.relationships if each.type == "APPLIES_IN")
    assert relationship.properties["reviewer"] == f"{BASE}reviewer/1"


def test_who_reviewed_comes_back_from_the_projection():
    stated = Graph().parse(data=PREFIXES + REVIEWED, format="turtle")
    wanted = {triple for triple in stated if "review" in str(triple).lower()}
    assert wanted and wanted <= set(rdf(projected(REVIEWED)))


def test_two_evidences_of_one_fact_are_two_relationships():
    more = EVIDENCE.replace("p:e ", "p:e2 ").replace("p:n", "p:n2")
    assert len(projected(EVIDENCE + more).relationships) == 2


def test_a_fact_without_evidence_is_a_relationship_that_names_its_graph_alone():
    (relationship,) = projected("<region/1> a rg:Region ; rg:within <region/2> .", "vocabulary").relationships
    assert (relationship.type, relationship.properties) == ("WITHIN", {"graph": "vocabulary"})


def test_the_evidence_of_a_literal_leads_from_the_thing_to_itself():
    (relationship,) = projected(
        "p:m a rg:Measure ; rg:outcome '方便企业' . p:e rdf:subject p:m ; rdf:predicate rg:outcome ; rdf:object '方便企业' ; "
        "rg:rule 'measure.verb' ."
    ).relationships
    assert (relationship.type, relationship.start, relationship.end) == ("OUTCOME", f"{PLAN}/m", f"{PLAN}/m")
    assert relationship.properties["value"] == "方便企业"


def test_what_has_no_place_is_counted():
    found = projected("<region/1> a rg:Region, <urn:x> ; <urn:y> 'z' ; skos:prefLabel 1 .")
    assert dict(found.left_out) == {"urn:x": 1, "urn:y": 1, "http://www.w3.org/2004/02/skos/core#prefLabel": 1}


def test_a_number_that_neo4j_cannot_hold_is_named():
    with pytest.raises(GraphError, match=r"order is “9{20}”, which is no integer \(more than 64 bits\)"):
        projected(f"p:m a rg:Measure ; rg:order {'9' * 20} .")


def test_a_date_that_is_none_is_named():
    with pytest.raises(GraphError, match="to is “2021-02-30”, which is no date"):
        projected("p:d a rg:Deadline ; rg:to '2021-02-30'^^xsd:date .")


def test_no_two_properties_of_the_ontology_share_a_name_and_no_two_types():
    keys = [key.name for key in schema().keys.values()]
    types = [kind.name for kind in schema().types.values()]
    assert len(set(keys)) == len(keys) and len(set(types)) == len(types)


@pytest.mark.parametrize("language", ["zh", "en", "zh-hant", None])
@pytest.mark.parametrize("key", schema().keys.values(), ids=lambda key: key.name)
def test_a_key_says_which_property_and_language_it_stands_for(key, language):
    tagged = key.datatype.endswith("langString")
    assert schema().key(key.of(language)) == (key, language if tagged else None)


def test_a_plans_own_title_is_shown_and_what_others_call_it_is_kept():
    own = Node(PLAN, ("Document", "Plan"), {"title": "工作要点", "number": "甲政办〔2021〕5号"})
    cited = Node(PLAN, ("Document",), {"title": "要点", "number": "甲政办〔2021〕5号"})
    found = merged({"100000-2020-guofa-1": cited, "990100-2021-jiazhengban-5": own})
    assert (found.properties["title"], found.properties["other_title"]) == ("工作要点", ["要点"])
    assert "other_number" not in found.properties
    assert found.properties["name"] == "工作要点"


words = st.text(alphabet="甲乙丙abc“”;\n", min_size=1, max_size=4)
shared_nodes = st.builds(
    lambda labels, single, several, day: Node(
        f"{BASE}mechanism/c-1",
        tuple(sorted({"Concept", *labels})),
        single | several | ({"issued": day} if day else {}),
    ),
    st.sets(st.sampled_from(["Mechanism", "Agency", "AgencyGroup"])),
    st.dictionaries(st.sampled_from(["name", "name_en", "definition"]), words),
    st.dictionaries(st.sampled_from(["aliases", "notLabel"]), st.sets(words, min_size=1).map(sorted)),
    st.none() | st.dates(),
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "vocabulary"]), shared_nodes, min_size=1))
def test_what_several_graphs_state_of_one_node_can_be_taken_apart_again(said: dict[str, Node]):
    found = merged(said)
    assert statements(found.uri, found.labels, found.properties, schema()) == said


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "vocabulary"]), shared_nodes, min_size=2))
def test_no_value_is_lost_when_several_graphs_state_one_node(said: dict[str, Node]):
    together = Projected("x", (merged(said),), (), {})
    bare = {key: value for key, value in together.nodes[0].properties.items() if key not in ("graphs", "stated")}
    back = set(triples([Node(together.nodes[0].uri, together.nodes[0].labels, bare)], (), schema()))
    assert back == set(triples(said.values(), (), schema()))


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), shared_nodes, min_size=1), words, words)
def test_what_a_user_added_to_a_node_is_told_from_what_graphs_state(said: dict[str, Node], label: str, note: str):
    found = merged(said)
    touched = found.properties | {"my_note": note}
    assert statements(found.uri, [*found.labels, label, "Resource"], touched, schema()) == said

"""Draws the README's picture from a built graph: what is tried and allowed where, with the words that say so.

reformgraph build examples/2020-shanghai-fangguanfu.txt
python tools/picture.py graph | dot -Tpng -Gdpi=110 -o docs/images/graph.png     (needs Graphviz and a CJK font)
"""

import sys
import textwrap
from pathlib import Path

from load.oxigraph import GraphFolder
from reformgraph.sparql import run_sparql
from reformgraph.tables import Table

QUESTION = """
SELECT DISTINCT ?region ?measure ?quote ?stage ?mechanism WHERE {
  VALUES ?in { <https://w3id.org/reformgraph/region/310115> <https://w3id.org/reformgraph/region/shanghai-zimao-shiyanqu>
               <https://w3id.org/reformgraph/region/lingang-xinpianqu> }
  ?uri rg:appliesIn ?in ; rg:quote ?quote . BIND(STR(?uri) AS ?measure)
  ?in skos:prefLabel ?region . FILTER(LANG(?region) = "zh")
  OPTIONAL { ?uri rg:stage/skos:prefLabel ?stage . FILTER(LANG(?stage) = "zh") }
  OPTIONAL { ?uri rg:usesMechanism/skos:prefLabel ?mechanism . FILTER(LANG(?mechanism) = "zh") }
} ORDER BY ?region ?measure ?mechanism
"""

COLOURS = {"region": "#0072B2", "measure": "#FFFFFF", "mechanism": "#009E73"}
"""From the Okabe-Ito palette, which the colour-blind can tell apart."""


def dot(table: Table) -> str:
    """The answer as a Graphviz drawing."""
    nodes: dict[str, str] = {}
    edges: set[str] = set()
    for region, measure, quote, stage, mechanism in table.rows:
        nodes[f"r:{region}"] = _node(str(region), COLOURS["region"], "white")
        words = "\\n".join(textwrap.wrap(str(quote), 16))
        nodes[f"m:{measure}"] = _node(words, COLOURS["measure"], "black")
        edges.add(f'"r:{region}" -> "m:{measure}" [label="适用\\nappliesIn", dir=back]')
        if mechanism:
            nodes[f"k:{mechanism}"] = _node(str(mechanism), COLOURS["mechanism"], "white")
            label = f"{stage or ''}\\nusesMechanism".strip()
            edges.add(f'"m:{measure}" -> "k:{mechanism}" [label="{label}"]')
    lines = [f'"{name}" {style}' for name, style in sorted(nodes.items())] + sorted(edges)
    head = (
        'rankdir=LR; nodesep=0.22; ranksep=0.9; node [fontname="Noto Sans CJK SC", fontsize=12, shape=box, '
        'style="filled,rounded", color="#888888"]; edge [fontname="Noto Sans CJK SC", fontsize=9, color="#666666"];'
    )
    return "digraph {\n" + head + "\n" + "\n".join(lines) + "\n}\n"


def _node(words: str, fill: str, ink: str) -> str:
    label = words.replace('"', '\\"')
    return f'[label="{label}", fillcolor="{fill}", fontcolor="{ink}"]'


if __name__ == "__main__":
    with GraphFolder(Path(sys.argv[1])).reader() as store:
        answer = run_sparql(QUESTION, store)
    if isinstance(answer, Table):
        sys.stdout.write(dot(answer))

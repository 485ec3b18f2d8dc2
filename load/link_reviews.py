"""The verdicts on links that a graph's folder keeps ⇄ JSON; sorted, so that the same verdicts are the same bytes."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from reformgraph.errors import GraphError
from reformgraph.lineage import LinkRelation
from reformgraph.lineage.verdicts import End, LinkVerdict, counting
from reformgraph.model import Reviewer
from reformgraph.reviews import Passage, Verdict


def write_verdicts(verdicts: Iterable[LinkVerdict]) -> bytes:
    """Those that count, as JSON."""
    rows = [
        {
            "verdict": each.verdict.value,
            "relation": each.relation.value,
            "earlier": _written(each.earlier),
            "later": _written(each.later),
            "reviewer": {"iri": each.reviewer.iri, "name": each.reviewer.name},
            "time": each.time.isoformat(),
            "comment": each.comment,
        }
        for each in counting(verdicts)
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def read_verdicts(content: bytes) -> tuple[LinkVerdict, ...]:
    """The verdicts in such a file; none in an empty one. Raises GraphError where it is something else."""
    try:
        return tuple(_read(row) for row in json.loads(content or b"[]"))
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(
            f"link-reviews.json: holds no verdicts that can be read ({error}); mend it, or move it away"
        ) from error


def _written(end: End) -> dict[str, Any]:
    passage = end.passage
    return {
        "plan": end.plan,
        "quote": passage.quote,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "start": passage.start,
    }


def _read(row: Mapping[str, Any]) -> LinkVerdict:
    def end(said: Mapping[str, Any]) -> End:
        return End(said["plan"], Passage(said["quote"], said["prefix"], said["suffix"], said["start"]))

    return LinkVerdict(
        Verdict(row["verdict"]),
        end(row["earlier"]),
        end(row["later"]),
        LinkRelation(row["relation"]),
        Reviewer(row["reviewer"]["iri"], row["reviewer"]["name"]),
        datetime.fromisoformat(row["time"]),
        row["comment"],
    )

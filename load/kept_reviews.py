"""The reviews that a graph folder keeps of a plan, from its files into values."""

import hashlib
from dataclasses import dataclass, field

from load.iris import plan_id
from load.oxigraph import GraphFolder, Rewritten
from load.reviews import read_reviews
from reformgraph.errors import GraphError
from reformgraph.reviews import Review, kept


@dataclass(slots=True)
class KeptReviews:
    """What is kept of the plan with this text; `read` are the files that it was read from."""

    folder: GraphFolder
    text: str
    read: dict[str, bytes] = field(default_factory=dict)

    def of(self, iri: str) -> tuple[Review, ...]:
        """The reviews of the plan, which has this IRI now. Raises GraphError naming a file that holds none."""
        text_hash = hashlib.sha256(self.text.encode()).hexdigest()
        self.read = self.folder.reviews(plan_id(iri), text_hash)
        return kept(review for name, turtle in self.read.items() for review in parsed(self.folder, name, turtle))

    def rewritten(self, written: bytes | None) -> Rewritten:
        """The change of those files to these reviews."""
        return Rewritten(self.read, written)


def parsed(folder: GraphFolder, name: str, turtle: bytes) -> tuple[Review, ...]:
    """The reviews in the file of the plan with this id. Raises GraphError naming a file that holds none."""
    try:
        return read_reviews(turtle)
    except ValueError as error:
        file = folder.path / "reviews" / f"{name.replace('/', '_')}.ttl"
        raise GraphError(f"{file}: holds no reviews that can be read ({error}); mend it, or move it away") from error

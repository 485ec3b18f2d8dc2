"""Where the data files stand: in the wheel under `reformgraph/assets`, in a checkout at its top."""

from importlib.resources import files
from pathlib import Path


def _root() -> Path:
    packaged = Path(str(files("reformgraph"))) / "assets"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


ROOT = _root()
ONTOLOGY = ROOT / "ontology" / "reform.ttl"
VOCABULARIES = ROOT / "ontology" / "vocabularies"
SHAPES = ROOT / "shapes"
QUERIES = ROOT / "queries"

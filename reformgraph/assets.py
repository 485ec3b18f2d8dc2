"""Where the data files stand: in the wheel under `reformgraph/assets`, in a checkout at its top."""

from pathlib import Path

CODE = Path(__file__).parent.parent
"""The folder that holds our packages: the checkout, or site-packages."""

_PACKAGED = Path(__file__).parent / "assets"
ROOT = _PACKAGED if _PACKAGED.is_dir() else CODE
ONTOLOGY = ROOT / "ontology" / "reform.ttl"
VOCABULARIES = ROOT / "ontology" / "vocabularies"
SHAPES = ROOT / "shapes"
QUERIES = ROOT / "queries"

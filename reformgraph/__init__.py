"""reformgraph: from Chinese reform plans to a knowledge graph of measures, regions, mechanisms and agencies."""

from importlib.util import find_spec
from pathlib import Path

__version__ = "0.1.0"


def _check_stages() -> None:
    """Our stages are top-level packages, which a user's own extract.py or load.py in the working folder would hide."""
    ours = Path(__file__).resolve().parent.parent
    for name in ("extract", "load"):
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or origin.parent.parent != ours:
            raise ImportError(
                f"reformgraph needs its own package “{name}”, but Python finds {origin or 'none'} before it; "
                f"rename that file or folder, or start Python elsewhere"
            )


_check_stages()

"""The data files are found where they stand."""

import pytest

from reformgraph import assets


@pytest.mark.parametrize("path", [assets.ONTOLOGY, assets.VOCABULARIES, assets.SHAPES, assets.QUERIES], ids=str)
def test_every_asset_is_there(path: object) -> None:
    assert path.exists()  # type: ignore[attr-defined]

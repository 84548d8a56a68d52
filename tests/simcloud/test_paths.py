"""Property paths of simulated clouds."""

from __future__ import annotations

import pytest

from stackwright.simcloud import paths


@pytest.mark.parametrize("key", ["Name", "a.b", "a b", 'an "old" one', "[0]", "kubernetes.io/name"])
def test_a_key_of_a_map_is_found_again_in_its_path(key: str) -> None:
    assert paths.split(paths.join("tags", key)) == ("tags", key)

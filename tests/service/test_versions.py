from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import ServiceError
from stackwright.service.catalogue import Blueprints
from stackwright.service.versions import Version, parse_range, parse_version, resolve

VERSIONS = st.builds(
    Version,
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from(["", "", "alpha", "alpha.1", "rc.2", "rc.10"]),
)


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ("^1", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0", "1.1.0-rc.1"]),
        ("^1.2", ["1.2.0", "1.9.0"], ["1.1.9", "2.0.0"]),
        ("^1.2.3", ["1.2.3", "1.3.0"], ["1.2.2", "2.0.0"]),
        ("^0.3", ["0.3.0", "0.3.7"], ["0.4.0", "1.0.0"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4"]),
        ("^0", ["0.0.1", "0.9.0"], ["1.0.0"]),
        ("~1.2", ["1.2.0", "1.2.9"], ["1.3.0"]),
        ("~1.2.3", ["1.2.3", "1.2.9"], ["1.2.2", "1.3.0"]),
        ("~1", ["1.0.0", "1.9.0"], ["2.0.0"]),
        (">=1,<2", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0"]),
        (">= 1.2 , < 1.4", ["1.2.0", "1.3.9"], ["1.1.9", "1.4.0"]),
        (">1", ["2.0.0"], ["1.0.0", "1.9.0"]),
        (">1.2.3", ["1.2.4"], ["1.2.3"]),
        ("<=1.2", ["1.2.9", "0.1.0"], ["1.3.0"]),
        ("<=1.2.3", ["1.2.3"], ["1.2.4"]),
        ("1.4.0", ["1.4.0"], ["1.4.1"]),
        ("=1.4.0", ["1.4.0"], ["1.4.1"]),
        ("1.4", ["1.4.0", "1.4.9"], ["1.5.0"]),
        ("1", ["1.0.0", "1.9.0"], ["2.0.0"]),
        ("*", ["0.0.1", "9.0.0"], ["1.0.0-rc.1"]),
        ("2.0.0-rc.1", ["2.0.0-rc.1"], ["2.0.0", "2.0.0-rc.2"]),
        (">=2.0.0-rc.1", ["2.0.0-rc.1", "2.0.0-rc.10", "2.0.0", "3.0.0"], ["2.0.0-alpha", "3.0.0-rc.1"]),
    ],
)
def test_ranges(wanted: str, inside: list[str], outside: list[str]) -> None:
    matches = parse_range(wanted)
    assert [text for text in inside + outside if matches(parse_version(text))] == inside


@pytest.mark.parametrize("wanted", ["", "latest", "^", "1.2.3.4", "^1,,", "1 2", "^x", ">=1 <2", "-1"])
def test_what_is_no_range(wanted: str) -> None:
    with pytest.raises(ValueError, match="is no version range; write"):
        parse_range(wanted)


def test_semantic_versioning_orders_pre_releases() -> None:
    # https://semver.org/#spec-item-11
    words = ("alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "beta.11", "rc.1")
    texts = [*(f"1.0.0-{word}" for word in words), "1.0.0"]
    versions = [parse_version(text) for text in texts]
    assert all(one < other for one, other in pairwise(versions))


@given(VERSIONS, VERSIONS)
def test_order_and_equality_agree(one: Version, other: Version) -> None:
    assert (one < other) + (other < one) + (one == other) == 1


@given(VERSIONS)
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert parse_version(str(version)) == version
    assert parse_range(str(version))(version)


@given(VERSIONS, VERSIONS)
def test_caret_never_crosses_a_major_version(base: Version, other: Version) -> None:
    if parse_range(f"^{base}")(other):
        assert other.major == base.major
        assert other >= base


def test_the_newest_matching_version_is_taken(catalogue: Blueprints) -> None:
    assert resolve(catalogue, "network", "*").version == "1.4.0"
    assert resolve(catalogue, "network", "<1").version == "0.9.0"
    with pytest.raises(ServiceError) as caught:
        resolve(catalogue, "network", "^2")
    assert "Installed: 1.4.0, 0.9.0" in str(caught.value)

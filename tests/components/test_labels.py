from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stackwright_components.conventions import ArgumentError
from stackwright_components.labels import aws_tags, azure_tags, gcp_labels, kubernetes_labels, openstack_tags

TAGS = {"owner": "Team Retail", "managed-by": "stackwright", "Cost Center": "a/b"}
ANY = st.dictionaries(st.text(max_size=80), st.text(max_size=300), max_size=3)


def test_the_same_tags_in_each_clouds_spelling() -> None:
    assert aws_tags(TAGS, "shop-vpc") == {**TAGS, "Name": "shop-vpc"}
    assert azure_tags(TAGS) == TAGS
    assert gcp_labels(TAGS) == {"owner": "team-retail", "managed-by": "stackwright", "cost-center": "a-b"}
    assert kubernetes_labels(TAGS) == {"owner": "Team-Retail", "managed-by": "stackwright", "Cost-Center": "a-b"}
    assert openstack_tags(TAGS) == ["Cost Center=a/b", "managed-by=stackwright", "owner=Team Retail"]


def test_a_kubernetes_prefix_is_kept() -> None:
    assert kubernetes_labels({"app.kubernetes.io/part-of": "shop"}) == {"app.kubernetes.io/part-of": "shop"}


def test_two_tags_never_become_one_in_silence() -> None:
    with pytest.raises(ArgumentError, match="'Owner' and 'owner' both become 'owner'"):
        gcp_labels({"owner": "a", "Owner": "b"})


@pytest.mark.parametrize(
    ("spell", "key", "value"),
    [
        (gcp_labels, r"[a-z][a-z0-9_-]{0,62}", r"[a-z0-9_-]{0,63}"),
        (
            kubernetes_labels,
            r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?",
            r"([A-Za-z0-9][\w.-]{0,62})?",
        ),
        (azure_tags, r"[^<>%&\\?/]{0,128}", r"(?s).{0,256}"),
        (aws_tags, r"[\w\s+\-=.:/@]{0,128}", r"[\w\s+\-=.:/@]{0,256}"),
    ],
)
@given(tags=ANY)
@example(tags={"\n/": "", "acme.example/tier": "a"})
def test_whatever_is_given_comes_out_legal(
    spell: Callable[[dict[str, str]], dict[str, str]], key: str, value: str, tags: dict[str, str]
) -> None:
    try:
        spelled = spell(tags)
    except ArgumentError:
        return  # two became one, which is said
    for name, text in spelled.items():
        assert re.fullmatch(key, name)
        assert re.fullmatch(value, text)

"""Finding, unprotecting and forgetting resources of a state."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.deploy.state.editing import delete, unprotect
from stackwright.deploy.state.entries import check, entries, find
from stackwright.engine.protocol import Deployment
from stackwright.errors import InvalidInput, StateError, UsageError
from tests.deploy.state.support import deployment, deployments, resource, root, urn, web


def names(found: Any) -> list[str]:
    return [entry.urn.rpartition("::")[2] for entry in found]


def resources(of: Deployment) -> list[Any]:
    inner: Any = of["deployment"]
    return inner["resources"]


@pytest.mark.parametrize(
    "text",
    [
        urn("logs", "my:index:Site$aws:s3/bucket:Bucket"),
        "aws:s3:Bucket::logs",
        "aws:s3/bucket:Bucket::logs",
        "logs",
        "logs-id",
    ],
)
def test_a_resource_has_several_names(text: str) -> None:
    assert find(entries(web()), text, "web").outline.id == "logs-id"


def test_a_name_that_means_several_lists_them() -> None:
    found = entries(deployment(root(), resource("a"), resource("a", "aws:s3/bucket:Bucket")))
    with pytest.raises(UsageError) as caught:
        find(found, "a", "web")
    assert caught.value.message == "web has 2 resources called 'a'"
    assert caught.value.hint == "Say which:\n    test:Thing::a\n    aws:s3:Bucket::a"
    with pytest.raises(UsageError, match="no resource 'test:Thing::lgos' in its state\n  Did you mean 'logs'"):
        find(entries(web()), "test:Thing::lgos", "web")


def test_what_was_replaced_is_named_by_its_id() -> None:
    found = entries(deployment(root(), resource("a", id="new"), resource("a", id="old", delete=True)))
    assert find(found, "a", "web").outline.id == "new"
    assert find(found, "old", "web").outline.delete
    twins = entries(deployment(root(), *(resource("a", id=f"old{n}", delete=True) for n in range(2))))
    with pytest.raises(UsageError, match=r"\(id old0\)"):
        find(twins, "a", "web")


def test_unprotecting_lifts_what_was_asked_for() -> None:
    before = deployment(root(), resource("a", protect=True), resource("b", protect=True), resource("c"))
    after, lifted = unprotect(before, [urn("b"), urn("c")])
    assert names(lifted) == ["b"]
    assert [each.get("protect") for each in resources(after)] == [None, True, None, None]
    after, lifted = unprotect(before)
    assert names(lifted) == ["a", "b"]
    assert not any("protect" in each for each in resources(after))
    assert resources(before)[1]["protect"], "the argument is left alone"


def test_what_others_depend_on_is_not_forgotten_alone() -> None:
    found = entries(web())
    with pytest.raises(UsageError) as caught:
        delete(web(), [find(found, "logs", "web")])
    assert "aws:s3:Bucket::logs cannot be forgotten: others depend on it" in str(caught.value)
    assert f"aws:route53:Record::www  ({urn('www', 'aws:route53/record:Record')})" in str(caught.value)
    assert "alone" not in str(caught.value)


def test_a_protected_one_is_forgotten_by_force_only() -> None:
    chosen = [find(entries(web()), name, "web") for name in ("logs", "www")]
    with pytest.raises(InvalidInput, match="aws:s3:Bucket::logs is protected"):
        delete(web(), chosen)
    after, gone = delete(web(), chosen, force=True)
    assert names(gone) == ["logs", "www"]
    assert names(entries(after)) == ["shop-dev.web", "eu", "site", "alone"]
    after, gone = delete(web(), [find(entries(web()), "site", "web")], with_dependents=True, force=True)
    assert names(gone) == ["site", "logs", "www"]


def test_a_provider_takes_along_all_that_it_made() -> None:
    _, gone = delete(web(), [find(entries(web()), "eu", "web")], with_dependents=True, force=True)
    assert names(gone) == ["eu", "logs", "www"]


def test_of_a_resource_and_its_replacement_one_may_go() -> None:
    before = deployment(
        root(), resource("a", id="new"), resource("b", dependencies=[urn("a")]), resource("a", id="old", delete=True)
    )
    after, gone = delete(before, [find(entries(before), "old", "web")])
    assert [entry.outline.id for entry in gone] == ["old"]
    assert names(entries(after)) == ["shop-dev.web", "a", "b"]


def test_what_replaced_with_named_is_no_obstacle() -> None:
    before = deployment(root(), resource("a"), resource("b", replaceWith=[urn("a")]))
    after, _ = delete(before, [find(entries(before), "a", "web")])
    assert resources(after)[1]["replaceWith"] == []


@given(deployments(), st.data())
def test_what_is_left_is_always_sound(before: Deployment, data: st.DataObject) -> None:
    check(before)
    found = entries(before)
    chosen = data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=3))
    after, gone = delete(before, chosen, with_dependents=True, force=True)
    check(after)
    left = entries(after)
    assert len(left) + len(gone) == len(found)
    kept = {(entry.urn, entry.outline.id) for entry in left}
    assert not any((entry.urn, entry.outline.id) in kept for entry in (*chosen, *gone))


@pytest.mark.parametrize(
    "dangling",
    [{"parent": urn("gone")}, {"dependencies": [urn("gone")]}, {"provider": f"{urn('x', 'pulumi:providers:aws')}::1"}],
)
def test_what_dangles_is_found(dangling: dict[str, Any]) -> None:
    with pytest.raises(StateError, match="not sound"):
        check(deployment(root(), resource("a", **dangling)))

"""Resources that move to another stack: URNs, parents, providers, dependencies and secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.deploy.state.entries import check, entries, find
from stackwright.deploy.state.moving import Broken, Side, move
from stackwright.engine.protocol import Deployment, Stack
from stackwright.errors import UsageError
from stackwright.wire.values import SECRET, SIGNATURE
from tests.deploy.state.support import AWS, deployment, deployments, provider, resource, root, urn, web

HERE = Stack(name="dev.web", project="shop", directory=Path("/srv"), backend="mem://")
THERE = Stack(name="dev.dns", project="other", directory=Path("/srv"), backend="mem://")
BUCKET = "my:index:Site$aws:s3/bucket:Bucket"


def there(name: str, type_: str = "test:index:Thing") -> str:
    return urn(name, type_, "dev.dns", "other")


def moved(names: list[str], before: Deployment | None = None, other: Deployment | None = None, **options: Any) -> Any:
    before = before or web()
    chosen = [find(entries(before), name, "web") for name in names]
    result = move(Side(HERE, before, before), Side(THERE, other, other), chosen, **options)
    check(result.source)
    check(result.target)
    return result


def by_name(of: Deployment) -> dict[str, Any]:
    return {entry.urn.rpartition("::")[2]: entry.data for entry in entries(of)}


def test_children_go_along_and_the_provider_is_copied() -> None:
    result = moved(["site"])
    assert dict(result.resources) == {
        urn("site", "my:index:Site"): there("site", "my:index:Site"),
        urn("logs", BUCKET): there("logs", BUCKET),
    }
    assert list(by_name(result.source)) == ["shop-dev.web", "eu", "www", "alone"]
    target = by_name(result.target)
    assert list(target) == ["other-dev.dns", "eu", "site", "logs"]
    assert target["site"]["parent"] == there("other-dev.dns", "pulumi:pulumi:Stack")
    assert target["logs"]["parent"] == there("site", "my:index:Site")
    assert target["logs"]["provider"] == there("eu", "pulumi:providers:aws") + "::p1"
    assert target["logs"]["protect"], "what is protected stays protected"
    assert result.providers == [there("eu", "pulumi:providers:aws")]
    assert set(result.broken) == {
        Broken(urn("www", "aws:route53/record:Record"), urn("logs", BUCKET), "dependency"),
        Broken(urn("www", "aws:route53/record:Record"), urn("logs", BUCKET), "property"),
    }
    www = by_name(result.source)["www"]
    assert "dependencies" not in www
    assert "propertyDependencies" not in www


def test_without_its_component_a_resource_is_a_child_of_the_root() -> None:
    result = moved(["logs"])
    assert result.resources == {urn("logs", BUCKET): there("logs", "aws:s3/bucket:Bucket")}
    result = moved(["logs"], include_parents=True)
    assert result.resources[urn("logs", BUCKET)] == there("logs", BUCKET)
    assert "site" in by_name(result.target)


def test_dependencies_that_move_along_are_kept() -> None:
    result = moved(["www", "site"])
    www = by_name(result.target)["www"]
    assert www["dependencies"] == [there("logs", BUCKET)]
    assert www["propertyDependencies"] == {"records": [there("logs", BUCKET)], "name": []}
    assert result.broken == ()
    result = moved(["www"])
    assert "dependencies" not in by_name(result.target)["www"]
    assert {each.kind for each in result.broken} == {"dependency", "property"}


def test_the_same_provider_is_used_and_another_refused() -> None:
    same = deployment(
        {**root(), "urn": there("other-dev.dns", "pulumi:pulumi:Stack")},
        {**provider(), "urn": there("eu", "pulumi:providers:aws"), "id": "q9", "parent": ""},
    )
    result = moved(["www"], other=same)
    assert by_name(result.target)["www"]["provider"] == there("eu", "pulumi:providers:aws") + "::q9"
    assert result.providers == []
    different: Any = same
    different["deployment"]["resources"][1]["inputs"] = {"region": "us-east-1"}
    with pytest.raises(UsageError, match="has a provider pulumi:providers:aws::eu of its own"):
        moved(["www"], other=different)


def test_what_cannot_be_moved() -> None:
    with pytest.raises(UsageError, match="a provider is copied along"):
        moved(["eu"])
    other = deployment(
        {**root(), "urn": there("other-dev.dns", "pulumi:pulumi:Stack")},
        {**resource("alone"), "urn": there("alone"), "parent": ""},
    )
    with pytest.raises(UsageError, match=f"dev.dns already has test:Thing::alone: {there('alone')}"):
        moved(["alone"], other=other)
    cut_off: Any = web()
    cut_off["deployment"]["pending_operations"] = [{"resource": resource("alone"), "type": "updating"}]
    with pytest.raises(UsageError, match="cut off while it was updating"):
        moved(["alone"], cut_off)


def test_secrets_of_what_moves_travel_in_clear_and_of_what_stays_do_not() -> None:
    def state(key: str, value: str) -> Deployment:
        sealed = {SIGNATURE: SECRET, key: value}
        return deployment(root(), resource("a", outputs={"k": sealed}), resource("b", outputs={"k": sealed}))

    hidden, clear = state("ciphertext", "v1:x:y"), state("plaintext", '"s"')
    result = move(Side(HERE, hidden, clear), Side(THERE, None, None), [find(entries(hidden), "a", "web")])
    assert by_name(result.target)["a"]["outputs"]["k"] == {SIGNATURE: SECRET, "plaintext": '"s"'}
    assert by_name(result.source)["b"]["outputs"]["k"] == {SIGNATURE: SECRET, "ciphertext": "v1:x:y"}


@given(deployments(), st.data())
def test_nothing_is_lost_and_both_states_are_sound(before: Deployment, data: st.DataObject) -> None:
    found = entries(before)
    chosen = data.draw(st.lists(st.sampled_from([each for each in found if each.urn != AWS]), min_size=1, max_size=3))
    parents = data.draw(st.booleans())
    result = move(Side(HERE, before, before), Side(THERE, None, None), chosen, include_parents=parents)
    check(result.source)
    check(result.target)
    ids = sorted(each.outline.id for each in found if not each.outline.is_provider)
    after = [each for side in (result.source, result.target) for each in entries(side) if not each.outline.is_provider]
    roots = sum(each.is_root for each in after) - 1
    assert sorted(each.outline.id for each in after)[roots:] == ids
    assert all(each.urn.startswith("urn:pulumi:dev.dns::other::") for each in entries(result.target))


@given(deployments(), st.data())
def test_there_and_back_again(before: Deployment, data: st.DataObject) -> None:
    """A whole tree that nothing outside depends on comes back as it was, but for the order."""
    tops = [each for each in entries(before) if each.outline.parent and not each.outline.is_provider]
    if not tops:
        return
    there_ = move(Side(HERE, before, before), Side(THERE, None, None), tops)
    back = move(
        Side(THERE, there_.target, there_.target),
        Side(HERE, there_.source, there_.source),
        [each for each in entries(there_.target) if not each.outline.is_provider and not each.is_root],
    )
    check(back.source)
    assert {each.urn for each in entries(back.target)} == {each.urn for each in entries(before)}

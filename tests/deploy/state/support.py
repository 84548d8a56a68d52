"""States by hand: what `pulumi stack export` would print of a few resources."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stackwright.engine.protocol import Deployment

STACK = "pulumi:pulumi:Stack"


def urn(name: str, type_: str = "test:index:Thing", stack: str = "dev.web", project: str = "shop") -> str:
    return f"urn:pulumi:{stack}::{project}::{type_}::{name}"


ROOT = urn("shop-dev.web", STACK)
AWS = urn("eu", "pulumi:providers:aws")


def resource(name: str, type_: str = "test:index:Thing", *, types: str = "", **more: Any) -> dict[str, Any]:
    """`types` is the qualified type, where a parent is no root."""
    return {
        "urn": urn(name, types or type_),
        "type": type_,
        "custom": True,
        "id": f"{name}-id",
        "parent": ROOT,
        **more,
    }


def root(**more: Any) -> dict[str, Any]:
    return {"urn": ROOT, "type": STACK, "custom": False, **more}


def provider(**more: Any) -> dict[str, Any]:
    return resource("eu", "pulumi:providers:aws", id="p1", inputs={"region": "eu-west-1"}, **more)


def deployment(*resources: dict[str, Any]) -> Deployment:
    return {"version": 3, "deployment": {"manifest": {}, "resources": list(resources)}}


def web() -> Deployment:
    """A component `site` with a bucket in it, a record that depends on that, and something else."""
    return deployment(
        root(outputs={"url": "https://web"}),
        provider(),
        {**resource("site", "my:index:Site"), "custom": False, "id": ""},
        resource(
            "logs",
            "aws:s3/bucket:Bucket",
            types="my:index:Site$aws:s3/bucket:Bucket",
            parent=urn("site", "my:index:Site"),
            provider=f"{AWS}::p1",
            protect=True,
        ),
        resource(
            "www",
            "aws:route53/record:Record",
            provider=f"{AWS}::p1",
            dependencies=[urn("logs", "my:index:Site$aws:s3/bucket:Bucket")],
            propertyDependencies={"records": [urn("logs", "my:index:Site$aws:s3/bucket:Bucket")], "name": []},
        ),
        resource("alone"),
    )


@st.composite
def deployments(draw: st.DrawFn) -> Deployment:
    """Sound states: trees of components and resources, with providers, dependencies and some that replaced others."""
    made: list[dict[str, Any]] = [root(), provider()]
    for number in range(draw(st.integers(0, 8))):
        parent = draw(st.sampled_from([each for each in made if "providers" not in each["type"]]))
        component = draw(st.booleans())
        type_ = "my:index:Box" if component else "test:index:Thing"
        above = parent["urn"].split("::")[2]
        types = type_ if above == STACK else f"{above}${type_}"
        urns = [each["urn"] for each in made]
        named = draw(st.lists(st.sampled_from(urns), max_size=2, unique=True))
        made.append(
            resource(
                f"r{number}",
                type_,
                types=types,
                custom=not component,
                id="" if component else f"id{number}",
                parent=parent["urn"],
                dependencies=named,
                propertyDependencies={"a": named[:1]} if named else {},
                protect=draw(st.booleans()),
                **({"deletedWith": draw(st.sampled_from(urns))} if draw(st.booleans()) else {}),
                **({} if component else {"provider": f"{AWS}::p1"}),
            )
        )
        if not component and draw(st.booleans()):
            made.append({**made[-1], "id": f"old{number}", "delete": True})
    return deployment(*made)

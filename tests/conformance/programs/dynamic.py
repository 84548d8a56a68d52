"""Dynamic providers: what their methods are given, and what becomes of what they give."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.dynamic import (
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

config = pulumi.Config()
variant = config.require("variant")
prefix = config.get("prefix") or "row"
hidden = config.get_secret("key") or pulumi.Output.secret("none")


def shown(given: dict[str, Any]) -> str:
    """What a method is given; a function and a module that the serialized provider takes along."""
    kept = {key: value for key, value in given.items() if key not in {"__provider", "seen"}}
    return json.dumps({**kept, "key": len(kept.get("key") or "")}, sort_keys=True, default=str)


class Plain(ResourceProvider):
    """Nothing but a creation: all else is the SDK's."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult(f"{prefix}-{props['title']}", dict(props))


class Rows(ResourceProvider):
    def configure(self, request: ConfigureRequest) -> None:
        self.region = request.config.get("aws:region")
        self.drift = request.config.get("drift")

    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        return CheckResult({**news, "size": news.get("size") or 1, "was": olds.get("title")}, [])

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = shown({**olds, "was": None, "of": None}) != shown({**news, "was": None, "of": None})
        first = news["title"] == "first"
        return DiffResult(changed, ["title"] if olds["title"] != news["title"] else [], [], first)

    def create(self, props: dict[str, Any]) -> CreateResult:
        if props["title"] == "closed":
            raise ValueError("the table is closed")
        return CreateResult(f"{prefix}-{props['title']}", {**props, "seen": f"{shown(props)} {self.region}"})

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        outs = {**props, "size": 7} if self.drift else props
        return ReadResult(id_, dict(outs))

    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        return UpdateResult({**news, "seen": f"{shown(olds)} {shown(news)}"})


class Open(Rows):
    serialize_as_secret_always = False


class Row(Resource, module="acme", name="Row"):
    seen: pulumi.Output[str]
    size: pulumi.Output[int]

    def __init__(self, name: str, provider: ResourceProvider, opts: Any = None, **props: Any) -> None:
        super().__init__(provider, name, {**props, "seen": None}, opts)


if variant == "closed":
    Row("alone", Rows(), title=variant)
else:
    title = {"1": "a", "2": "a", "3": "b", "4": "first"}[variant]
    role = aws.iam.Role("role", assume_role_policy="{}", name="role")
    options = pulumi.ResourceOptions(additional_secret_outputs=["seen"])
    row = Row("row", Rows(), options, title=title, size=int(variant), key=hidden, of=role.arn)
    Row("open", Open(), title=title, tags={"a": [variant, None]}, flag=True, size=row.size.apply(lambda n: n / 2))
    Row("plain", Plain(), title=title, nested={"size": variant})
    aws.iam.Role("behind", name="behind", assume_role_policy="{}", description=row.id)
    pulumi.export("seen", row.seen)
    pulumi.export("id", row.id)

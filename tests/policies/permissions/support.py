"""Small stacks, in the words of permissions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from stackwright_policies.permissions.analysis import document_of
from stackwright_policies.resource import Resource, View

ACCOUNT = "123456789012"
IAM = f"arn:aws:iam::{ACCOUNT}"


def resource(
    type: str,
    name: str,
    depends: Mapping[str, Sequence[Resource]] | None = None,
    provider: Mapping[str, Any] | None = None,
    /,
    **properties: Any,
) -> Resource:
    """One of a stack; `depends` are other resources by property."""
    return Resource(
        type=type,
        urn=f"urn:pulumi:dev::shop::{type}::{name}",
        name=name,
        properties=View({"id": name, **properties}),
        provider=View(provider),
        depends={key: [one.urn for one in found] for key, found in (depends or {}).items()},
    )


def told(*resources: Resource) -> dict[str, Any]:
    """What is said of resources, as it goes out: through JSON."""
    return json.loads(json.dumps(document_of(resources)))


def identity(document: Mapping[str, Any], label: str) -> dict[str, Any]:
    return next(one for one in document["identities"] if one["label"] == label)


def found(document: Mapping[str, Any], kind: str) -> list[str]:
    """Findings of a kind as `severity label: what`, the uncertain ones with a question mark."""
    return [
        f"{it['severity']} {it['label']}: {it['what']}{'' if it['certain'] else '?'}"
        for it in document["findings"]
        if it["kind"] == kind
    ]


def ways(document: Mapping[str, Any], label: str) -> dict[str, str]:
    """Where an identity gets: what to, and by which steps."""
    return {it["label"]: ", ".join(step["how"] for step in it["path"]) for it in identity(document, label)["becomes"]}


def statement(action: Any, on: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(**principal: Any) -> str:
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def role(name: str, trusts: str | None = None, **more: Any) -> Resource:
    given = trusts or trust(Service="ecs-tasks.amazonaws.com")
    arn = f"{IAM}:role/{name}"
    return resource("aws:iam/role:Role", name, name=name, arn=arn, assumeRolePolicy=given, **more)


def user(name: str, **more: Any) -> Resource:
    return resource("aws:iam/user:User", name, name=name, arn=f"{IAM}:user/{name}", **more)


def allowed(who: Resource, *statements: Mapping[str, Any], name: str = "rights") -> Resource:
    """An inline policy of a role, a user or a group."""
    kind = who.type.rpartition(":")[2]
    token = f"aws:iam/{kind.lower()}Policy:{kind}Policy"
    return resource(token, f"{who.name}-{name}", **{kind.lower(): who.name}, policy=document(*statements))

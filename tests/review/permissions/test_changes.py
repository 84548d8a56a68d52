"""What a change does to permissions, and how it is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stackwright.review.permissions.changes import changes_of
from stackwright.review.permissions.document import Document, Permissions
from stackwright.review.permissions.formats import FORMATS, written


def grant(*actions: str, on: str = "Bucket files", **more: Any) -> dict[str, Any]:
    given = {"effect": "allow", "actions": list(actions), "but": [], "role": None, "on": [on], "conditions": []}
    return given | {"via": "RolePolicy p", "urn": None} | more


def identity(name: str, *grants: Any, stack: str = "dev", **more: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:{stack}.web::shop::aws:iam/role:Role::{name}"
    given = {"id": urn, "label": name, "part": "web", "cloud": "aws", "kind": "IAM role", "urn": urn, "runs": []}
    empty = {"groups": [], "boundary": None, "keys": False, "trusts": [], "becomes": []}
    return given | empty | {"may": list(grants)} | more


def finding(name: str, what: str, kind: str = "wildcard", stack: str = "dev") -> dict[str, Any]:
    urn = f"urn:pulumi:{stack}.web::shop::aws:iam/role:Role::{name}"
    step = {"of": name, "to": "all", "how": "writes itself a policy", "needs": ["iam:PutRolePolicy"], "meant": False}
    path = [step | {"certain": True, "source": None}] if kind == "escalation" else []
    given = {"kind": kind, "severity": "high", "identity": urn, "label": name, "what": what, "certain": True}
    return given | {"urn": None, "path": path}


def told(*identities: Any, findings: Any = ()) -> Document:
    return {"identities": list(identities), "findings": list(findings)}


def test_what_is_new_and_what_is_gone_by_identity() -> None:
    before = told(identity("web", grant("s3:GetObject")), identity("old", grant("s3:GetObject")))
    after = told(
        identity("web", grant("s3:GetObject"), grant("s3:PutObject")), identity("new", grant("sqs:SendMessage"))
    )
    found = changes_of(before, after, "main")
    assert [(it.identity, it.what, it.added, it.removed) for it in found.identities] == [
        ("IAM role web/web", "changed", ["may s3: PutObject on Bucket files"], []),
        ("IAM role web/new", "added", ["may sqs: SendMessage on Bucket files"], []),
        ("IAM role web/old", "removed", [], ["may s3: GetObject on Bucket files"]),
    ]


def test_another_environment_is_compared_by_what_its_program_calls_things() -> None:
    findings = [finding("web", "s3:* on everything")]
    before = told(identity("web", grant("s3:*")), findings=findings)
    prod = [finding("web", "s3:* on everything", stack="prod")]
    after = told(identity("web", grant("s3:*"), stack="prod"), findings=prod)
    assert changes_of(before, after, "dev").none


def test_what_was_compared_decides_what_blocks() -> None:
    before = told(identity("web"), findings=[finding("web", "s3:* on everything")])
    new = finding("web", "gets at every right in the account", "escalation")
    after = told(identity("web"), findings=[*before["findings"], new])
    alone = Permissions(subject="shop", document=after)
    compared = Permissions(subject="shop", document=after, changes=changes_of(before, after, "main"))
    assert [len(alone.blocking([it])) for it in ("wildcard", "escalation")] == [1, 1]
    assert [len(compared.blocking([it])) for it in ("wildcard", "escalation")] == [0, 1]
    assert alone.blocking([]) == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_a_reviewer_must_see(form: str) -> None:
    before = told(identity("web"))
    trusts = [{"who": "ecs-tasks", "identity": None, "conditions": ["aws:SourceAccount = this account"], "open": False}]
    after = told(
        identity(
            "web", grant("s3:PutObject", "s3:GetObject"), trusts=trusts, keys=True, boundary="limits", groups=["crew"]
        ),
        findings=[finding("web", "gets at every right in the account", "escalation")],
    )
    permissions = Permissions(
        subject="shop", document=after, changes=changes_of(before, after, "main"), notes=["status was skipped"]
    )
    text = written(permissions, form)
    for said in (
        "ecs-tasks",
        "PutObject",
        "Bucket files",
        "gets at every right",
        "iam:PutRolePolicy",
        "limits",
        "crew",
    ):
        assert said in text
    assert "status was skipped" in text
    assert "main" in text


def test_json_is_what_is_compared_with_later() -> None:
    document = told(identity("web", grant("s3:GetObject")))
    read = json.loads(written(Permissions(subject="shop", document=document), "json"))
    assert changes_of({"identities": read["identities"], "findings": read["findings"]}, document, "it").none
    assert read["changes"] is None


def test_markdown_lets_nothing_out_of_its_cells() -> None:
    odd = told(identity("a|b<i>`"), findings=[finding("a|b<i>`", "s3:* on x|y")])
    text = written(Permissions(subject="shop", document=odd), "markdown")
    assert "a\\|b&lt;i>\\`" in text
    assert "| x|y" not in text


def test_nothing_is_said_plainly() -> None:
    empty = told()
    unchanged = Permissions(subject="shop", document=empty, changes=changes_of(empty, empty, "main"))
    assert "nothing changed" in written(unchanged, "table")
    assert "✅" in written(unchanged, "markdown")

"""What `pulumi preview --save-plan` writes, which is for `pulumi up --plan`: what changes, not what comes of it.

Source: `sdk/go/common/apitype/plan.go` (pulumi v3.260). Inputs are told as a difference to those in the state: all of
them only where nothing stands yet. Secrets are encrypted, unknowns the sentinel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright.engine.policy.standing import Withheld
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import UsageError
from stackwright.review.saved.model import Saved
from stackwright.review.saved.resources import providers_of, resource_of
from stackwright.wire.values import Properties

Json = Mapping[str, Any]


def saved(document: Json, name: str) -> Saved:
    """The resources that would be created.

    Raises:
        UsageError: some are there already.
        ValueError: it is of another form; the message says how.
    """
    plans: Mapping[str, Json] = {urn: it for urn, it in document["resourcePlans"].items() if it.get("goal")}
    partial = [urn for urn, it in plans.items() if not _is_whole(urn, it)]
    if partial:
        raise UsageError(
            f"{name} says only what changes, of {len(partial)} of {len(plans)} resources: "
            f"{urns.type_of(partial[0])} {urns.name_of(partial[0])}, for one",
            hint="Save what would stand: pulumi preview --json --show-sames > plan.json",
        )
    vault = Withheld()
    resources = [_resource(urn, it, vault) for urn, it in plans.items()]
    first = next(iter(plans), "")
    return Saved(
        project=urns.project_of(first) if first else "",
        stack=urns.stack_of(first) if first else "",
        resources=resources,
        providers=providers_of(resources, document.get("config") or {}),
    )


def _is_whole(urn: str, plan: Json) -> bool:
    return plan.get("steps") == ["create"] or _is_all_outputs(urn)


def _is_all_outputs(urn: str) -> bool:
    """The stack has no inputs; those of a provider are its outputs."""
    token = urns.type_of(urn)
    return token == urns.STACK_TYPE or urns.is_provider_type(token)


def _resource(urn: str, plan: Json, vault: Withheld) -> Resource:
    goal: Json = plan["goal"]
    outputs = cast("Properties", vault.open(urn, dict(plan.get("state") or {})))
    difference: Json = goal.get("inputDiff") or {}
    added = cast("Properties", vault.open(urn, dict(difference.get("adds") or {})))
    inputs = outputs if urns.is_provider_type(goal["type"]) else added
    return resource_of({**goal, "urn": urn}, inputs=inputs, outputs=outputs)

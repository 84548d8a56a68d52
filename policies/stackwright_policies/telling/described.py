"""A pack as data: what there is to know of each of its policies."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from inspect import getsourcefile
from typing import Any

from stackwright_policies.model import Example, Pack, Policy


def described(pack: Pack) -> dict[str, Any]:
    """The pack as JSON; values of examples in Pulumi's wire form."""
    return {
        "name": pack.name,
        "title": pack.title,
        "description": pack.description,
        "policies": [_policy(policy) for policy in pack.policies],
    }


def file_of(policy: Policy) -> str | None:
    """Where the policy is written: the module that has it as `policy`, or else its function's."""
    for module in list(sys.modules.values()):
        if getattr(module, "policy", None) is policy and getattr(module, "__file__", None):
            return module.__file__
    check = policy.check or policy.check_stack
    return getsourcefile(check) if check else None


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "severity": policy.severity,
        "level": policy.enforced,
        "why": policy.why,
        "fix": policy.fix,
        "file": file_of(policy),
        "stack": policy.check_stack is not None,
        "remedies": policy.remedies,
        "types": sorted(policy.types),
        "frameworks": [{"name": it.name, "version": it.version, "control": it.control} for it in policy.frameworks],
        "settings": dict(policy.settings),
        "passes": _examples(policy.passes),
        "violates": _examples(policy.violates),
        "undecided": _examples(policy.undecided),
    }


def _examples(examples: Sequence[Example]) -> list[dict[str, Any]]:
    return [_example(example) for example in examples]


def _example(example: Example) -> dict[str, Any]:
    """What it says; what it leaves out is left out."""
    further = {
        "name": "" if example.name == "example" else example.name,
        "settings": dict(example.settings),
        "provider": dict(example.provider),
        "others": _examples(example.others),
        "dependencies": {key: list(names) for key, names in example.dependencies.items()},
    }
    return {
        "why": example.why,
        "type": example.type,
        "inputs": dict(example.inputs),
        **{key: value for key, value in further.items() if value},
    }

"""Runs the policies that concern a resource. One table, by type: a rule about buckets costs nothing elsewhere."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from stackwright_policies.model import Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.tokens import canonical
from stackwright_policies.verdicts import Broken, Verdict, settled


def by_type(policies: Iterable[Policy]) -> Callable[[str], Sequence[Policy]]:
    """Tells which policies look at a type of resource, however its token is spelt."""
    table: dict[str, list[Policy]] = defaultdict(list)
    for policy in policies:
        if policy.check is not None:
            for token in policy.types:
                table[token].append(policy)
    return lambda token: table.get(canonical(token), ())


def judge(policy: Policy, resource: Resource, settings: Settings) -> list[Verdict | Broken]:
    """What the policy says of one resource; nothing means that it passes."""
    check = policy.check
    return [] if check is None else _guarded(lambda: check(resource, settings))


def judge_stack(policy: Policy, resources: Sequence[Resource], settings: Settings) -> list[Verdict | Broken]:
    """What the policy says of a whole stack."""
    check = policy.check_stack
    return [] if check is None else _guarded(lambda: check(resources, settings))


def _guarded(check: Callable[[], Iterable[Verdict]]) -> list[Verdict | Broken]:
    try:
        return list(settled(check))
    except Exception as error:  # noqa: BLE001 - a policy that raises has failed, and must not pass
        return [Broken(where(error))]


def where(error: Exception) -> str:
    """What was raised and where. Its message is left out: it may quote a secret that the policy looked at."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno} ({frame.name})"

"""Surveys a whole Terraform provider: of every argument of every resource, whether a change replaces the resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import grpc

from stackwright.simcloud.rules.distilling.plugin import Message, Plugin, Terms, running
from stackwright.simcloud.rules.distilling.probing import Verdict, base, leaves, probe

CONFIGURATION: Mapping[str, Mapping[str, Terms]] = {
    "aws": {
        "region": "us-east-1",
        "access_key": "none",
        "secret_key": "none",
        "max_retries": 1,
        "skip_credentials_validation": True,
        "skip_requesting_account_id": True,
        "skip_metadata_api_check": "true",
        "skip_region_validation": True,
    }
}
"""What a provider must be told before it plans; none of it names an account."""
_RECURSIVE = ("aws_quicksight_", "aws_wafv2_")
"""Their blocks nest into each other without end; only their own arguments are asked about."""
_FAILURES = 5
Survey = dict[str, dict[str, Verdict]]
"""Resource → dotted path of an argument → verdict."""


def survey(program: Path, package: str) -> Survey:
    """Ask the provider `program` about all that it has. One that dies of a question is started again."""
    found: Survey = {}
    failed: Counter[str] = Counter()
    names: list[str] | None = None
    while names is None or names:
        with running(program) as plugin:
            provider, blocks = plugin.schema()
            plugin.configure(base(provider, "nothing") | dict(CONFIGURATION.get(package, {})))
            names = sorted(blocks) if names is None else names
            while names:
                if not _ask(plugin, names[0], blocks[names[0]], found.setdefault(names[0], {}), failed):
                    break
                names.pop(0)
    return found


def _ask(plugin: Plugin, name: str, block: Message, found: dict[str, Verdict], failed: Counter[str]) -> bool:
    """Fill `found`; False if the provider died. What a question that fails is about stays unknown."""
    for leaf in leaves(block):
        path = ".".join(leaf.path)
        if path in found or (len(leaf.path) > 1 and name.startswith(_RECURSIVE)):
            continue
        found[path] = "unknown"
        if failed[name] > _FAILURES:
            continue
        try:
            found[path] = probe(plugin, name, block, leaf)
        except grpc.RpcError as error:
            failed[name] += 1
            if error.code() is grpc.StatusCode.UNAVAILABLE:
                return False
    return True

"""Diff of one resource, as its family of providers gives it."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.checking import kubernetes
from stackwright.simcloud.checking.autoname import naming
from stackwright.simcloud.diffing.compare import REPLACING, UPDATING, Change, changes
from stackwright.simcloud.family import Family
from stackwright.simcloud.rules.find import replaced_by, replaced_within, rules_of
from stackwright.wire.results import Changes, DiffResult, PropertyDiff
from stackwright.wire.values import Properties, Value, reveal

DELETED_FIRST = frozenset(
    {
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:efs/mountTarget:MountTarget",
        "aws:iam/accountAlias:AccountAlias",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "gcp:bigquery/table:Table",
        "gcp:projects/iAMMember:IAMMember",
        "gcp:projects/iAMPolicy:IAMPolicy",
        "gcp:secretmanager/secret:Secret",
    }
)
"""Of which there can be only one at a time (`DeleteBeforeReplace` in `resources.go` of pulumi-aws and pulumi-gcp)."""
_SAME_PLACE = frozenset({"location"})


def diff(
    kind: ResourceType,
    types: Catalogue,
    family: Family,
    olds: Properties,
    state: Properties,
    news: Properties,
    ignored: tuple[str, ...],
) -> DiffResult:
    """What a change from `olds` to `news` would do, `state` being the outputs so far."""
    found = changes(olds, state if family.state_diff else {}, news)
    detailed: dict[str, PropertyDiff] = {}
    for path, change in found.items():
        if any(paths.covers(prefix, path) for prefix in ignored) or _no_change(path, olds, news, family):
            continue
        replaces = replaced_by(kind.token, path) is not None or (
            family.name == "bridged" and change != "update" and _replaces_within(kind.token, path, change, olds, news)
        )
        replaces = replaces and not (change == "add" and _was_so(path, state, news, family))
        detailed[path] = PropertyDiff((REPLACING if replaces else UPDATING)[change], family.input_diff)
    if not detailed:
        return DiffResult(Changes.NONE, detailed={})
    replaces = sorted({paths.top(path) for path, item in detailed.items() if item.kind.endswith("-replace")})
    return DiffResult(
        Changes.SOME,
        replaces=replaces,
        stables=_stables(kind, family, detailed),
        delete_before_replace=bool(replaces) and _deletes_first(kind, types, family, olds, news),
        diffs=sorted({paths.top(path) for path in detailed}),
        detailed=detailed,
    )


def _replaces_within(token: str, path: str, change: Change, olds: Properties, news: Properties) -> bool:
    """Whether a block that comes or goes holds what forces a new resource: Terraform compares what is in it."""
    value: Value = reveal(olds if change == "delete" else news)
    for step in paths.split(path):
        value = reveal(value[step] if isinstance(value, (dict, list)) else None)  # type: ignore[index]
    return replaced_within(token, path, value) is not None


def _was_so(path: str, state: Properties, news: Properties, family: Family) -> bool:
    """What was left to Azure may be said as it is (azure-native `calculateChangesAndReplacements`)."""
    return family.name == "azure-native" and path in news and reveal(news[path]) == reveal(state.get(path))


def _no_change(path: str, olds: Properties, news: Properties, family: Family) -> bool:
    """Azure takes `West Europe` and `westeurope` for the same place (azure-native `applyAzureSpecificDiff`)."""
    if family.name != "azure-native" or path not in _SAME_PLACE:
        return False
    old, new = reveal(olds.get(path)), reveal(news.get(path))
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    return old.replace(" ", "").lower() == new.replace(" ", "").lower()


def _stables(kind: ResourceType, family: Family, detailed: Mapping[str, PropertyDiff]) -> list[str]:
    """Bridged providers name the properties that stay as they are because a change would replace."""
    if family.name != "bridged":
        return []
    changed = {paths.top(path) for path in detailed}
    return sorted({paths.top(rule.path) for rule in rules_of(kind.token)} - changed)


def _deletes_first(kind: ResourceType, types: Catalogue, family: Family, olds: Properties, news: Properties) -> bool:
    """Whether two of them could not live side by side, because a person chose the name."""
    if family.deletes_first or kind.token in DELETED_FIRST:
        return True
    if family.name == "kubernetes":
        return not kubernetes.autonamed(news) and _identity(olds) == _identity(news)
    rule = naming(kind, types)
    if rule is None or news.get(rule.property) is None:
        return False
    defaults = news.get("__defaults")
    return isinstance(defaults, list) and rule.property not in defaults


def _identity(inputs: Properties) -> tuple[object, object]:
    metadata = reveal(inputs.get("metadata"))
    return (metadata.get("name"), metadata.get("namespace")) if isinstance(metadata, dict) else (None, None)

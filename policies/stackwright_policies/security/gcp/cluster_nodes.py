"""Nodes of Google Kubernetes Engine act as an account of their own, start what was signed, and are kept up to date."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import HARDENING, LEAST_PRIVILEGE, PATCHING
from stackwright_policies.gcp.clusters import CLUSTER, POOL, is_autopilot
from stackwright_policies.gcp.iam import is_default_account
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_SHIELD: Final = "shieldedInstanceConfig"
_ACCOUNT: Final = "nodes@shop-dev.iam.gserviceaccount.com"
_OPEN_METADATA: Final = {"GCE_METADATA", "EXPOSE", "UNSPECIFIED", "MODE_UNSPECIFIED"}


def _node(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "serviceAccount": _ACCOUNT,
        "shieldedInstanceConfig": {"enableSecureBoot": True},
        "workloadMetadataConfig": {"mode": "GKE_METADATA"},
    } | changes


PASSES: Final = (
    Example(why="as it should be", type=POOL, inputs={"cluster": UNKNOWN, "nodeConfig": _node()}),
    Example(why="pools of their own", type=CLUSTER, inputs={"removeDefaultNodePool": True, "initialNodeCount": 1}),
    Example(why="Google keeps the nodes", type=CLUSTER, inputs={"enableAutopilot": True}),
    Example(why="a cluster with a pool", type=CLUSTER, inputs={"nodePools": [{"nodeConfig": _node()}]}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=POOL, inputs={"cluster": UNKNOWN, "nodeCount": 3}),
    Example(
        why="the default account",
        type=POOL,
        inputs={"nodeConfig": _node(serviceAccount="123456789012-compute@developer.gserviceaccount.com")},
    ),
    Example(
        why="pods read the node's metadata",
        type=POOL,
        inputs={"nodeConfig": _node(workloadMetadataConfig={"mode": "GCE_METADATA"}), "management": UNKNOWN},
    ),
    Example(
        why="so they do through the old interface",
        type=POOL,
        inputs={"nodeConfig": _node(metadata={"disable-legacy-endpoints": "false"})},
    ),
    Example(why="it starts anything", type=POOL, inputs={"nodeConfig": _node(shieldedInstanceConfig=None)}),
    Example(
        why="nobody measures what it starts",
        type=CLUSTER,
        inputs={
            "nodeConfig": _node(shieldedInstanceConfig={"enableSecureBoot": True, "enableIntegrityMonitoring": False})
        },
    ),
    Example(why="never updated", type=POOL, inputs={"nodeConfig": _node(), "management": {"autoUpgrade": False}}),
    Example(
        why="never repaired, one of a cluster's pools",
        type=CLUSTER,
        inputs={"nodePools": [UNKNOWN, {"nodeConfig": _node(), "management": {"autoRepair": "false"}}]},
    ),
)
UNDECIDED: Final = (
    Example(why="the account is not known", type=POOL, inputs={"nodeConfig": _node(serviceAccount=UNKNOWN)}),
    Example(why="whose nodes they are is not known", type=CLUSTER, inputs={"enableAutopilot": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type == POOL:
        yield from _pool(given)
        return
    if is_autopilot(given) or given.get("removeDefaultNodePool").flag():
        return
    pools = given.get("nodePools").items()
    yield from each(pools, _pool) if pools else _node_config(given.get("nodeConfig"))


def _pool(pool: View) -> Iterator[Verdict]:
    yield from settled(lambda: _node_config(pool.get("nodeConfig")))
    yield from settled(lambda: each([pool.get("management", it) for it in ("autoUpgrade", "autoRepair")], _managed))


def _node_config(node: View) -> Iterator[Verdict]:
    for judge in (_account, _metadata, _shield):
        yield from settled(lambda judge=judge: judge(node))


def _account(node: View) -> Iterator[Verdict]:
    account = node.get("serviceAccount")
    if not account.text() or is_default_account(account.text()):
        yield Failed(f"{account.path} is the default account: every node may edit nearly everything in the project")


def _metadata(node: View) -> Iterator[Verdict]:
    mode = node.get("workloadMetadataConfig", "mode")
    if mode.text().upper() in _OPEN_METADATA:
        yield Failed(f"{mode.path} lets pods act as their node")
    legacy = node.get("metadata", "disable-legacy-endpoints")
    if not legacy.flag(default=True):
        yield Failed(f"{legacy.path} is off: whoever makes a pod send a request gets the node's token")


def _shield(node: View) -> Iterator[Verdict]:
    boot, integrity = node.get(_SHIELD, "enableSecureBoot"), node.get(_SHIELD, "enableIntegrityMonitoring")
    yield from settled(lambda: _on(boot, default=False))
    yield from settled(lambda: _on(integrity, default=True))


def _on(part: View, *, default: bool) -> Iterator[Verdict]:
    if not part.flag(default):
        yield Failed(f"{part.path} is not on: nobody notices what was put under the system")


def _managed(switch: View) -> Iterator[Verdict]:
    if not switch.flag(default=True):
        yield Failed(f"{switch.path} is off: nodes stay as old, or as broken, as they are")


policy: Final = Policy(
    id="GCP-GKE-02",
    title="GKE nodes act as an account of their own, start what was signed, and are kept up to date",
    severity="high",
    why="Whoever breaks out of one container is on the node, with its account and with every weakness it still has.",
    fix="Set nodeConfig.serviceAccount, workloadMetadataConfig.mode to GKE_METADATA and "
    "shieldedInstanceConfig.enableSecureBoot; leave management.autoUpgrade and autoRepair on.",
    frameworks=(
        *cis("GKE", "1.4", "5.2.1", "5.5.2", "5.5.3", "5.5.6", "5.5.7"),
        *HARDENING,
        *LEAST_PRIVILEGE,
        *PATCHING,
        *checkov("CKV_GCP_9", "CKV_GCP_10", "CKV_GCP_68", "CKV_GCP_69", "CKV_GCP_72"),
    ),
    types=(POOL, CLUSTER),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""What a worker's pods are: one container that may do next to nothing to its node."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
from pulumi_kubernetes import core

from stackwright_components.connection import Projection
from stackwright_components.worker.interface import Settings

CONTAINER: Final = "worker"
LAST_LOOK_SECONDS: Final = 5
"""Between "terminating" and SIGTERM: log shippers and metrics scrapers see the replica a last time."""


def pod(
    settings: Settings,
    *,
    account: pulumi.Input[str],
    secret: pulumi.Output[str] | None,
    selector: Mapping[str, str],
    projections: Sequence[Projection] = (),
) -> core.v1.PodSpecArgsDict:
    """The pod's specification, which the restricted pod security standard admits. `projections` are its identities.

    https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    """
    grace = pulumi.Output.from_input(settings.shutdown_seconds).apply(lambda seconds: seconds + LAST_LOOK_SECONDS)
    return {
        "service_account_name": account,
        "automount_service_account_token": False,
        "enable_service_links": False,
        "termination_grace_period_seconds": grace,
        "security_context": {
            "run_as_non_root": True,
            "run_as_user": settings.user,
            "run_as_group": settings.user,
            "fs_group": settings.user,
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        "topology_spread_constraints": [
            # Zones where the cluster has them; never two replicas on a host while another host has none.
            _spread("topology.kubernetes.io/zone", "ScheduleAnyway", selector),
            _spread("kubernetes.io/hostname", "DoNotSchedule", selector),
        ],
        "containers": [_container(settings, secret, projections)],
        "volumes": [{"name": "tmp", "empty_dir": {"size_limit": "64Mi"}}, *map(_volume, projections)],
    }


def _volume(projection: Projection) -> core.v1.VolumeArgsDict:
    """A token for one audience, which the kubelet renews long before it expires, and what belongs to it."""
    sources: list[core.v1.VolumeProjectionArgsDict] = [
        {"service_account_token": {"audience": projection.audience, "expiration_seconds": 3600, "path": "token"}}
    ]
    if projection.config_map is not None:
        sources.append({"config_map": {"name": projection.config_map}})
    return {"name": projection.name, "projected": {"sources": sources}}


def _spread(key: str, otherwise: str, selector: Mapping[str, str]) -> core.v1.TopologySpreadConstraintArgsDict:
    return {
        "max_skew": 1,
        "topology_key": key,
        "when_unsatisfiable": otherwise,
        "label_selector": {"match_labels": selector},
        # Count the replicas of one release only, or a rollout could not be placed beside the release before.
        "match_label_keys": ["pod-template-hash"],
        "node_taints_policy": "Honor",
    }


def _container(
    settings: Settings, secret: pulumi.Output[str] | None, projections: Sequence[Projection]
) -> core.v1.ContainerArgsDict:
    known: list[core.v1.EnvVarArgsDict] = [
        {"name": name, "value": settings.environment[name]} for name in sorted(settings.environment)
    ]
    secrets: list[core.v1.EnvVarArgsDict] = [
        {"name": name, "value_from": {"secret_key_ref": {"name": secret, "key": name}}}
        for name in sorted(settings.secrets)
        if secret is not None
    ]
    # Requests are limits: the guaranteed class, which a node that runs short evicts last, and a worker that
    # cannot crowd out the services beside it. Throttling costs it throughput, which the autoscaler makes up for.
    resources = {"cpu": settings.cpu, "memory": settings.memory, "ephemeral-storage": "128Mi"}
    container: core.v1.ContainerArgsDict = {
        "name": CONTAINER,
        "image": settings.image,
        "env": [*known, *secrets],
        "resources": {"requests": resources, "limits": resources},
        "security_context": {
            "allow_privilege_escalation": False,
            "read_only_root_filesystem": True,
            "run_as_non_root": True,
            "capabilities": {"drop": ["ALL"]},
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        # `sleep` is the kubelet's: the image needs no shell for it.
        "lifecycle": {"pre_stop": {"sleep": {"seconds": LAST_LOOK_SECONDS}}},
        "termination_message_policy": "FallbackToLogsOnError",
        "volume_mounts": [
            {"name": "tmp", "mount_path": "/tmp"},  # noqa: S108 - in the container
            *({"name": it.name, "mount_path": it.path, "read_only": True} for it in projections),
        ],
    }
    if settings.command is not None:
        container["command"] = settings.command
    if settings.health_command is not None:
        container["liveness_probe"] = {
            "exec_": {"command": settings.health_command},
            "initial_delay_seconds": 15,
            "period_seconds": 20,
            "timeout_seconds": 5,
            "failure_threshold": 3,
        }
    return container

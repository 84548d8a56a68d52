"""What the examples of the rules about pods are made of."""

from __future__ import annotations

from typing import Any, Final

from stackwright_policies.model import Example

POD: Final = "kubernetes:core/v1:Pod"
DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
PATCH: Final = "kubernetes:apps/v1:DeploymentPatch"
DAEMON_SET: Final = "kubernetes:apps/v1beta2:DaemonSet"
CRON_JOB: Final = "kubernetes:batch/v1:CronJob"
POD_LIST: Final = "kubernetes:core/v1:PodList"


def container(name: str = "web", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A container, of an image that can only be this one."""
    return {"name": name, "image": "ghcr.io/acme/web@sha256:7d1a5ec1c3ac4b2f"} | more


def confined(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A container with a security context of these entries."""
    return container(securityContext=more)


def a_pod(why: str, *containers: object, **more: Any) -> Example:  # noqa: ANN401 - JSON
    """A Pod with these containers, and more in its specification."""
    return Example(why=why, type=POD, inputs={"spec": {"containers": list(containers)} | more})


def a_deployment(why: str, *containers: object, type: str = DEPLOYMENT, **more: Any) -> Example:  # noqa: ANN401
    """A Deployment, or another kind with its shape, whose pods have these containers."""
    spec = {"containers": list(containers)} | more
    return Example(why=why, type=type, inputs={"spec": {"template": {"spec": spec}}})


def a_cron_job(why: str, *containers: object, **more: Any) -> Example:  # noqa: ANN401 - JSON
    """A CronJob whose pods have these containers."""
    spec = {"containers": list(containers)} | more
    return Example(why=why, type=CRON_JOB, inputs={"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}})


def a_pod_list(why: str, *containers: object) -> Example:
    """A list of pods, one for each of the containers."""
    return Example(why=why, type=POD_LIST, inputs={"items": [{"spec": {"containers": [it]}} for it in containers]})

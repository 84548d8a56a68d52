"""Containers run an image that is named by version or digest."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, iso27001, nist
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, container
from stackwright_policies.verdicts import Failed, Verdict
from stackwright_policies.workloads import PODS, Pod, called, judging_containers

PASSES: Final = (
    a_pod("a digest", container(image="ghcr.io/acme/web@sha256:7d1a5ec1c3ac4b2f")),
    a_deployment("a version", container(image="ghcr.io/acme/web:1.4.2")),
    a_deployment("the port of a registry is no version, and there is one", container(image="hub.acme:5000/web:2.1")),
    a_cron_job("a digest beside a tag decides", container(image="web:latest@sha256:7d1a5ec1c3ac4b2f")),
    a_deployment("a patch leaves the image as it is", {"name": "web"}, type=PATCH),
)
VIOLATES: Final = (
    a_pod("no version is the latest one", container(image="nginx")),
    a_deployment("the latest one", container(image="ghcr.io/acme/web:latest")),
    a_deployment("the port of a registry is no version", container(image="hub.acme:5000/web")),
    a_cron_job("at the start only", container(), initContainers=[container(image="busybox:latest")]),
    replace(a_pod("a tag can be moved", container(image="web:1.4.2")), settings={"digest": True}),
)
UNDECIDED: Final = (a_pod("not known", container(image=UNKNOWN)),)


def _judge(container: View, _pod: Pod, settings: Settings) -> Iterator[Verdict]:
    image = container.get("image").text()
    if not image or "@" in image:
        return
    tag = image.rpartition("/")[2].partition(":")[2]
    if tag in {"", "latest"}:
        yield Failed(f"{called(container)} runs {image}, whatever that is on the day")
    elif settings["digest"]:
        yield Failed(f"{called(container)} runs {image}, a tag that can be moved to another image")


policy: Final = Policy(
    id="K8S-POD-04",
    title="Images are named by version or digest",
    severity="medium",
    why="A tag that moves makes replicas differ, rollbacks impossible, and lets whoever pushes decide what runs.",
    fix="Name a version, or better a digest (image@sha256:…).",
    frameworks=(*nist("CM-2", "CM-3", "SI-7"), *iso27001("A.8.9", "A.8.32"), *checkov("CKV_K8S_14", "CKV_K8S_43")),
    types=PODS,
    check=judging_containers(_judge),
    settings={
        "digest": {
            "type": "boolean",
            "default": False,
            "description": "Whether only a digest will do.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

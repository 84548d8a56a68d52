"""EKS clusters are not administered from everywhere, and their secrets are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.controls import AT_REST, EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of, each

CLUSTER: Final = "aws:eks/cluster:Cluster"
_ENCRYPTED: Final[dict[str, Any]] = {"encryptionConfig": {"provider": {"keyArn": UNKNOWN}, "resources": ["secrets"]}}


def _with(**network: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {**_ENCRYPTED, "roleArn": UNKNOWN, "vpcConfig": {"subnetIds": UNKNOWN} | network}


PASSES: Final = (
    Example(why="private", type=CLUSTER, inputs=_with(endpointPublicAccess=False, endpointPrivateAccess=True)),
    Example(why="for the office", type=CLUSTER, inputs=_with(publicAccessCidrs=["203.0.113.0/24"])),
)
VIOLATES: Final = (
    Example(why="public by default", type=CLUSTER, inputs=_with()),
    Example(why="for everybody, in words", type=CLUSTER, inputs=_with(publicAccessCidrs=[UNKNOWN, "0.0.0.0/0"])),
    Example(
        why="secrets are not encrypted",
        type=CLUSTER,
        inputs={**_with(endpointPublicAccess=False), "encryptionConfig": None},
    ),
)
UNDECIDED: Final = (
    Example(why="whether it is public is not known", type=CLUSTER, inputs=_with(endpointPublicAccess=UNKNOWN)),
    Example(why="for whom is not known", type=CLUSTER, inputs=_with(publicAccessCidrs=UNKNOWN)),
    Example(
        why="what is encrypted is not known",
        type=CLUSTER,
        inputs={**_with(endpointPublicAccess=False), "encryptionConfig": UNKNOWN},
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each((_judge_endpoint, _judge_secrets), lambda judge: judge(resource.properties))


def _judge_endpoint(properties: View) -> Iterator[Verdict]:
    network = properties.get("vpcConfig")
    if all_of(
        lambda: network.get("endpointPublicAccess").flag(True), lambda: _is_open(network.get("publicAccessCidrs"))
    ):
        yield Failed("the whole internet reaches the Kubernetes API")


def _is_open(ranges: View) -> bool:
    """Empty or left out is everybody: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html."""
    return any_of(lambda: not ranges.items(), lambda: any_in(ranges.items(), lambda it: is_internet(it.text())))


def _judge_secrets(properties: View) -> Iterator[Verdict]:
    if not any_in(properties.get("encryptionConfig", "resources").items(), lambda it: it.text() == "secrets"):
        yield Failed("encryptionConfig does not name secrets")


policy: Final = Policy(
    id="AWS-EKS-01",
    title="EKS clusters are not administered from everywhere, and encrypt secrets",
    severity="high",
    why="A leaked kubeconfig, or the next weakness of the API server, is used by whoever reaches it.",
    fix="Set endpointPublicAccess to false, or publicAccessCidrs to your ranges; add encryptionConfig for secrets.",
    frameworks=(*EXPOSURE, *AT_REST, *checkov("CKV_AWS_38", "CKV_AWS_39", "CKV_AWS_58")),
    types=(CLUSTER,),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

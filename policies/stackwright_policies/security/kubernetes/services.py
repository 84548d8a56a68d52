"""What Services and Ingresses say to the cloud around them, which is in annotations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright_policies.resource import View
from stackwright_policies.verdicts import any_of

# https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
_INTERNAL: Final[Mapping[str, str]] = {
    "networking.gke.io/load-balancer-type": "internal",
    "cloud.google.com/load-balancer-type": "internal",
    "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
    "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    "service.beta.kubernetes.io/openstack-internal-load-balancer": "true",
    "service.beta.kubernetes.io/oci-load-balancer-internal": "true",
}
_RANGES: Final = "service.beta.kubernetes.io/load-balancer-source-ranges"


def annotation(one: View, key: str) -> View:
    """An annotation of an object.

    Raises:
        NotKnown: its metadata is not.
    """
    return one.get("metadata", "annotations", key)


def is_internal(service: View) -> bool:
    """Whether the load balancer of a Service is inside its network.

    Raises:
        NotKnown
    """
    return any_of(
        *(
            (lambda key=key, value=value: annotation(service, key).text().lower() == value)
            for key, value in _INTERNAL.items()
        ),
        # Its first form took a range of addresses.
        lambda: "/" in annotation(service, "service.beta.kubernetes.io/aws-load-balancer-internal").text(),
    )


def source_ranges(service: View) -> list[View]:
    """Whom the load balancer of a Service lets in: everybody, if nobody is named.

    Raises:
        NotKnown
    """
    said = service.get("spec", "loadBalancerSourceRanges").items()
    noted = annotation(service, _RANGES)
    return said or [View(text, noted.path) for text in noted.text().split(",") if text.strip()]

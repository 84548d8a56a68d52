"""Virtual machines of Compute Engine: as instances, as templates of them, and as copies of either."""

from __future__ import annotations

from typing import Final

from stackwright_policies.resource import Resource

INSTANCE: Final = "gcp:compute/instance:Instance"
TEMPLATE: Final = "gcp:compute/instanceTemplate:InstanceTemplate"
_COPIES: Final = (
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
)
MACHINES: Final = (INSTANCE, TEMPLATE, "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate", *_COPIES)


def is_copy(resource: Resource) -> bool:
    """Whether what is left out comes from a template or an image, and is judged there."""
    return resource.type in _COPIES

"""AWS, a file per group of services. Ids and ARNs: AWS Service Authorization Reference; outputs: pulumi-aws docs."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import (
    analytics,
    buckets,
    compute,
    containers,
    data,
    delivery,
    devices,
    events,
    functions,
    guarding,
    hosting,
    identity,
    learning,
    management,
    network,
    observe,
    platforms,
    storage,
    virtual,
    web,
)
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    **network.TYPES,
    **compute.TYPES,
    **delivery.TYPES,
    **identity.TYPES,
    **storage.TYPES,
    **data.TYPES,
    **observe.TYPES,
    **virtual.TYPES,
    **functions.TYPES,
    **containers.TYPES,
    **web.TYPES,
    **events.TYPES,
    **analytics.TYPES,
    **management.TYPES,
    **platforms.TYPES,
    **buckets.TYPES,
    **guarding.TYPES,
    **learning.TYPES,
    **hosting.TYPES,
    **devices.TYPES,
}

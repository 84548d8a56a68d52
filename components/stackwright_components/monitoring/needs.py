"""Which outputs of a part a monitoring can use. Imports no cloud's SDK."""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring import aws_signals, azure_signals, gcp_signals

NEEDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    cloud: {blueprint: kind.needs for blueprint, kind in table.KINDS.items()}
    for cloud, table in (("aws", aws_signals), ("azure", azure_signals), ("gcp", gcp_signals))
}
"""By cloud and blueprint, what its metrics are found by."""


def needed(cloud: str, blueprint: str) -> tuple[str, ...]:
    """The outputs that a monitoring can use of such a part, wherever the monitoring itself is."""
    return (*NEEDS.get(cloud, {}).get(blueprint, ()), "url")

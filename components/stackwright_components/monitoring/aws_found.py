"""How CloudWatch names what a metric is about."""

from collections.abc import Mapping

import pulumi


def dimensions(found_by: Mapping[str, str], outputs: Mapping[str, pulumi.Output[str]]) -> dict[str, pulumi.Input[str]]:
    """Dimensions and their values: an output (of an ARN the name at its end), or the constant after `=`."""
    return {
        key: wanted[1:] if wanted.startswith("=") else outputs[wanted].apply(_name) for key, wanted in found_by.items()
    }


def _name(value: str) -> str:
    # A load balancer's metrics are found by `app/shop/50dc6c495c0c9188`, which is what its ARN ends in.
    return value.rpartition(":")[2].removeprefix("loadbalancer/") if value.startswith("arn:") else value

"""How Cloud Monitoring names what a metric is about."""

from collections.abc import Mapping

import pulumi

from stackwright_components.monitoring.signals import Kind, Metric


def selector(kind: Kind, metric: Metric, outputs: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[str]:
    """A filter for one metric of one resource. An output such as `projects/…/subscriptions/jobs` counts by its end."""
    pieces: list[pulumi.Input[str]] = [f'metric.type="{metric.name}" AND resource.type="{kind.namespace}"']
    for label, output in kind.found_by.items():
        pieces += [f' AND resource.labels.{label}="', outputs[output].apply(lambda it: it.rpartition("/")[2]), '"']
    return pulumi.Output.concat(*pieces)

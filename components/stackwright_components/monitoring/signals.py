"""What is worth seeing and telling of a part, as data: graphs of its metrics, and thresholds.

A part has alarms of its own inside, on what its owner can act on: a full disk, a queue's oldest message, failing
requests. A monitoring adds what only an outsider sees: that a part has fallen silent, that it is slow for its users.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Silence = Literal["breaching", "notBreaching", "missing"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric in its cloud's spelling, and how its values are drawn together."""

    name: str
    statistic: str
    namespace: str = ""
    """Another one than the kind's."""
    found_by: Mapping[str, str] = field(default_factory=dict[str, str])
    """Other dimensions than the kind's."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Metrics that are seen together."""

    title: str
    metrics: tuple[Metric, ...]


def graph(title: str, *metrics: Metric) -> Graph:
    return Graph(title, metrics)


@dataclass(frozen=True, slots=True)
class Threshold:
    """When somebody is told. `silence` is what a missing value means, where the cloud lets one choose."""

    role: str
    meaning: str
    metric: Metric
    limit: float
    above: bool = field(default=True, kw_only=True)
    silence: Silence = field(default="missing", kw_only=True)
    minutes: int = field(default=15, kw_only=True)
    """For how long, in steps of five."""


def piled_up(metric: Metric, *, silence: Silence = "missing") -> Threshold:
    """For a queue, by how many messages wait."""
    meaning = "More than ten thousand messages wait: consumers are too few, or have stopped."
    return Threshold("backlog", meaning, metric, 10_000, silence=silence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a blueprint's parts show on one cloud.

    `found_by` maps what the cloud names a metric's owner by (a dimension, a label) to the part's output, or to a
    constant after `=`. On Azure `scope` is the resource.
    """

    namespace: str
    found_by: Mapping[str, str]
    graphs: tuple[Graph, ...]
    thresholds: tuple[Threshold, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The outputs of a part that its metrics are found by."""
        metrics = [metric for graph in self.graphs for metric in graph.metrics]
        ways = [self.found_by, *(metric.found_by for metric in metrics)]
        return tuple(dict.fromkeys(output for way in ways for output in way.values() if not output.startswith("=")))

"""The embedded engine: Pulumi programs run in Python, for rehearsals."""

from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.embedded.host import HostSpec
from stackwright.engine.embedded.workers import WorkerEngine

__all__ = ["EmbeddedEngine", "HostSpec", "WorkerEngine"]

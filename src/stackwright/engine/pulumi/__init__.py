"""The official Pulumi CLI as an engine: the only one that may touch a real cloud."""

from stackwright.engine.pulumi.engine import PulumiEngine

__all__ = ["PulumiEngine"]

"""Pulumi components of acme's own, beside those of Stackwright: one interface, whatever the cloud."""

from acme_components.settings import Settings

__all__ = ["Settings"]

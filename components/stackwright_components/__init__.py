"""Reusable Pulumi components, one interface for all clouds."""

"""Diff: what changed, and whether a change replaces the resource."""

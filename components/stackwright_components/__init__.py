"""Reusable Pulumi components, one interface for all clouds.

This list is the catalogue: the component host, the documentation and the tests read it. Importing it imports Pulumi,
but no cloud's SDK.
"""

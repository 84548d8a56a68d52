"""Edits of a stack's state without its program or a cloud: each is a pure function over exported deployments."""

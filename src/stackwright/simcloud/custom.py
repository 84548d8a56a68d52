"""Kubernetes custom resources: types that no SDK lists (`kubernetes:monitoring.coreos.com/v1:ServiceMonitor`)."""

from __future__ import annotations

import re

from stackwright.simcloud.catalogue.model import ANY, STRING, Property, ResourceType, Shape

_TOKEN = re.compile(r"kubernetes:[a-z0-9.-]+\.[a-z0-9.-]+/v[0-9][a-z0-9]*:[A-Z]\w*\Z")
_METADATA = Shape("object", ref="meta/v1/_inputs.py:ObjectMetaArgs")


def custom_resource(token: str) -> ResourceType | None:
    """The type of a custom resource, or None if `token` cannot be one. Its group has a dot, which core groups lack."""
    if not _TOKEN.match(token):
        return None
    known = {
        "apiVersion": Property("apiVersion", STRING),
        "kind": Property("kind", STRING),
        "metadata": Property("metadata", _METADATA),
    }
    return ResourceType(token, known, {**known, "metadata": Property("metadata", ANY)}, open=True)

"""The kinds of what a Kubernetes API server refuses. What it looks at is in `simcloud.apiserver`, which is one."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import refusals as apiserver
from stackwright.simcloud.refusing.model import Kind

NAME = Kind(
    apiserver.NAME,
    "names are subdomains, labels or DNS-1035 labels, as their kind wants",
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
)
SELECTOR = Kind(
    apiserver.SELECTOR,
    "a workload selects the pods that it makes",
    "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
)
OBJECT = Kind(
    apiserver.OBJECT,
    "an object is valid in every other way, may become what it is to become, and what it claims is free",
    "https://kubernetes.io/docs/reference/kubernetes-api/",
)
KINDS: Final = (NAME, SELECTOR, OBJECT)

"""Reusable Pulumi components, one interface for all clouds.

This list is the catalogue: the component host, the documentation and the tests read it. Importing it imports Pulumi,
but no cloud's SDK.
"""

from stackwright_components.backup import Backup
from stackwright_components.database import Database
from stackwright_components.hybrid_link import HybridLink
from stackwright_components.monitoring import Monitoring
from stackwright_components.network import Network
from stackwright_components.object_storage import ObjectStorage
from stackwright_components.queue import Queue
from stackwright_components.web_service import WebService
from stackwright_components.worker import Worker
from stackwright_components.workload_identity import WorkloadIdentity

__all__ = [
    "Backup",
    "Database",
    "HybridLink",
    "Monitoring",
    "Network",
    "ObjectStorage",
    "Queue",
    "WebService",
    "Worker",
    "WorkloadIdentity",
]

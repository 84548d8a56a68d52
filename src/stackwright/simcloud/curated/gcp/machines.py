"""Compute Engine's machines, and Kubernetes Engine."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Mapping

from stackwright.simcloud.curated.gcp.compute import LINK, address_in, one, region_of, subnetwork_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.zones import zones_in
from stackwright.wire.values import Value

_ACCOUNT = f"{PROJECT_NUMBER}-compute@developer.gserviceaccount.com"
_GKE = "1.33.5-gke.1308000"
"""What the regular release channel has by default (as `container.getEngineVersions` says)."""


def _interfaces(it: Subject) -> Value:
    """Each with an address of its subnetwork, and a public one where it has an access configuration."""
    made: list[Value] = []
    for index, given in enumerate(it.items("networkInterfaces")):
        interface = given if isinstance(given, dict) else {}
        subnetwork = str(interface.get("subnetwork") or "")
        configs = interface.get("accessConfigs")
        public: list[Value] = [
            {"natIp": guess.public_ip(it, f"nat {index} {number}"), "networkTier": "PREMIUM"}
            for number in range(len(configs) if isinstance(configs, list) else 0)
        ]
        there = subnetwork_of(it, subnetwork, region_of(it))
        network = there.get("network") or f"{LINK}projects/{it.identity.project}/global/networks/default"
        made.append(
            {
                "name": f"nic{index}",
                "network": network,
                "networkIp": address_in(it, str(there.get("ipCidrRange")), str(index)),
                "stackType": "IPV4_ONLY",
                "accessConfigs": public,
            }
        )
    return made


def _boot_disk(it: Subject) -> Value:
    return {
        "deviceName": "persistent-disk-0",
        "source": f"{LINK}projects/{it.identity.project}/zones/{_zone(it)}/disks/{it.text('name')}",
    }


def _zone(it: Subject) -> str:
    return it.text("zone") or it.identity.zone


def _where(it: Subject) -> str:
    """A cluster's location: its own, or the provider's zone, else its region."""
    return it.text("location") or str(it.identity.config.get("zone") or "") or it.identity.region


def _cluster_link(it: Subject) -> str:
    project = it.text("project") or it.identity.project
    return f"projects/{project}/locations/{_where(it)}/clusters/{it.text('name')}"


def _authority(it: Subject) -> Value:
    """Base64 of a PEM, as every kubeconfig wants it."""
    return {
        "clusterCaCertificate": base64.b64encode(guess.certificate(it, "authority").encode()).decode(),
        "clientCertificate": "",
        "clientKey": "",
    }


def _zones(it: Subject) -> list[str]:
    where = _where(it)
    return [where] if where[-2:-1] == "-" else list(zones_in("gcp", where)[:3])


def _private(it: Subject) -> Value:
    """Where a private cluster's control plane is: the second host of the range that it was given."""
    block = str(it.mapping("privateClusterConfig").get("masterIpv4CidrBlock") or "172.16.0.32/28")
    try:
        own = str(ipaddress.ip_network(block)[2])
    except (ValueError, IndexError):
        own = guess.private_ip(it, "control")
    return {"privateEndpoint": own, "publicEndpoint": guess.public_ip(it, ""), "peeringName": f"gke-n{it.seed.hex(20)}"}


def _range(it: Subject, which: str) -> str:
    """The range of pods or of services: a secondary one of the subnetwork, one that was given, else empty."""
    policy = it.mapping("ipAllocationPolicy")
    given = str(policy.get(f"{which}Ipv4CidrBlock") or "")
    if re.fullmatch(r"[\d.]+/\d+", given):
        return given
    where = _where(it)
    region = where.rpartition("-")[0] if where[-2:-1] == "-" else where
    ranges = subnetwork_of(it, it.text("subnetwork"), region).get("secondaryIpRanges")
    for each in ranges if isinstance(ranges, list) else []:
        if isinstance(each, dict) and each.get("rangeName") == policy.get(f"{which}SecondaryRangeName"):
            return str(each.get("ipCidrRange"))
    return ""


def _pods(it: Subject) -> str:
    return _range(it, "cluster") or f"10.{4 * it.seed.below(60)}.0.0/14"


def _services(it: Subject) -> str:
    """34.118.224.0/20 is what GKE takes by itself (https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips)."""
    return _range(it, "services") or "34.118.224.0/20"


def _groups(it: Subject, kind: str) -> Value:
    cluster = it.text("cluster").rpartition("/")[2]
    name = f"gke-{cluster}-{it.text('name')}-{it.seed.hex(8)}-grp"[:63]
    return [f"{LINK}projects/{it.identity.project}/zones/{zone}/{kind}/{name}" for zone in _zones(it)]


def _pool_id(it: Subject) -> str:
    project, cluster = it.text("project") or it.identity.project, it.text("cluster").rpartition("/")[2]
    return f"projects/{project}/locations/{_where(it)}/clusters/{cluster}/nodePools/{it.text('name')}"


def _version(it: Subject) -> str:
    given = it.text("minMasterVersion")
    return given if "-gke." in given else _GKE


def _template_link(it: Subject) -> str:
    return f"{LINK}{it.id}?uniqueId={it.seed.digits(19, 'template')}"


def _template_name(it: Subject) -> str:
    prefix = it.text("namePrefix")
    return it.text("name") or f"{prefix}{it.timestamp()[:10].replace('-', '')}{it.seed.digits(16, 'name')}"


def _managed(place: str) -> Recipe:
    link = f"{LINK}projects/{{project}}/{place}/instanceGroups/{{in:name}}"
    return one(
        f"{place}/instanceGroupManagers/{{in:name}}",
        instanceGroup=link,
        instanceGroupManagerId=lambda it: int(it.seed.digits(15, "manager")),
        fingerprint="{hex:11:fingerprint}=",
        statuses=[{"isStable": True}],
    )


TYPES: Mapping[str, Recipe] = {
    "gcp:compute/instance:Instance": one(
        "zones/{zone}/instances/{in:name}",
        instanceId="{digits:19}",
        networkInterfaces=_interfaces,
        bootDisk=_boot_disk,
        cpuPlatform="Intel Broadwell",
        currentStatus="RUNNING",
        serviceAccount={"email": _ACCOUNT},
        metadataFingerprint="{hex:11:metadata}=",
        tagsFingerprint="{hex:11:tags}=",
        labelFingerprint="{hex:11:labels}=",
        zone="{zone}",
    ),
    "gcp:compute/disk:Disk": one(
        "zones/{zone}/disks/{in:name}",
        diskId="{digits:19}",
        type="pd-standard",
        size=500,
        physicalBlockSizeBytes=4096,
        labelFingerprint="{hex:11:labels}=",
        lastAttachTimestamp="",
        lastDetachTimestamp="",
        users=[],
        zone="{zone}",
    ),
    "gcp:compute/snapshot:Snapshot": one(
        "global/snapshots/{in:name}",
        snapshotId=lambda it: int(it.seed.digits(15, "snapshot")),
        diskSizeGb=10,
        storageBytes=0,
        labelFingerprint="{hex:11:labels}=",
    ),
    "gcp:compute/attachedDisk:AttachedDisk": Recipe(
        id=lambda it: (
            f"projects/{it.identity.project}/zones/{_zone(it)}/instances/"
            f"{it.text('instance').rpartition('/')[2]}/{it.text('disk').rpartition('/')[2]}"
        ),
        outputs={"deviceName": "persistent-disk-1", "zone": "{zone}"},
    ),
    "gcp:compute/instanceTemplate:InstanceTemplate": Recipe(
        id=lambda it: f"projects/{it.identity.project}/global/instanceTemplates/{_template_name(it)}",
        outputs={
            "name": _template_name,
            "selfLink": f"{LINK}{{id}}",
            "selfLinkUnique": _template_link,
            "numericId": "{digits:19:template}",
            "metadataFingerprint": "{hex:11:metadata}=",
            "tagsFingerprint": "{hex:11:tags}=",
        },
    ),
    "gcp:compute/instanceGroupManager:InstanceGroupManager": _managed("zones/{zone}"),
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager": _managed("regions/{region}"),
    "gcp:container/cluster:Cluster": Recipe(
        id=_cluster_link,
        outputs={
            "selfLink": lambda it: f"https://container.googleapis.com/v1/{_cluster_link(it)}",
            "endpoint": "{ip}",
            "masterAuth": _authority,
            "masterVersion": _version,
            "nodeVersion": _version,
            "location": _where,
            "nodeLocations": lambda it: list[Value](_zones(it)),
            "network": "projects/{project}/global/networks/default",
            "servicesIpv4Cidr": _services,
            "clusterIpv4Cidr": _pods,
            "privateClusterConfig": _private,
            "workloadIdentityConfig": {"workloadPool": "{project}.svc.id.goog"},
            "labelFingerprint": "{hex:8:labels}",
            "loggingService": "logging.googleapis.com/kubernetes",
            "monitoringService": "monitoring.googleapis.com/kubernetes",
            "networkingMode": "VPC_NATIVE",
            "operation": "",
            "tpuIpv4CidrBlock": "",
        },
    ),
    "gcp:gkehub/membership:Membership": Recipe(
        id=lambda it: (
            f"projects/{it.text('project') or it.identity.project}/locations/{it.text('location') or 'global'}"
            f"/memberships/{it.text('membershipId')}"
        ),
        outputs={"location": "global"},
    ),
    "gcp:container/nodePool:NodePool": Recipe(
        id=_pool_id,
        outputs={
            "instanceGroupUrls": lambda it: _groups(it, "instanceGroupManagers"),
            "managedInstanceGroupUrls": lambda it: _groups(it, "instanceGroups"),
            "location": _where,
            "nodeLocations": lambda it: list[Value](_zones(it)),
            "version": _GKE,
            "nodeConfig": {"diskSizeGb": 100, "diskType": "pd-balanced", "machineType": "e2-medium"},
            "maxPodsPerNode": 110,
            "operation": "",
        },
    ),
}

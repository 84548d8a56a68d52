"""OpenStack data sources that programs ask for most: networks, images and flavors that an operator has made."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.invokes.answer import Function, existing
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.zones import zones_in
from stackwright.wire.values import Properties, Value


def network(it: Subject, store: Store) -> Properties:
    """A network of this cloud, else the operator's external one of that name."""
    found = existing(it, store)
    own = it.text("networkId") or it.seed.uuid()
    return {
        "id": own,
        "networkId": own,
        "name": it.text("name") or "public",
        "adminStateUp": "true",
        "external": it.inputs.get("external", True),
        "shared": "false",
        "mtu": 1500,
        "region": it.identity.region,
        "tenantId": it.identity.tenant,
        "subnets": [it.seed.uuid("subnet")],
        "segments": [],
        "availabilityZoneHints": [],
        "allTags": [],
        "dnsDomain": "",
        "transparentVlan": False,
        **{key: value for key, value in found.items() if key in {"id", "name", "mtu"}},
    }


def image(it: Subject, _store: Store) -> Properties:
    name = it.text("name") or "ubuntu-24.04"
    own = it.seed.uuid()
    return {
        "id": own,
        "name": name,
        "checksum": it.seed.hex(32),
        "containerFormat": "bare",
        "diskFormat": "qcow2",
        "file": f"/v2/images/{own}/file",
        "metadata": {},
        "minDiskGb": 8,
        "minRamMb": 512,
        "owner": it.identity.tenant,
        "properties": {},
        "protected": False,
        "region": it.identity.region,
        "schema": "/v2/schemas/image",
        "sizeBytes": 629145600,
        "status": "active",
        "visibility": "public",
        "createdAt": it.timestamp(),
        "updatedAt": it.timestamp(),
        "tags": [],
    }


def flavor(it: Subject, _store: Store) -> Properties:
    own = it.text("flavorId") or it.seed.uuid()
    return {
        "id": own,
        "flavorId": own,
        "name": it.text("name") or "m1.small",
        "ram": it.number("ram", it.number("minRam", 2048)),
        "vcpus": it.number("vcpus", 1),
        "disk": it.number("disk", it.number("minDisk", 20)),
        "swap": 0,
        "rxTxFactor": 1.0,
        "isPublic": True,
        "extraSpecs": {},
        "description": "",
        "region": it.identity.region,
    }


def zones(it: Subject, _store: Store) -> Properties:
    region = it.identity.region
    return {"id": it.seed.hex(8), "names": list[Value](zones_in("openstack", region)), "region": region}


FUNCTIONS: Mapping[str, Function] = {
    "openstack:networking/getNetwork:getNetwork": network,
    "openstack:images/getImage:getImage": image,
    "openstack:compute/getFlavor:getFlavor": flavor,
    "openstack:compute/getAvailabilityZones:getAvailabilityZones": zones,
}

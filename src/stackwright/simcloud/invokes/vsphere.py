"""Data sources of vSphere: a template as an installation of Ubuntu leaves it (vSphere Web Services API)."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

_DISK: Mapping[str, Value] = {
    "label": "disk0",
    "size": 20,
    "thinProvisioned": True,
    "eagerlyScrub": False,
    "unitNumber": 0,
}


def virtual_machine(it: Subject, _store: Store) -> Properties:
    return {
        "id": it.seed.uuid(),
        "uuid": it.seed.uuid(),
        "moid": f"vm-{it.seed.digits(4)}",
        "guestId": "ubuntu64Guest",
        "firmware": "bios",
        "scsiType": "pvscsi",
        "scsiBusSharing": "noSharing",
        "networkInterfaceTypes": ["vmxnet3"],
        "disks": [dict(_DISK)],
        "numCpus": 2,
        "numCoresPerSocket": 1,
        "memory": 2048,
    }


FUNCTIONS: Mapping[str, Function] = {"vsphere:index/getVirtualMachine:getVirtualMachine": virtual_machine}

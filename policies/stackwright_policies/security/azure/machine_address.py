"""Machines on Azure have no public address of their own."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

INTERFACE: Final = "azure-native:network:NetworkInterface"
MACHINE: Final = "azure-native:compute:VirtualMachine"
SET: Final = "azure-native:compute:VirtualMachineScaleSet"
_INTERFACES: Final = ("networkProfile", "networkInterfaceConfigurations")


def _interface(**changes: object) -> dict[str, object]:
    return {"ipConfigurations": [{"name": "ip", "subnet": {"id": UNKNOWN}, **changes}]}


def _machine(**changes: object) -> dict[str, object]:
    return {"networkProfile": {"networkInterfaceConfigurations": [{"name": "nic", **_interface(**changes)}]}}


PASSES: Final = (
    Example(why="only a private address", type=INTERFACE, inputs=_interface()),
    Example(why="a machine with an interface of its own", type=MACHINE, inputs=_machine()),
    Example(why="which interfaces is not said here", type=MACHINE, inputs={"networkProfile": {}}),
)
VIOLATES: Final = (
    Example(why="a public address", type=INTERFACE, inputs=_interface(publicIPAddress={"id": UNKNOWN})),
    Example(
        why="a machine that makes one", type=MACHINE, inputs=_machine(publicIPAddressConfiguration={"name": "public"})
    ),
    Example(
        why="every machine of a set gets one",
        type=SET,
        inputs={"virtualMachineProfile": _machine(publicIPAddressConfiguration={"name": "public"})},
    ),
    Example(
        why="one address beside another that is not known",
        type=INTERFACE,
        inputs={"ipConfigurations": [UNKNOWN, {"publicIPAddress": {"id": UNKNOWN}}]},
    ),
)
UNDECIDED: Final = (
    Example(why="the addresses are not known", type=INTERFACE, inputs={"ipConfigurations": UNKNOWN}),
    Example(why="the machines are not known", type=SET, inputs={"virtualMachineProfile": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type == INTERFACE:
        return _judge(given)
    machine = given.get("virtualMachineProfile") if resource.type == SET else given
    return each(machine.get(*_INTERFACES).items(), _judge)


def _judge(interface: View) -> Iterator[Verdict]:
    return each(interface.get("ipConfigurations").items(), _judge_address)


def _judge_address(address: View) -> Iterator[Verdict]:
    for key in ("publicIPAddress", "publicIPAddressConfiguration"):
        if not address.get(key).absent:
            yield Failed(f"{address.path} has {key}: the internet reaches the machine past every gateway")


policy: Final = Policy(
    id="AZ-NET-03",
    title="Machines have no public address of their own",
    severity="medium",
    why="A machine with a public address is one wrong rule away from everybody.",
    fix="Put a load balancer or gateway in front, a NAT gateway behind, and come in by Azure Bastion.",
    frameworks=(*EXPOSURE, *checkov("CKV_AZURE_119")),
    types=(INTERFACE, MACHINE, SET),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Virtual machines of Compute Engine are shielded, take no project-wide keys, forward nothing and have no console."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.controls import HARDENING
from stackwright_policies.demands import Demand, mended, unmet
from stackwright_policies.gcp.machines import INSTANCE, MACHINES, TEMPLATE, is_copy
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict

_COPY: Final = "gcp:compute/instanceFromTemplate:InstanceFromTemplate"
_KEYS: Final = "metadata.block-project-ssh-keys"
_SERIAL: Final = "metadata.serial-port-enable"
_SHIELD: Final = "shieldedInstanceConfig"
_PARTS: Final = ("enableVtpm", "enableIntegrityMonitoring")


def _machine(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    shield = {"enableVtpm": True, "enableIntegrityMonitoring": True}
    return {"metadata": {"block-project-ssh-keys": "true"}, "shieldedInstanceConfig": shield} | more


PASSES: Final = (
    Example(why="as it should be", type=INSTANCE, inputs=_machine(machineType=UNKNOWN)),
    Example(
        why="on is the default of a shielded machine",
        type=TEMPLATE,
        inputs=_machine(shieldedInstanceConfig={"enableSecureBoot": True}, canIpForward=False),
    ),
    Example(
        why="the serial port is off",
        type=INSTANCE,
        inputs=_machine(metadata={"block-project-ssh-keys": "TRUE", "serial-port-enable": "FALSE"}),
    ),
    Example(why="its template says it", type=_COPY, inputs={"sourceInstanceTemplate": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=INSTANCE, inputs={"machineType": "e2-small"}),
    Example(
        why="it takes keys of the whole project", type=INSTANCE, inputs=_machine(metadata={"enable-oslogin": "TRUE"})
    ),
    Example(
        why="it can be reached through the serial port",
        type=INSTANCE,
        inputs=_machine(metadata={"block-project-ssh-keys": True, "serial-port-enable": 1}),
    ),
    Example(
        why="nobody measures what it starts",
        type=TEMPLATE,
        inputs=_machine(shieldedInstanceConfig={"enableVtpm": False}),
    ),
    Example(why="it forwards what is not for it", type=INSTANCE, inputs=_machine(canIpForward=True, metadata=UNKNOWN)),
    Example(
        why="its template may say otherwise",
        type=_COPY,
        inputs={"sourceInstanceTemplate": "web", "metadata": {"serial-port-enable": "true"}},
    ),
)
UNDECIDED: Final = (
    Example(why="the metadata is not known", type=INSTANCE, inputs=_machine(metadata=UNKNOWN)),
    Example(why="whether it forwards is not known", type=INSTANCE, inputs=_machine(canIpForward=UNKNOWN)),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from unmet(resource.properties, _demands(resource))


def _demands(resource: Resource) -> Sequence[Demand]:
    return OF_ALL if is_copy(resource) else (*OF_ALL, *OF_ORIGINALS)


def _serial_port(machine: View) -> bool:
    # https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console: TRUE, or 1
    port = machine.get(*_SERIAL.split("."))
    return port.flag() or port.number() == 1


OF_ORIGINALS: Final = (
    Demand(
        refuses=lambda it: it.get(*_KEYS.split(".")).absent,
        what=f"{_KEYS} is not true: everyone whose key is in the project's metadata gets in",
        mend={_KEYS: "true"},
    ),
    Demand(
        refuses=lambda it: it.get(_SHIELD).absent,
        what=f"{_SHIELD} is not set: nobody notices what was put under the system",
        mend={f"{_SHIELD}.{part}": True for part in _PARTS},
    ),
)
"""What has to be said. Copies have it from the machine or the template that they are of."""
OF_ALL: Final = (
    Demand(
        refuses=lambda it: not it.get(*_KEYS.split(".")).flag(default=True),
        what=f"{_KEYS} is not true: everyone whose key is in the project's metadata gets in",
        mend={_KEYS: "true"},
    ),
    Demand(
        refuses=_serial_port,
        what=f"{_SERIAL} is on: the console is open to every address, whatever the firewall says",
        mend={_SERIAL: "false"},
    ),
    *(
        Demand(
            refuses=lambda it, part=part: not it.get(_SHIELD, part).flag(default=True),
            what=f"{_SHIELD}.{part} is off: nobody notices what was put under the system",
            mend={f"{_SHIELD}.{part}": True},
        )
        for part in _PARTS
    ),
    # Not mended: the machine would be made anew, and one that routes needs it.
    Demand(
        refuses=lambda it: it.get("canIpForward").flag(),
        what="canIpForward is on: it may send and take packets under others' addresses",
    ),
)


def _remedy(resource: Resource, inputs: Json, _settings: Settings) -> Json:
    return mended(inputs, _demands(resource))


policy: Final = Policy(
    id="GCP-VM-03",
    title="Virtual machines are shielded, and take neither project-wide keys nor serial connections",
    severity="medium",
    why="Each of these is a way into a machine that no firewall and no grant on the machine itself shows.",
    fix="In metadata set block-project-ssh-keys to true and leave serial-port-enable out; set shieldedInstanceConfig, "
    "leave canIpForward out.",
    frameworks=(
        *cis("GCP", "4.0", "4.3", "4.5", "4.6", "4.8"),
        *HARDENING,
        *checkov("CKV_GCP_32", "CKV_GCP_35", "CKV_GCP_36", "CKV_GCP_39"),
    ),
    types=MACHINES,
    check=check,
    remedy_of=_remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

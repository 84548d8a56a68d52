"""Scale sets of virtual machines on Azure: keys instead of passwords, and encryption on the host."""

from typing import Final

from stackwright_policies.azure.machines import demands
from stackwright_policies.controls import AT_REST, AUTHENTICATION
from stackwright_policies.demands import judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, secret

SET: Final = "azure-native:compute:VirtualMachineScaleSet"
_KEYS: Final = {"linuxConfiguration": {"disablePasswordAuthentication": True}}


def _set(**changes: object) -> dict[str, object]:
    return {"virtualMachineProfile": {"osProfile": _KEYS, "securityProfile": {"encryptionAtHost": True}} | changes}


PASSES: Final = (
    Example(why="keys, and encryption", type=SET, inputs=_set(userData=UNKNOWN)),
    Example(
        why="Windows has only passwords",
        type=SET,
        inputs=_set(osProfile={"adminPassword": secret("s3cret"), "windowsConfiguration": {}}),
    ),
)
VIOLATES: Final = (
    Example(
        why="passwords",
        type=SET,
        inputs=_set(osProfile={"linuxConfiguration": {"disablePasswordAuthentication": False}}),
    ),
    Example(why="not encrypted on the host", type=SET, inputs=_set(securityProfile={"securityType": "TrustedLaunch"})),
    Example(why="as it comes", type=SET, inputs={"virtualMachineProfile": {"osProfile": {"linuxConfiguration": {}}}}),
)
UNDECIDED: Final = (
    Example(why="the machines are not known", type=SET, inputs={"virtualMachineProfile": UNKNOWN}),
    Example(why="encryption is not known", type=SET, inputs=_set(securityProfile={"encryptionAtHost": UNKNOWN})),
)

policy: Final = Policy(
    id="AZ-VM-02",
    title="Scale sets take keys instead of passwords, and are encrypted on the host",
    severity="high",
    why="Passwords are guessed day and night, and one opens every machine of the set.",
    fix="Set virtualMachineProfile's disablePasswordAuthentication with SSH keys, and its encryptionAtHost.",
    frameworks=(*AUTHENTICATION, *AT_REST, *checkov("CKV_AZURE_49", "CKV_AZURE_97")),
    types=(SET,),
    check=judging(demands("virtualMachineProfile")),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

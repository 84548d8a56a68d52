"""Virtual machines on Azure: keys instead of passwords, and encryption on the host."""

from typing import Final

from stackwright_policies.azure.machines import demands
from stackwright_policies.controls import AT_REST, AUTHENTICATION
from stackwright_policies.demands import judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, secret

MACHINE: Final = "azure-native:compute:VirtualMachine"
_KEYS: Final = {"linuxConfiguration": {"disablePasswordAuthentication": True, "ssh": UNKNOWN}}


def _machine(**changes: object) -> dict[str, object]:
    return {"osProfile": _KEYS, "securityProfile": {"encryptionAtHost": True}} | changes


PASSES: Final = (
    Example(why="keys, and encryption", type=MACHINE, inputs=_machine()),
    Example(
        why="Windows has only passwords",
        type=MACHINE,
        inputs=_machine(osProfile={"adminPassword": secret("s3cret"), "windowsConfiguration": {}}),
    ),
    Example(
        why="Windows, by its image",
        type=MACHINE,
        inputs=_machine(
            osProfile={"adminPassword": secret(UNKNOWN)},
            storageProfile={"imageReference": {"publisher": "MicrosoftWindowsServer", "sku": UNKNOWN}},
        ),
    ),
    Example(
        why="its disk brings its users",
        type=MACHINE,
        inputs={
            "securityProfile": {"encryptionAtHost": True},
            "storageProfile": {"osDisk": {"createOption": "Attach"}},
        },
    ),
)
VIOLATES: Final = (
    Example(
        why="passwords", type=MACHINE, inputs=_machine(osProfile={"linuxConfiguration": {"provisionVMAgent": True}})
    ),
    Example(
        why="passwords, by its image",
        type=MACHINE,
        inputs=_machine(
            osProfile={"adminPassword": secret("s3cret")}, storageProfile={"imageReference": {"publisher": "Canonical"}}
        ),
    ),
    Example(why="not encrypted on the host", type=MACHINE, inputs={"osProfile": _KEYS}),
    Example(
        why="not encrypted, said so, whoever signs in",
        type=MACHINE,
        inputs={"osProfile": UNKNOWN, "securityProfile": {"encryptionAtHost": False}},
    ),
)
UNDECIDED: Final = (
    Example(why="who signs in is not known", type=MACHINE, inputs=_machine(osProfile=UNKNOWN)),
    Example(why="encryption is not known", type=MACHINE, inputs=_machine(securityProfile=UNKNOWN)),
)

policy: Final = Policy(
    id="AZ-VM-01",
    title="Virtual machines take keys instead of passwords, and are encrypted on the host",
    severity="high",
    why="Passwords are guessed day and night; what the host does not encrypt can be read where it lies.",
    fix="Set linuxConfiguration.disablePasswordAuthentication with SSH keys, and securityProfile.encryptionAtHost.",
    frameworks=(
        *AUTHENTICATION,
        *AT_REST,
        *checkov("CKV_AZURE_1", "CKV_AZURE_97", "CKV_AZURE_149", "CKV_AZURE_178"),
    ),
    types=(MACHINE,),
    check=judging(demands()),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

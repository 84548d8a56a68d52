"""Rights on Azure that lead to more rights.

https://learn.microsoft.com/azure/role-based-access-control/role-assignments-steps (who can assign roles), and
https://specterops.io/blog/2022/06/07/managed-identity-attack-paths-part-1-automation-accounts/ with its other parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ASSIGNING: Final = "https://learn.microsoft.com/azure/role-based-access-control/role-assignments-steps"
_IDENTITIES: Final = "https://specterops.io/blog/2022/06/07/managed-identity-attack-paths-part-1-automation-accounts/"


@dataclass(frozen=True, slots=True)
class Raising:
    """An action with which one gets every right at its scope, and below."""

    action: str
    words: str
    source: str = _ASSIGNING


@dataclass(frozen=True, slots=True)
class Entering:
    """An action on a resource that has an identity, with which one gets at that identity's rights."""

    type: str
    action: str
    words: str
    source: str = _IDENTITIES


RAISINGS: Final = (
    Raising("Microsoft.Authorization/roleAssignments/write", "assigns itself any role"),
    Raising("Microsoft.Authorization/roleDefinitions/write", "writes more into a role that it has"),
    Raising("Microsoft.Authorization/elevateAccess/Action", "raises itself to administrator of everything"),
)
BECOMING: Final = (
    Entering(
        "", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "has something of its own run as it"
    ),
    Entering(
        "",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
        "lets a token of its own in",
        "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    ),
)
"""On the identity itself."""
ENTERINGS: Final[Sequence[Entering]] = (
    Entering("VirtualMachine", "Microsoft.Compute/virtualMachines/runCommand/action", "runs commands on"),
    Entering("VirtualMachine", "Microsoft.Compute/virtualMachines/extensions/write", "puts an extension on"),
    Entering("VirtualMachineScaleSet", "Microsoft.Compute/virtualMachineScaleSets/write", "changes what runs on"),
    Entering("WebApp", "Microsoft.Web/sites/publish/action", "puts code of its own on"),
    Entering("WebApp", "Microsoft.Web/sites/write", "changes"),
    Entering("ContainerApp", "Microsoft.App/containerApps/write", "changes what runs in"),
    Entering("Job", "Microsoft.App/jobs/write", "changes what runs in"),
    Entering("ContainerGroup", "Microsoft.ContainerInstance/containerGroups/write", "changes what runs in"),
    Entering("AutomationAccount", "Microsoft.Automation/automationAccounts/runbooks/write", "writes a runbook of"),
    Entering("Workflow", "Microsoft.Logic/workflows/write", "changes what is done by"),
    Entering("ManagedCluster", "Microsoft.ContainerService/managedClusters/runCommand/action", "runs commands in"),
)
"""On what runs as it."""

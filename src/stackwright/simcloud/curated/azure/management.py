"""Resource groups, identities, roles, locks, monitoring."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import GROUP, arm
from stackwright.simcloud.curated.recipe import Recipe

_SCOPED = "{in:scope}/providers/Microsoft.Authorization"

TYPES: Mapping[str, Recipe] = {
    "azure-native:resources:ResourceGroup": Recipe(
        id=GROUP, outputs={"properties": {"provisioningState": "Succeeded"}}
    ),
    "azure-native:management:ManagementGroup": Recipe(
        id="/providers/Microsoft.Management/managementGroups/{in:groupId}",
        outputs={"tenantId": "{tenant}", "displayName": "{in:groupId}"},
    ),
    "azure-native:managedidentity:UserAssignedIdentity": arm(
        "Microsoft.ManagedIdentity/userAssignedIdentities/{in:resourceName}",
        clientId="{uuid:client}",
        principalId="{uuid:principal}",
        tenantId="{tenant}",
    ),
    "azure-native:authorization:RoleAssignment": Recipe(
        id=_SCOPED + "/roleAssignments/{in:roleAssignmentName}",
        outputs={
            "createdBy": "{uuid:creator}",
            "updatedBy": "{uuid:creator}",
            "createdOn": "{time}",
            "updatedOn": "{time}",
        },
    ),
    "azure-native:authorization:RoleDefinition": Recipe(
        id=_SCOPED + "/roleDefinitions/{in:roleDefinitionId}",
        outputs={
            "createdBy": "{uuid:creator}",
            "updatedBy": "{uuid:creator}",
            "createdOn": "{time}",
            "updatedOn": "{time}",
        },
    ),
    "azure-native:authorization:ManagementLockByScope": Recipe(id=_SCOPED + "/locks/{in:lockName}"),
    "azure-native:authorization:ManagementLockAtResourceGroupLevel": arm("Microsoft.Authorization/locks/{in:lockName}"),
    "azure-native:monitor:ActionGroup": arm("Microsoft.Insights/actionGroups/{in:actionGroupName}"),
    "azure-native:monitor:MetricAlert": arm(
        "Microsoft.Insights/metricAlerts/{in:ruleName}", isMigrated=False, lastUpdatedTime="{time}"
    ),
    "azure-native:monitor:DiagnosticSetting": Recipe(
        id="{in:resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{in:name}"
    ),
    "azure-native:monitor:AutoscaleSetting": arm("Microsoft.Insights/autoscaleSettings/{in:autoscaleSettingName}"),
    "azure-native:operationalinsights:Workspace": arm(
        "Microsoft.OperationalInsights/workspaces/{in:workspaceName}",
        customerId="{uuid:customer}",
        createdDate="{time}",
        modifiedDate="{time}",
        privateLinkScopedResources=[],
        retentionInDays=30,
        publicNetworkAccessForIngestion="Enabled",
        publicNetworkAccessForQuery="Enabled",
        sku={"lastSkuUpdate": "{time}"},
    ),
}

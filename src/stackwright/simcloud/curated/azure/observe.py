"""Application Insights, dashboards, budgets, alert processing, backup vaults."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.recipe import Recipe

_VAULT = "Microsoft.DataProtection/backupVaults/{in:vaultName}"

TYPES: Mapping[str, Recipe] = {
    "azure-native:applicationinsights:Component": arm(
        "Microsoft.Insights/components/{in:resourceName}",
        appId="{uuid:app}",
        applicationId="{in:resourceName}",
        instrumentationKey="{uuid:instrumentation}",
        connectionString="InstrumentationKey={uuid:instrumentation};"
        "IngestionEndpoint=https://{location}-1.in.applicationinsights.azure.com/",
        creationDate="{time}",
        tenantId="{tenant}",
        provisioningState="Succeeded",
    ),
    "azure-native:applicationinsights:WebTest": arm(
        "Microsoft.Insights/webtests/{in:webTestName}", provisioningState="Succeeded"
    ),
    "azure-native:portal:Dashboard": arm("Microsoft.Portal/dashboards/{in:dashboardName}"),
    "azure-native:consumption:Budget": Recipe(
        id="{in:scope}/providers/Microsoft.Consumption/budgets/{in:budgetName}",
        outputs={"eTag": "{hex:16:tag}", "currentSpend": {"amount": 0, "unit": "EUR"}},
    ),
    "azure-native:monitor:SubscriptionDiagnosticSetting": Recipe(
        id="/subscriptions/{subscription}/providers/Microsoft.Insights/diagnosticSettings/{in:name}"
    ),
    "azure-native:alertsmanagement:AlertProcessingRuleByName": arm(
        "Microsoft.AlertsManagement/actionRules/{in:alertProcessingRuleName}"
    ),
    "azure-native:dataprotection:BackupVault": arm(
        _VAULT,
        identity={"principalId": "{uuid:principal}", "tenantId": "{tenant}", "type": "SystemAssigned"},
        properties={"provisioningState": "Succeeded", "isVaultProtectedByResourceGuard": False},
    ),
    "azure-native:dataprotection:BackupPolicy": arm(f"{_VAULT}/backupPolicies/{{in:backupPolicyName}}"),
    "azure-native:dataprotection:BackupInstance": arm(
        f"{_VAULT}/backupInstances/{{in:backupInstanceName}}",
        properties={
            "provisioningState": "Succeeded",
            "currentProtectionState": "ProtectionConfigured",
            "protectionStatus": {"status": "ProtectionConfigured"},
        },
    ),
}

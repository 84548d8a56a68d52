"""Application Insights, dashboards, budgets, alert processing, backup vaults."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.azure.places import place
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_VAULT = "Microsoft.DataProtection/backupVaults/{in:vaultName}"


def _connection_string(it: Subject) -> Value:
    """https://learn.microsoft.com/azure/azure-monitor/app/connection-strings."""
    parts = (
        f"InstrumentationKey={it.seed.uuid('instrumentation')}",
        f"IngestionEndpoint=https://{place(it)}-1.in.applicationinsights.azure.com/",
        f"LiveEndpoint=https://{place(it)}.livediagnostics.monitor.azure.com/",
        f"ApplicationId={it.seed.uuid('app')}",
    )
    return ";".join(parts)


TYPES: Mapping[str, Recipe] = {
    "azure-native:applicationinsights:Component": arm(
        "Microsoft.Insights/components/{in:resourceName}",
        appId="{uuid:app}",
        applicationId="{in:resourceName}",
        instrumentationKey="{uuid:instrumentation}",
        connectionString=_connection_string,
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

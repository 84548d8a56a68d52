"""Cloud Monitoring, budgets, Storage Transfer."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER

_ALERT = "projects/{project}/alertPolicies/{digits:19}"
_CHANNEL = "projects/{project}/notificationChannels/{digits:19}"
_UPTIME = "{urnname}-{hex:9}"

TYPES: Mapping[str, Recipe] = {
    "gcp:monitoring/alertPolicy:AlertPolicy": Recipe(
        id=_ALERT,
        outputs={"name": "{id}", "creationRecords": [{"mutateTime": "{time}", "mutatedBy": "deploy@{project}"}]},
    ),
    "gcp:monitoring/notificationChannel:NotificationChannel": Recipe(
        id=_CHANNEL, outputs={"name": "{id}", "verificationStatus": ""}
    ),
    "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": Recipe(
        id=f"projects/{{project}}/uptimeCheckConfigs/{_UPTIME}",
        outputs={"name": "{id}", "uptimeCheckId": _UPTIME},
    ),
    "gcp:monitoring/dashboard:Dashboard": Recipe(id=f"projects/{PROJECT_NUMBER}/dashboards/{{uuid}}"),
    "gcp:billing/budget:Budget": Recipe(
        id="billingAccounts/{in:billingAccount}/budgets/{uuid}", outputs={"name": "{uuid}"}
    ),
    "gcp:storage/transferJob:TransferJob": Recipe(
        id="{project}/{digits:20}",
        outputs={
            "name": "transferJobs/{digits:20}",
            "creationTime": "{time}",
            "lastModificationTime": "{time}",
            "deletionTime": "",
        },
    ),
}

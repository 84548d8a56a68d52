"""Rights on Google Cloud that lead to more rights, and which of its roles have them.

The ways are those of Rhino Security Labs' list:
https://rhinosecuritylabs.com/gcp/privilege-escalation-google-cloud-platform-part-1/
https://rhinosecuritylabs.com/cloud-security/privilege-escalation-google-cloud-platform-part-2/
The roles' permissions: https://cloud.google.com/iam/docs/roles-permissions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

RHINO: Final = "https://rhinosecuritylabs.com/gcp/privilege-escalation-google-cloud-platform-part-1/"
RHINO_2: Final = "https://rhinosecuritylabs.com/cloud-security/privilege-escalation-google-cloud-platform-part-2/"
FEDERATION: Final = "https://cloud.google.com/iam/docs/workload-identity-federation"
ACT_AS: Final = "iam.serviceAccounts.actAs"
MEANT: Final = "roles/iam.workloadIdentityUser"
"""The role that is there for becoming an account."""


@dataclass(frozen=True, slots=True)
class Way:
    """A permission and what comes of it."""

    permission: str
    words: str
    source: str = RHINO


RAISINGS: Final = (
    Way("resourcemanager.projects.setIamPolicy", "gives itself any role", RHINO_2),
    Way("resourcemanager.folders.setIamPolicy", "gives itself any role", RHINO_2),
    Way("resourcemanager.organizations.setIamPolicy", "gives itself any role", RHINO_2),
    Way("iam.roles.update", "writes more into a role that it has"),
    Way("deploymentmanager.deployments.create", "has Google's own agent, an editor, deploy for it"),
    Way("cloudbuild.builds.create", "has builds run as their account"),
    Way("orgpolicy.policy.set", "lifts what the organization forbids", RHINO_2),
)
"""On a project, a folder or an organization: every right there, or nearly."""
BECOMINGS: Final = (
    Way("iam.serviceAccounts.getAccessToken", "makes itself tokens of it"),
    Way("iam.serviceAccounts.signBlob", "signs as it"),
    Way("iam.serviceAccounts.signJwt", "signs tokens as it"),
    Way("iam.serviceAccounts.implicitDelegation", "makes itself tokens by way of it"),
    Way("iam.serviceAccountKeys.create", "makes itself a key of it"),
    Way("iam.serviceAccounts.setIamPolicy", "lets itself act as it", RHINO_2),
)
"""On a service account, or on a project for each of its accounts."""
CREATING: Final[Sequence[str]] = (
    "compute.instances.create",
    "cloudfunctions.functions.create",
    "cloudfunctions.functions.update",
    "run.services.create",
    "run.jobs.create",
    "dataflow.jobs.create",
    "dataproc.clusters.create",
    "composer.environments.create",
    "notebooks.instances.create",
    "cloudscheduler.jobs.create",
    "container.clusters.create",
)
"""With one of these and actAs, something runs as the account."""

_TOKENS: Final = ("iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt")
_SET: Final = "resourcemanager.projects.setIamPolicy"
ROLES: Final[Mapping[str, Sequence[str]]] = {
    "roles/owner": ("*",),
    "roles/editor": (ACT_AS, "deploymentmanager.deployments.create", "cloudbuild.builds.create", *CREATING),
    "roles/iam.securityAdmin": (_SET, "iam.serviceAccounts.setIamPolicy"),
    "roles/resourcemanager.projectIamAdmin": (_SET,),
    "roles/resourcemanager.folderIamAdmin": (_SET, "resourcemanager.folders.setIamPolicy"),
    "roles/resourcemanager.folderAdmin": (_SET, "resourcemanager.folders.setIamPolicy"),
    "roles/resourcemanager.organizationAdmin": (_SET, "resourcemanager.organizations.setIamPolicy"),
    "roles/iam.roleAdmin": ("iam.roles.update",),
    "roles/iam.organizationRoleAdmin": ("iam.roles.update",),
    "roles/iam.serviceAccountAdmin": ("iam.serviceAccounts.setIamPolicy",),
    "roles/iam.serviceAccountKeyAdmin": ("iam.serviceAccountKeys.create",),
    "roles/iam.serviceAccountTokenCreator": (*_TOKENS, "iam.serviceAccounts.implicitDelegation"),
    "roles/iam.serviceAccountUser": (ACT_AS,),
    MEANT: ("iam.serviceAccounts.getAccessToken",),
    "roles/orgpolicy.policyAdmin": ("orgpolicy.policy.set",),
    "roles/deploymentmanager.editor": ("deploymentmanager.deployments.create",),
    "roles/cloudbuild.builds.editor": ("cloudbuild.builds.create",),
    "roles/compute.admin": ("compute.instances.create", "compute.instances.setMetadata"),
    "roles/compute.instanceAdmin": ("compute.instances.create", "compute.instances.setMetadata"),
    "roles/compute.instanceAdmin.v1": ("compute.instances.create", "compute.instances.setMetadata"),
    "roles/cloudfunctions.admin": ("cloudfunctions.functions.create", "cloudfunctions.functions.update"),
    "roles/cloudfunctions.developer": ("cloudfunctions.functions.create", "cloudfunctions.functions.update"),
    "roles/run.admin": ("run.services.create", "run.jobs.create"),
    "roles/run.developer": ("run.services.create", "run.jobs.create"),
    "roles/dataflow.admin": ("dataflow.jobs.create",),
    "roles/dataflow.developer": ("dataflow.jobs.create",),
    "roles/dataproc.admin": ("dataproc.clusters.create",),
    "roles/dataproc.editor": ("dataproc.clusters.create",),
    "roles/composer.admin": ("composer.environments.create",),
    "roles/notebooks.admin": ("notebooks.instances.create",),
    "roles/cloudscheduler.admin": ("cloudscheduler.jobs.create",),
    "roles/container.admin": ("container.clusters.create",),
}
"""Of each role only the permissions that lead to more rights."""
UNLIMITED: Final = (
    "roles/owner",
    "roles/editor",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountKeyAdmin",
    "roles/iam.serviceAccountTokenCreator",
    "roles/iam.serviceAccountUser",
    MEANT,
)
"""Those that nobody needs on a whole project or above."""

"""Virtual machines of Compute Engine act as an account of their own."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.gcp.iam import is_default_account
from stackwright_policies.gcp.machines import INSTANCE, MACHINES, TEMPLATE, is_copy
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

_DEFAULT: Final = "123456789012-compute@developer.gserviceaccount.com"
_OWN: Final = "web@shop-dev.iam.gserviceaccount.com"
_COPY: Final = "gcp:compute/instanceFromTemplate:InstanceFromTemplate"


def _account(*scopes: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"serviceAccount": {"scopes": list(scopes or ("cloud-platform",))} | more}


PASSES: Final = (
    Example(why="one of its own, which IAM limits", type=INSTANCE, inputs=_account(email=_OWN)),
    Example(why="a template's", type=TEMPLATE, inputs=_account("logging-write", email=_OWN)),
    Example(why="its template says which", type=_COPY, inputs={"sourceInstanceTemplate": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="no email is the default account", type=INSTANCE, inputs=_account("logging-write")),
    Example(why="nothing is said", type=TEMPLATE, inputs={"machineType": "e2-small"}),
    Example(why="the default account by name", type=INSTANCE, inputs=_account(email=_DEFAULT)),
    Example(why="its template may say which, but so does it", type=_COPY, inputs=_account(email=_DEFAULT)),
)
UNDECIDED: Final = (
    Example(why="which is not known", type=INSTANCE, inputs=_account(email=UNKNOWN)),
    Example(why="nor whether there is one", type=INSTANCE, inputs={"serviceAccount": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    account = resource.properties.get("serviceAccount")
    if account.absent:
        if not is_copy(resource):
            yield Failed("serviceAccount is not set: which account it acts as is left to defaults")
    elif not account.get("email").text():
        yield Failed("serviceAccount.email is not set: it acts as the default account")
    elif is_default_account(account.get("email").text()):
        yield Failed("serviceAccount.email is the default account")


policy: Final = Policy(
    id="GCP-VM-02",
    title="Virtual machines act as an account of their own",
    severity="high",
    why="The default account may edit nearly everything in the project: whoever gets into one machine gets all.",
    fix="Make a service account with the roles that the machine needs, and name it in serviceAccount.email.",
    frameworks=(*cis("GCP", "4.0", "4.1", "4.2"), *LEAST_PRIVILEGE, *checkov("CKV_GCP_30", "CKV_GCP_31")),
    types=MACHINES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Container groups on Azure have no public address, and no secret in a variable that everybody reads."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import CREDENTIALS, EXPOSURE
from stackwright_policies.credentials import credential_under
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

GROUP: Final = "azure-native:containerinstance:ContainerGroup"


def _group(*variables: object, kind: object = "Private") -> dict[str, object]:
    container = {"name": "job", "image": UNKNOWN, "environmentVariables": list(variables)}
    return {"containers": [container], "ipAddress": {"type": kind, "ports": [{"port": 443}]}}


PASSES: Final = (
    Example(why="a private address", type=GROUP, inputs=_group({"name": "LOG_LEVEL", "value": "info"})),
    Example(why="no address", type=GROUP, inputs={"containers": [{"name": "job"}]}),
    Example(
        why="a secret where secrets belong",
        type=GROUP,
        inputs=_group({"name": "DB_PASSWORD", "secureValue": secret("correct-horse")}),
    ),
)
VIOLATES: Final = (
    Example(why="a public address", type=GROUP, inputs=_group(kind="Public")),
    Example(
        why="a password that the portal shows",
        type=GROUP,
        inputs=_group({"name": "DB_PASSWORD", "value": secret("correct-horse")}),
    ),
    Example(
        why="before the containers start",
        type=GROUP,
        inputs={
            "containers": [{"name": "job"}],
            "initContainers": [
                {"name": "init", "environmentVariables": [UNKNOWN, {"name": "API_KEY", "value": "f3b1c9d2e8"}]}
            ],
        },
    ),
)
UNDECIDED: Final = (
    Example(why="public, perhaps", type=GROUP, inputs=_group(kind=UNKNOWN)),
    Example(why="a password, perhaps", type=GROUP, inputs=_group({"name": "DB_PASSWORD", "value": UNKNOWN})),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    yield from settled(lambda: _address(given))
    for key in ("containers", "initContainers"):
        yield from settled(lambda key=key: each(given.get(key).items(), _container))


def _address(group: View) -> Iterator[Verdict]:
    if group.get("ipAddress", "type").text().lower() == "public":
        yield Failed("ipAddress.type is Public: the internet reaches it past every gateway")


def _container(container: View) -> Iterator[Verdict]:
    return each(container.get("environmentVariables").items(), _variable)


def _variable(variable: View) -> Iterator[Verdict]:
    value = variable.get("value")
    if value.absent:
        return
    if kind := credential_under(variable.get("name").text(), value.text()):
        yield Failed(f"{value.path} is {kind}: whoever may look at the group reads it")


policy: Final = Policy(
    id="AZ-ACI-01",
    title="Container groups have no public address and no secrets in plain variables",
    severity="high",
    why="A container with an address of its own has no firewall before it; a plain variable is shown in the portal.",
    fix="Put the group into a subnet (ipAddress.type Private), and secrets into secureValue.",
    frameworks=(*EXPOSURE, *CREDENTIALS, *checkov("CKV_AZURE_98", "CKV_AZURE_235")),
    types=(GROUP,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

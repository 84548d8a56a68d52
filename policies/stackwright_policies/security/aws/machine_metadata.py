"""The metadata service of EC2 machines answers only to those who hold a session token (IMDSv2)."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.machines import CONFIGURATION, INSTANCE, MACHINES, SPOT, TEMPLATE
from stackwright_policies.controls import AUTHENTICATION
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, changed
from stackwright_policies.verdicts import Failed, Verdict, all_of

PASSES: Final = (
    Example(why="tokens are required", type=INSTANCE, inputs={"metadataOptions": {"httpTokens": "required"}}),
    Example(why="the service is off", type=TEMPLATE, inputs={"metadataOptions": {"httpEndpoint": "disabled"}}),
    Example(why="its launch template says", type=INSTANCE, inputs={"launchTemplate": {"id": UNKNOWN}}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=INSTANCE, inputs={"ami": UNKNOWN, "instanceType": "t4g.micro"}),
    Example(why="optional", type=TEMPLATE, inputs={"metadataOptions": {"httpTokens": "optional"}}),
    Example(why="something else is said", type=CONFIGURATION, inputs={"metadataOptions": {"httpEndpoint": "enabled"}}),
    Example(
        why="the machine overrides its template",
        type=SPOT,
        inputs={"launchTemplate": {"id": UNKNOWN}, "metadataOptions": {"httpTokens": "optional"}},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"metadataOptions": {"httpTokens": UNKNOWN}}),
    Example(why="nor any of it", type=TEMPLATE, inputs={"metadataOptions": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    options = resource.properties.get("metadataOptions")
    if options.absent and not resource.properties.get("launchTemplate").absent:
        return
    if all_of(
        lambda: options.get("httpTokens").text().lower() != "required",
        lambda: options.get("httpEndpoint").text().lower() != "disabled",
    ):
        yield Failed(f"metadataOptions.httpTokens is {options.get('httpTokens').text('not set')}")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return changed(inputs, ["metadataOptions", "httpTokens"], "required")


policy: Final = Policy(
    id="AWS-EC2-01",
    title="The metadata service of machines requires tokens",
    severity="high",
    why="Without them, one request that a server is tricked into hands out the credentials of the machine's role.",
    fix='Set metadataOptions.httpTokens to "required" (IMDSv2); AWS\'s SDKs have used it for years.',
    frameworks=(
        *cis("AWS", "5.0", "5.7"),
        *cis("AWS", "7.0", "6.7"),
        *AUTHENTICATION,
        *checkov("CKV_AWS_79"),
    ),
    types=MACHINES,
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""No Lambda function is called by everybody."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, all_of

URL: Final = "aws:lambda/functionUrl:FunctionUrl"
PERMISSION: Final = "aws:lambda/permission:Permission"
_WHO: Final = ("sourceArn", "sourceAccount", "principalOrgId")


def _permission(principal: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"action": "lambda:InvokeFunction", "function": UNKNOWN, "principal": principal} | more


PASSES: Final = (
    Example(why="only those who sign", type=URL, inputs={"functionName": UNKNOWN, "authorizationType": "AWS_IAM"}),
    Example(why="one service", type=PERMISSION, inputs=_permission("events.amazonaws.com", sourceArn=UNKNOWN)),
    Example(
        why="everybody of an organization", type=PERMISSION, inputs=_permission("*", principalOrgId="o-a1b2c3d4e5")
    ),
    Example(
        why="everybody who signs, through its URL",
        type=PERMISSION,
        inputs=_permission(
            "*", action="lambda:InvokeFunctionUrl", functionUrlAuthType="AWS_IAM", sourceAccount=UNKNOWN
        ),
    ),
)
VIOLATES: Final = (
    Example(why="everybody who knows the URL", type=URL, inputs={"functionName": UNKNOWN, "authorizationType": "NONE"}),
    Example(why="everybody with an AWS account", type=PERMISSION, inputs=_permission("*")),
    Example(
        why="what makes a URL public",
        type=PERMISSION,
        inputs=_permission("*", action="lambda:InvokeFunctionUrl", functionUrlAuthType="NONE"),
    ),
)
UNDECIDED: Final = (
    Example(why="who has to sign is not known", type=URL, inputs={"functionName": "a", "authorizationType": UNKNOWN}),
    Example(why="who calls is not known", type=PERMISSION, inputs=_permission(UNKNOWN)),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    if resource.type == URL:
        if properties.get("authorizationType").text().upper() == "NONE":
            yield Failed("authorizationType is NONE: whoever knows the address calls the function")
    elif all_of(
        lambda: properties.get("principal").text() == "*", lambda: all(properties.get(it).absent for it in _WHO)
    ):
        yield Failed("principal is *, and neither sourceArn, sourceAccount nor principalOrgId says who")


policy: Final = Policy(
    id="AWS-LAM-01",
    title="No function is called by everybody",
    severity="high",
    why="Everybody runs it, with its role's rights and at your cost.",
    fix="Set authorizationType to AWS_IAM, or put API Gateway or CloudFront in front; name who calls in permissions.",
    frameworks=(*PUBLIC_DATA, *checkov("CKV_AWS_258", "CKV_AWS_301")),
    types=(URL, PERMISSION),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

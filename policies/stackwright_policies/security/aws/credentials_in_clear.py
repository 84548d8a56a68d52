"""No credentials stand in clear in what AWS runs or hands to what it runs."""

import base64
import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.machines import CONFIGURATION, INSTANCE, SPOT, TEMPLATE
from stackwright_policies.controls import CREDENTIALS
from stackwright_policies.credentials import credential_in, credential_under, decoded
from stackwright_policies.documents import parsed
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

FUNCTION: Final = "aws:lambda/function:Function"
TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
JOB: Final = "aws:batch/jobDefinition:JobDefinition"
GLUE: Final = "aws:glue/job:Job"
PARAMETER: Final = "aws:ssm/parameter:Parameter"
APP: Final = "aws:apprunner/service:Service"
ENVIRONMENT: Final = "aws:elasticbeanstalk/environment:Environment"
AMPLIFY: Final = "aws:amplify/app:App"
_SCRIPTS: Final = ("userData", "userDataBase64")
_VARIABLES: Final = {
    FUNCTION: ("environment", "variables"),
    GLUE: ("defaultArguments",),
    AMPLIFY: ("environmentVariables",),
    APP: (
        "sourceConfiguration",
        "imageRepository",
        "imageConfiguration",
        "runtimeEnvironmentVariables",
    ),
}
_SCRIPT: Final = "#!/bin/sh\nexport DB_PASSWORD="


def _containers(**variables: object) -> str:
    return json.dumps([{"name": "a", "environment": [{"name": key, "value": it} for key, it in variables.items()]}])


PASSES: Final = (
    Example(why="a script without any", type=INSTANCE, inputs={"userData": "#!/bin/sh\napt-get install -y nginx\n"}),
    Example(
        why="a script that fetches it",
        type=TEMPLATE,
        inputs={"userData": base64.b64encode(f"{_SCRIPT}$(aws ssm get-parameter --name db)".encode()).decode()},
    ),
    Example(
        why="a Pulumi secret", type=FUNCTION, inputs={"environment": {"variables": {"DB_PASSWORD": secret("hunter2")}}}
    ),
    Example(
        why="where it is",
        type=FUNCTION,
        inputs={
            "environment": {"variables": {"DB_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"}}
        },
    ),
    Example(
        why="a task that takes it from a store",
        type=TASK,
        inputs={"containerDefinitions": _containers(TABLE="orders"), "family": "a"},
    ),
    Example(
        why="a secure parameter",
        type=PARAMETER,
        inputs={"type": "SecureString", "name": "/db/password", "value": "hunter2"},
    ),
)
VIOLATES: Final = (
    Example(why="in a script", type=INSTANCE, inputs={"userData": f"{_SCRIPT}hunter2\n"}),
    Example(
        why="in an encoded script",
        type=TEMPLATE,
        inputs={"userData": base64.b64encode(f"{_SCRIPT}hunter2\n".encode()).decode()},
    ),
    Example(
        why="under the name of one",
        type=FUNCTION,
        inputs={"environment": {"variables": {"TABLE": UNKNOWN, "API_KEY": "0f9e8d7c"}}},
    ),
    Example(
        why="in an address",
        type=TASK,
        inputs={"containerDefinitions": _containers(DATABASE_URL="postgres://app:hunter2@db/app"), "family": "a"},
    ),
    Example(
        why="a parameter that everybody reads",
        type=PARAMETER,
        inputs={"type": "String", "name": "/db/password", "value": "hunter2"},
    ),
)
UNDECIDED: Final = (
    Example(why="the script is not known", type=INSTANCE, inputs={"userData": UNKNOWN}),
    Example(why="a variable is not known", type=FUNCTION, inputs={"environment": {"variables": {"TABLE": UNKNOWN}}}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    yield from each([properties.get(key) for key in _SCRIPTS], _judge_script)
    yield from settled(lambda: _judge_settings(resource.type, properties))


def _judge_settings(token: str, properties: View) -> Iterator[Verdict]:
    match token:
        case "aws:ecs/taskDefinition:TaskDefinition":
            containers = properties.get("containerDefinitions")
            if not containers.secret:
                yield from each(parsed(containers).items(), lambda it: _judge_list(it.get("environment")))
        case "aws:batch/jobDefinition:JobDefinition":
            container = properties.get("containerProperties")
            if not container.secret:
                yield from _judge_list(parsed(container).get("environment"))
        case "aws:elasticbeanstalk/environment:Environment":
            yield from _judge_list(properties.get("settings"))
        case "aws:ssm/parameter:Parameter":
            yield from _judge_parameter(properties)
        case _:
            if place := _VARIABLES.get(token):
                yield from _judge_variables(properties.get(*place))


def _judge_script(script: View) -> Iterator[Verdict]:
    if not script.secret and (kind := credential_in(decoded(script.text()))):
        yield Failed(f"{script.path} holds {kind}")


def _judge_variables(variables: View) -> Iterator[Verdict]:
    yield from each(variables.entries(), lambda entry: _judge_value(entry[0], entry[1]))


def _judge_list(variables: View) -> Iterator[Verdict]:
    """Variables as a list of names and values."""
    yield from each(variables.items(), lambda it: _judge_value(it.get("name").text(), it.get("value")))


def _judge_parameter(properties: View) -> Iterator[Verdict]:
    """A secure one holds what it likes; the others are read by whoever may read parameters."""
    values = [properties.get(key) for key in ("value", "insecureValue")]
    if properties.get("type").text() != "SecureString":
        yield from each(values, lambda value: _judge_value(properties.get("name").text(), value))


def _judge_value(name: str, value: View) -> Iterator[Verdict]:
    if not value.secret and (kind := credential_under(name, value.text())):
        yield Failed(f"{value.path} is {kind}")


policy: Final = Policy(
    id="AWS-SEC-01",
    title="No credentials stand in clear in scripts, variables and parameters",
    severity="critical",
    why="Whoever may look at the machine, the function or the state of the stack has them, and they stay in histories.",
    fix="Keep them in Secrets Manager and hand over the ARN; where a value has to be given, make it a Pulumi secret.",
    frameworks=(*CREDENTIALS, *checkov("CKV_AWS_45", "CKV_AWS_46")),
    types=(INSTANCE, SPOT, TEMPLATE, CONFIGURATION, TASK, JOB, ENVIRONMENT, PARAMETER, *_VARIABLES),
    heeds_secrecy=True,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Builds of CodeBuild have no credentials in clear, and no rights over the machine that they run on."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import CREDENTIALS, LEAST_PRIVILEGE
from stackwright_policies.credentials import credential_in, kept_in_clear
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

PROJECT: Final = "aws:codebuild/project:Project"
_ACCESS_KEYS: Final = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}
"""https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-2"""

_WITHOUT_PASSWORDS: Final = {"CODECOMMIT", "CODEPIPELINE", "NO_SOURCE", "S3"}
"""Sources that the role of the build opens."""


def _project(*variables: object, **environment: object) -> dict[str, object]:
    return {"environment": {"type": "LINUX_CONTAINER", "environmentVariables": [*variables], **environment}}


_REPOSITORY: Final = {"type": "BITBUCKET", "location": "https://bitbucket.org/acme/shop.git"}
PASSES: Final = (
    Example(why="nothing that is secret", type=PROJECT, inputs=_project({"name": "STAGE", "value": "dev"})),
    Example(
        why="the name of a secret, not the secret",
        type=PROJECT,
        inputs=_project({"name": "DB_PASSWORD", "value": "shop/db:password", "type": "SECRETS_MANAGER"}),
    ),
    Example(
        why="the name of a parameter",
        type=PROJECT,
        inputs=_project({"name": "API_TOKEN", "value": UNKNOWN, "type": "PARAMETER_STORE"}),
    ),
    Example(why="a repository", type=PROJECT, inputs={**_project(privilegedMode=False), "source": _REPOSITORY}),
)
VIOLATES: Final = (
    Example(
        why="a password, in clear by default", type=PROJECT, inputs=_project({"name": "PASSWORD", "value": "hunter22"})
    ),
    Example(
        why="an access key",
        type=PROJECT,
        inputs=_project({"name": "AWS_ACCESS_KEY_ID", "value": UNKNOWN, "type": "PLAINTEXT"}),
    ),
    Example(
        why="a secret of the program, which the console then shows",
        type=PROJECT,
        inputs=_project({"name": "LICENCE", "value": secret("abc")}),
    ),
    Example(why="privileged", type=PROJECT, inputs=_project(UNKNOWN, privilegedMode=True)),
    Example(
        why="a password in the address of a repository",
        type=PROJECT,
        inputs={
            **_project(),
            "source": {**_REPOSITORY, "location": "https://acme:s3cr3t5@bitbucket.org/acme/shop.git"},
        },
    ),
)
UNDECIDED: Final = (
    Example(why="a value is not known", type=PROJECT, inputs=_project({"name": "STAGE", "value": UNKNOWN})),
    Example(why="which variables is not known", type=PROJECT, inputs={"environment": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    yield from settled(lambda: _privileged(properties.get("environment")))
    yield from settled(lambda: each(properties.get("environment", "environmentVariables").items(), _variable))
    yield from each([properties], lambda it: _source(it.get("source")))
    yield from settled(lambda: each(properties.get("secondarySources").items(), _source))


def _privileged(environment: View) -> Iterator[Verdict]:
    if environment.get("privilegedMode").flag():
        yield Failed("environment.privilegedMode is on: a build has all rights over the machine that it runs on")


def _variable(variable: View) -> Iterator[Verdict]:
    name = variable.get("name").text()
    value = variable.get("value")
    if variable.get("type").text("PLAINTEXT").upper() != "PLAINTEXT":
        return
    kind = "a part of an AWS access key" if name in _ACCESS_KEYS else kept_in_clear(name, value)
    if kind:
        yield Failed(f"{value.path} is {kind}, and PLAINTEXT")


def _source(source: View) -> Iterator[Verdict]:
    location = source.get("location")
    if source.get("type").text().upper() not in _WITHOUT_PASSWORDS and (kind := credential_in(location.text())):
        yield Failed(f"{location.path} holds {kind}")


policy: Final = Policy(
    id="AWS-CB-01",
    title="Builds have no credentials in clear and are not privileged",
    severity="high",
    why="Whoever may look at a project reads its variables; a privileged build leaves its container at will.",
    fix="Set the variable's type to SECRETS_MANAGER or PARAMETER_STORE; build images without privilegedMode.",
    frameworks=(*CREDENTIALS, *LEAST_PRIVILEGE, *checkov("CKV_AWS_316")),
    types=(PROJECT,),
    heeds_secrecy=True,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Settings hold no secrets."""

import json
import re
from collections.abc import Iterator

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

WHERE = {
    # [aws]
    "aws:ssm/parameter:Parameter": ("insecureValue",),
    # [/aws]
    # [azure]
    "azure-native:appconfiguration:KeyValue": ("value",),
    # [/azure]
    # [gcp]
    "gcp:parametermanager/parameterVersion:ParameterVersion": ("parameterData",),
    # [/gcp]
    # [private]
    "kubernetes:core/v1:ConfigMap": ("data", "settings.json"),
    # [/private]
}
"""Where each type keeps the document."""

SECRET = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE_KEY|API_KEY", re.IGNORECASE)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    """Judge the names of what is set; the values are never looked at, nor quoted."""
    # A document that is not known yet stops here: then the verdict is neither a pass nor a violation.
    document = resource.properties.get(*WHERE[resource.type]).text()
    for name in _names(document):
        if SECRET.search(name):
            yield Failed(f"the setting {name} is named like a secret")


def _names(document: str) -> list[str]:
    try:
        found = json.loads(document)
    except ValueError:
        return []
    return sorted(found) if isinstance(found, dict) else []


def _example(why: str, document: object) -> Example:
    """An example for the first type; the others keep the same document elsewhere."""
    token, (*path, last) = next(iter(WHERE.items()))
    inputs = {last: document if document == UNKNOWN else json.dumps(document)}
    for key in reversed(path):
        inputs = {key: inputs}
    return Example(why=why, type=token, inputs=inputs)


policy = Policy(
    id="SETTINGS-01",
    title="Settings hold no secrets",
    severity="high",
    why="Whoever may look at a service can read its settings, and so do previews, logs and backups.",
    fix="Make it a secret input of the part that needs it: `secrets: {NAME: {secret: {env: NAME}}}`.",
    types=tuple(WHERE),
    check=check,
    # What a rule says of itself by examples is its documentation, and its test: tests/test_policies.py.
    passes=(_example("names that are harmless", {"LOG_LEVEL": "info", "GREETING": "Hello"}),),
    violates=(_example("a password", {"DATABASE_PASSWORD": "…"}),),
    undecided=(_example("the document is not known yet", UNKNOWN),),
)

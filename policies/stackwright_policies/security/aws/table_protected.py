"""DynamoDB tables are not deleted by mistake; where it is wanted, they are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import AT_REST, PROTECTION
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, Verdict, each

TABLE: Final = "aws:dynamodb/table:Table"
_TABLE: Final[dict[str, Any]] = {"hashKey": "id", "attributes": [{"name": "id", "type": "S"}]}
_PROTECTED: Final = {**_TABLE, "deletionProtectionEnabled": True}
_OWN_KEY: Final = {"customerKey": True}

PASSES: Final = (
    Example(why="protected", type=TABLE, inputs=_PROTECTED),
    Example(
        why="with a key of one's own",
        type=TABLE,
        inputs={**_PROTECTED, "serverSideEncryption": {"enabled": True, "kmsKeyArn": UNKNOWN}},
        settings=_OWN_KEY,
    ),
)
VIOLATES: Final = (
    Example(why="not by default", type=TABLE, inputs={**_TABLE, "name": UNKNOWN}),
    Example(why="switched off", type=TABLE, inputs={**_TABLE, "deletionProtectionEnabled": False}),
    Example(why="with a key of AWS", type=TABLE, inputs=_PROTECTED, settings=_OWN_KEY),
)
UNDECIDED: Final = (
    Example(why="not known", type=TABLE, inputs={**_TABLE, "deletionProtectionEnabled": UNKNOWN}),
    Example(
        why="how it is encrypted is not known",
        type=TABLE,
        inputs={**_PROTECTED, "serverSideEncryption": UNKNOWN},
        settings=_OWN_KEY,
    ),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    judges = (_protection, _key) if settings["customerKey"] else (_protection,)
    yield from each(judges, lambda judge: judge(resource.properties))


def _protection(properties: View) -> Iterator[Verdict]:
    if not properties.get("deletionProtectionEnabled").flag():
        yield Failed("deletionProtectionEnabled is not on")


def _key(properties: View) -> Iterator[Verdict]:
    encryption = properties.get("serverSideEncryption")
    if not encryption.get("enabled").flag() or encryption.get("kmsKeyArn").empty:
        yield Failed("serverSideEncryption names no key of yours: the key is AWS's")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return changed(inputs, ["deletionProtectionEnabled"], True)


policy: Final = Policy(
    id="AWS-DDB-01",
    title="DynamoDB tables are protected from deletion",
    severity="medium",
    why="A change that replaces the table, or a `destroy` of the wrong stack, deletes what is in it.",
    fix="Set deletionProtectionEnabled to true; with the setting customerKey also serverSideEncryption.kmsKeyArn.",
    frameworks=(*PROTECTION, *AT_REST, *checkov("CKV_AWS_119")),
    types=(TABLE,),
    check=check,
    remedy=remedy,
    settings={
        "customerKey": {
            "type": "boolean",
            "default": False,
            "description": "Whether the key has to be a customer's own.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

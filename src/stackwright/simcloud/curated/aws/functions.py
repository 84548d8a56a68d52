"""Lambda."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import LOWER, arn, by_id, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def _name(it: Subject) -> str:
    """The function's name, of which its ARN may be given as well: `…:function:name:qualifier`."""
    given = it.text("functionName") or it.text("function")
    return given.split(":")[6] if given.startswith("arn:") and given.count(":") >= 6 else given


def _function_arn(it: Subject) -> str:
    me = it.identity
    name = _name(it) or it.physical_name
    return f"arn:{me.partition}:lambda:{region_of(it)}:{me.account}:function:{name}"


def _alias_arn(it: Subject) -> str:
    return f"{_function_arn(it)}:{it.physical_name}"


def _invoking(it: Subject, function: str, version: str = "2015-03-31", last: str = "invocations") -> str:
    """The form in which API Gateway wants the ARN of a function."""
    path = f"lambda:path/{version}/functions"
    return f"arn:{it.identity.partition}:apigateway:{region_of(it)}:{path}/{function}/{last}"


def _streaming(it: Subject) -> str:
    """The same for answers that are streamed."""
    return _invoking(it, _function_arn(it), "2021-11-15", "response-streaming-invocations")


def _published(it: Subject) -> str:
    return "1" if it.inputs.get("publish") is True else "$LATEST"


def _code_hash(it: Subject) -> Value:
    """Another one for other code, in the form of SHA-256 in Base64."""
    code = Seed("code", repr(it.inputs.get("code") or it.inputs.get("imageUri") or it.inputs.get("s3Key")))
    return base64.b64encode(code.data(32)).decode()


def _logging(it: Subject) -> Value:
    return {"logFormat": "Text", "logGroup": f"/aws/lambda/{it.physical_name}"}


_SAME_VERSION = frozenset({"publish", "region", "reservedConcurrentExecutions", "tags"})


def _versions(it: Subject, old: Properties, changed: frozenset[str]) -> Properties:
    """A function that is published has a version for each change of its code or configuration."""
    if it.inputs.get("publish") is not True:
        return {}
    before = str(old.get("version") or "")
    last = int(before) if before.isdigit() else 0
    version = last + 1 if changed - _SAME_VERSION or not last else last
    qualified = f"{_function_arn(it)}:{version}"
    return {"version": str(version), "qualifiedArn": qualified, "qualifiedInvokeArn": _invoking(it, qualified)}


TYPES: Mapping[str, Recipe] = {
    "aws:lambda/function:Function": Recipe(
        id="{in:name}",
        unique=True,
        counting=_versions,
        outputs={
            "arn": _function_arn,
            "invokeArn": lambda it: _invoking(it, _function_arn(it)),
            "qualifiedArn": lambda it: f"{_function_arn(it)}:{_published(it)}",
            "qualifiedInvokeArn": lambda it: _invoking(it, f"{_function_arn(it)}:{_published(it)}"),
            "responseStreamingInvokeArn": _streaming,
            "version": _published,
            "lastModified": "{time}",
            "memorySize": 128,
            "timeout": 3,
            "packageType": "Zip",
            "architectures": ["x86_64"],
            "codeSha256": _code_hash,
            "sourceCodeHash": _code_hash,
            "sourceCodeSize": lambda it: 300 + it.seed.below(5000, "size"),
            "ephemeralStorage": {"size": 512},
            "tracingConfig": {"mode": "PassThrough"},
            "loggingConfig": _logging,
            "reservedConcurrentExecutions": -1,
            "publish": False,
            "skipDestroy": False,
            "signingJobArn": "",
            "signingProfileVersionArn": "",
        },
    ),
    "aws:lambda/layerVersion:LayerVersion": by_id(
        arn("lambda", "layer:{in:layerName}:{generation}"),
        "{id}",
        layerArn=arn("lambda", "layer:{in:layerName}"),
        version="{generation}",
        createdDate="{time}",
        codeSha256=_code_hash,
        sourceCodeHash=_code_hash,
        sourceCodeSize=lambda it: 300 + it.seed.below(5000, "size"),
        signingJobArn="",
        signingProfileVersionArn="",
    ),
    "aws:lambda/alias:Alias": Recipe(
        id=_alias_arn, outputs={"arn": "{id}", "invokeArn": lambda it: _invoking(it, it.id)}
    ),
    "aws:lambda/functionUrl:FunctionUrl": Recipe(
        id=_name,
        outputs={
            "functionArn": _function_arn,
            "urlId": lambda it: it.seed.text(32, LOWER, "url"),
            "functionUrl": lambda it: f"https://{it.seed.text(32, LOWER, 'url')}.lambda-url.{region_of(it)}.on.aws/",
        },
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": by_id(
        "{uuid}",
        arn("lambda", "event-source-mapping:{id}"),
        uuid="{id}",
        functionArn=_function_arn,
        state="Enabled",
        stateTransitionReason="USER_INITIATED",
        lastModified="{time}",
        lastProcessingResult="No records processed",
        batchSize=100,
    ),
    "aws:lambda/permission:Permission": Recipe(id="{in:statementId}"),
    "aws:lambda/invocation:Invocation": Recipe(
        id=lambda it: f"{_name(it)}_$LATEST_{it.seed.hex(32)}",
        # What a function answers, nobody can know; null is what one without a return statement does.
        outputs={"result": "null", "lifecycleScope": "CREATE_ONLY", "qualifier": "$LATEST"},
    ),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": Recipe(
        id="{in:functionName},{in:qualifier}"
    ),
}

"""The engine's own resources and functions, package `pulumi`: StackReference, Stash, getResource.

Source: `pkg/resource/deploy/builtins.go` (pulumi v3.260). Unlike Pulumi, a secret of another stack that cannot be
decrypted is an error: Pulumi turns it into `{}` and applies that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Final

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import CloudError
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import (
    Changes,
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    InvokeResult,
    ReadResult,
)
from stackwright.wire.values import Properties, contains_secret, is_unknown

STACK_REFERENCE: Final = "pulumi:pulumi:StackReference"
STASH: Final = "pulumi:index:Stash"
_DEPRECATED: Final = (
    'The "pulumi:pulumi:StackReference" resource type is deprecated. Update your SDK or if already up to date raise '
    "an issue at https://github.com/pulumi/pulumi/issues."
)

StackOutputs = Callable[[str], Properties]
"""The outputs of the stack of that name, as a program writes it. Raises CloudError where there is none."""


class Builtins:
    """The provider of package `pulumi`.

    `registered` holds what was registered or read so far, `warn` reports on a URN.
    """

    def __init__(
        self, outputs: StackOutputs, registered: Mapping[str, Resource], warn: Callable[[str, str], None]
    ) -> None:
        self._outputs = outputs
        self._registered = registered
        self._warn = warn

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        del urn, olds, news
        return CheckResult({})

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        del urn, old_inputs, old_outputs, news
        return DiffResult(Changes.NONE)

    def configure(self, inputs: Properties) -> None:
        del inputs

    @property
    def names(self) -> bool:
        return True  # nothing here has a name to be made

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        del olds, seed, autonaming
        type_ = urns.type_of(urn)
        needed = {STACK_REFERENCE: "name", STASH: "input"}.get(type_)
        if needed is None:
            raise CloudError(f"unrecognized resource type '{type_}'")
        if type_ == STACK_REFERENCE:
            self._warn(_DEPRECATED, urn)
        for key in news:
            if key != needed:
                return CheckResult({}, [CheckFailure(key, f'unknown property "{key}"')])
        if needed not in news:
            return CheckResult({}, [CheckFailure(needed, f'missing required property "{needed}"')])
        if type_ == STACK_REFERENCE and not isinstance(news["name"], str):
            return CheckResult({}, [CheckFailure("name", 'property "name" must be a string')])
        return CheckResult(news)

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
    ) -> DiffResult:
        del id, old_outputs, ignore_changes
        if urns.type_of(urn) == STACK_REFERENCE:
            changed = news.get("name") != old_inputs.get("name")
            return DiffResult(Changes.SOME, replaces=["name"]) if changed else DiffResult(Changes.NONE)
        changed = news.get("input") != old_inputs.get("input")
        return DiffResult(Changes.SOME, diffs=["input"]) if changed else DiffResult(Changes.NONE)

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        del timeout
        outputs = (
            self._reference(inputs)
            if urns.type_of(urn) == STACK_REFERENCE
            else {"input": inputs["input"], "output": inputs["input"]}
        )
        return CreateResult("" if preview else str(uuid.uuid4()), outputs)

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        if urns.type_of(urn) == STACK_REFERENCE:
            if "name" not in inputs:
                raise CloudError("stack reference can not be imported")
            return ReadResult(id, inputs, self._reference(inputs))
        if not inputs:
            raise CloudError("stash can not be imported")
        return ReadResult(id, inputs, outputs)

    def update(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
        timeout: float = 0,
        preview: bool = False,
    ) -> Properties:
        del urn, id, old_inputs, ignore_changes, timeout, preview
        return {"input": news.get("input"), "output": old_outputs.get("output")}

    def delete(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float = 0) -> None:
        del urn, id, old_inputs, old_outputs, timeout

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        if token == "pulumi:pulumi:readStackOutputs":  # noqa: S105 - a function's token
            return InvokeResult(self._reference(args))
        if token == "pulumi:pulumi:getResource":  # noqa: S105
            return InvokeResult(self._resource(args))
        raise CloudError(f"unrecognized function name: '{token}'")

    def cancel(self) -> None:
        """Nothing here takes long."""

    def _reference(self, inputs: Properties) -> Properties:
        name = inputs.get("name")
        if not isinstance(name, str) or is_unknown(name):
            raise CloudError("the name of a stack reference must be known and a string")
        outputs = self._outputs(name)
        return {
            "name": name,
            "outputs": outputs,
            "secretOutputNames": [key for key in sorted(outputs) if contains_secret(outputs[key])],
        }

    def _resource(self, args: Properties) -> Properties:
        urn = str(args.get("urn"))
        resource = self._registered.get(urn)
        if resource is None:
            raise CloudError(f"unknown resource {urn}")
        return {"urn": urn, "id": resource.id, "provider": resource.provider, "state": resource.outputs}

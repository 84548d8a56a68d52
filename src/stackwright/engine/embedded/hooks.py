"""Resource hooks: functions of the program that run before and after what happens to a resource, and when it fails.

Source: `RunHooks` and `RunErrorHooks` in `deployment.go`, `retries.go`, `wrapResourceHookCallback` in `source_eval.go`
(pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, Protocol, TypeVar, cast

from google.protobuf.message import Message
from pulumi.runtime.proto import callback_pb2, resource_pb2

from stackwright.engine.embedded.callbacks import CallbackFailed
from stackwright.engine.events import Severity
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import CloudError, EngineError, StackwrightError
from stackwright.wire.structs import struct

T = TypeVar("T")
Operation = Literal["Create", "Update", "Delete"]
KINDS: Final = {
    "before_create": "BeforeCreate",
    "after_create": "AfterCreate",
    "before_update": "BeforeUpdate",
    "after_update": "AfterUpdate",
    "before_delete": "BeforeDelete",
    "after_delete": "AfterDelete",
    "on_error": "OnError",
}
"""What a request calls a kind of hook, and what a state does."""
_TRIES: Final = 100


class Program(Protocol):
    """What hooks need of the run that they belong to."""

    @property
    def preview(self) -> bool: ...

    def say(self, severity: Severity, message: str, urn: str = "") -> None: ...

    def end(self, message: str, urn: str) -> None:
        """Let nothing begin after the step under way, which is done; the run has failed."""
        ...


class Hooks:
    """The hooks that one program registered, by name. `call` calls back into it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.call: Callable[[callback_pb2.Callback, Message], bytes] | None = None
        self._hooks: dict[str, resource_pb2.RegisterResourceHookRequest] = {}
        self._error_hooks: dict[str, resource_pb2.RegisterErrorHookRequest] = {}

    def __bool__(self) -> bool:
        return bool(self._hooks or self._error_hooks)

    def register(
        self, request: resource_pb2.RegisterResourceHookRequest | resource_pb2.RegisterErrorHookRequest
    ) -> None:
        """
        Raises:
            EngineError: it has no name, or one that is taken.
        """
        if not request.name:
            raise EngineError("resource hook name cannot be empty")
        if request.name in self._hooks or request.name in self._error_hooks:
            raise EngineError(f'resource hook already registered for name "{request.name}"')
        if isinstance(request, resource_pb2.RegisterResourceHookRequest):
            self._hooks[request.name] = request
        else:
            self._error_hooks[request.name] = request

    def before(self, operation: Operation, old: Resource | None, new: Resource | None) -> None:
        """
        Raises:
            CloudError: a hook forbids the operation.
        """
        self._run(f"Before{operation}", old, new)

    def after(self, operation: Operation, old: Resource | None, new: Resource | None) -> None:
        """What a hook says after the deed does not undo it, and ends the run."""
        try:
            self._run(f"After{operation}", old, new)
        except CloudError as error:
            self._program.end(error.message, _subject(old, new).urn)

    def _run(self, kind: str, old: Resource | None, new: Resource | None) -> None:
        subject = _subject(old, new)
        for name in subject.resource_hooks.get(kind, ()):
            hook = self._hooks.get(name)
            if hook is None:
                raise CloudError(f'hook "{name}" was not registered')
            if self._program.preview and not hook.on_dry_run:
                continue
            answer = resource_pb2.ResourceHookResponse.FromString(
                self._ask(_callback(hook), _request(kind, subject, old, new))
            )
            if not answer.error:
                continue
            if hook.ignore_errors:
                self._program.say("warning", f'{kind} hook "{name}" failed: {answer.error}', subject.urn)
                continue
            raise CloudError(f'{kind[: -len("Create")].lower()} hook "{name}" failed: {answer.error}')

    def trying(self, operation: Operation, old: Resource | None, new: Resource | None, do: Callable[[], T]) -> T:
        """The result of `do`, which is tried again as long as the resource's error hooks want it.

        Raises:
            StackwrightError: what the last try came to.
        """
        failures: list[str] = []
        while True:
            try:
                return do()
            except StackwrightError as error:
                failures.insert(0, error.message)
                if not self._retry(operation, old, new, failures):
                    raise

    def _retry(self, operation: Operation, old: Resource | None, new: Resource | None, failures: Sequence[str]) -> bool:
        subject = _subject(old, new)
        names = subject.resource_hooks.get("OnError", ())
        if not names:
            return False
        if len(failures) >= _TRIES:
            self._program.say("warning", f"maximum number of error hook retries ({_TRIES}) reached", subject.urn)
            return False
        again = False
        for name in names:
            hook = self._error_hooks.get(name)
            if hook is None:
                raise CloudError(f'error hooks execution failed: error hook "{name}" was not registered')
            request = resource_pb2.ErrorHookRequest(
                urn=subject.urn,
                id=subject.id,
                name=urns.name_of(subject.urn),
                type=subject.type,
                new_inputs=struct(new.inputs) if new else None,
                old_inputs=struct(old.inputs) if old else None,
                old_outputs=struct(old.outputs) if old else None,
                failed_operation=operation.lower(),
                errors=failures,
            )
            answer = resource_pb2.ErrorHookResponse.FromString(self._ask(_callback(hook), request))
            if answer.error:
                raise CloudError(f'error hooks execution failed: error hook "{name}" failed: {answer.error}')
            again = again or answer.retry
        if again:
            words = f"retrying {operation.lower()} due to on-error hook request ({len(failures)}/{_TRIES})"
            self._program.say("warning", words, subject.urn)
        return again

    def _ask(self, callback: callback_pb2.Callback, request: Message) -> bytes:
        if self.call is None:
            raise CloudError("the program that registered a hook is gone")
        try:
            return self.call(callback, request)
        except CallbackFailed as error:
            raise CloudError(str(error)) from None


def _callback(
    hook: resource_pb2.RegisterResourceHookRequest | resource_pb2.RegisterErrorHookRequest,
) -> callback_pb2.Callback:
    return cast("callback_pb2.Callback", hook.callback)  # pyright: ignore[reportUnknownMemberType]


def _subject(old: Resource | None, new: Resource | None) -> Resource:
    subject = new or old
    if subject is None:
        raise ValueError("a hook of nothing")
    return subject


def _request(
    kind: str, subject: Resource, old: Resource | None, new: Resource | None
) -> resource_pb2.ResourceHookRequest:
    done = kind.startswith("After")
    return resource_pb2.ResourceHookRequest(
        urn=subject.urn,
        id=subject.id,
        name=urns.name_of(subject.urn),
        type=subject.type,
        new_inputs=struct(new.inputs) if new else None,
        old_inputs=struct(old.inputs) if old else None,
        new_outputs=struct(new.outputs) if new and done else None,
        old_outputs=struct(old.outputs) if old else None,
    )


def hooks_of(request: resource_pb2.RegisterResourceRequest) -> dict[str, list[str]]:
    """The names of a resource's hooks by kind, as a state has them: sorted by kind, as Go writes maps."""
    found = {kind: list(getattr(request.hooks, field)) for field, kind in KINDS.items()}
    return {kind: found[kind] for kind in sorted(found) if found[kind]}

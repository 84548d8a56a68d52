"""What an engine asks of a provider. The simulated clouds satisfy this protocol without importing it.

The methods are those of pulumi's `provider.proto` (`ResourceProvider`), with values in wire form (see
`stackwright.wire.values`). Every provider here accepts secrets, resource references and previews. One `Provider`
object is one connection: its configuration belongs to it alone, as over gRPC.

Calls are synchronous: an engine runs them inline on the program's event loop, where threads would only contend for
the interpreter (measured: 39 s instead of 5 s per 1,000 resources).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from stackwright.wire.naming import Autonaming
from stackwright.wire.results import CheckResult, CreateResult, DiffResult, InvokeResult, ReadResult
from stackwright.wire.values import Properties

if TYPE_CHECKING:
    from pulumi.runtime.proto import provider_pb2


class Provider(Protocol):
    """One configured connection to one package's cloud.

    A method raises `CloudError` where the cloud refuses, and `InitFailed` where a resource was created or changed
    but did not become ready.
    """

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult: ...

    def diff_config(
        self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> DiffResult: ...

    def configure(self, inputs: Properties) -> None: ...

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        """Fill in defaults and autonames. `seed` makes an autoname repeatable; `olds` are the old inputs or empty.

        `autonaming` is only given to a `Namer`.
        """
        ...

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
    ) -> DiffResult: ...

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult: ...

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult: ...

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
        """The new outputs."""
        ...

    def delete(
        self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float = 0
    ) -> None: ...

    def invoke(self, token: str, args: Properties) -> InvokeResult: ...

    def cancel(self) -> None:
        """Let running calls end soon."""
        ...


@runtime_checkable
class Finder(Protocol):
    """What a provider may do besides: say what a URN created. Real providers cannot; simulated clouds can."""

    def find(self, urn: str) -> list[ReadResult]:
        """What `urn` created and is still there, oldest first: how a creation that was cut off is found again."""
        ...

    def created(self, urn: str) -> int:
        """How many resources `urn` has created so far, gone ones included: what is created next has another name."""
        ...


@runtime_checkable
class Supposer(Protocol):
    """What a provider may do besides: suppose that what a program reads or imports is there. Real ones look."""

    def suppose(self, urn: str, id: str, inputs: Properties) -> ReadResult:
        """The resource, and what it is supposed to be like where the provider never made it."""
        ...

    def suppose_import(self, urn: str, id: str, inputs: Properties, *, preview: bool) -> ReadResult | None:
        """What a program imports, as its inputs describe it; None where the provider knows it, so that it is read."""
        ...


@runtime_checkable
class Namer(Protocol):
    """What a provider may do besides: name resources as the stack's configuration wants it."""

    @property
    def names(self) -> bool:
        """Whether it does (`supports_autonaming_configuration`); a plugin says so once it is configured."""
        ...


@runtime_checkable
class Builder(Protocol):
    """What a provider may do besides: build components, and run their methods."""

    def builds(self, token: str) -> bool:
        """Whether the component, or the method, of this token is the provider's."""
        ...

    def construct(
        self,
        request: provider_pb2.ConstructRequest,
        monitor: Any,  # noqa: ANN401 - a stub of gRPC, or the object that serves
        warn: Callable[[str, str], None],
    ) -> provider_pb2.ConstructResponse:
        """Build one. It registers what is in it with `monitor`, a `ResourceMonitor`, or at the address in the request.

        `warn` tells people something, about a URN.

        Raises:
            CloudError: it cannot be built.
        """
        ...

    def call(self, request: provider_pb2.CallRequest) -> provider_pb2.CallResponse:
        """Run a method.

        Raises:
            CloudError: it failed.
        """
        ...


class ProviderHost(Protocol):
    """Where an engine gets its connections from. Closing it ends them all."""

    def connect(self, package: str, version: str | None) -> Provider:
        """A new, unconfigured connection.

        Raises:
            EngineError: no such package may be used; the message says which may.
        """
        ...

    def close(self) -> None: ...

"""One provider connection, with what the engine itself does around a provider's methods.

A provider whose configuration is not fully known (a preview whose provider takes another resource's output) is not
asked at all (`pkg/resource/plugin/provider_plugin.go`, pulumi v3.260).
"""

from __future__ import annotations

from stackwright.engine.embedded.assets import elided
from stackwright.engine.provider import Finder, Namer, Provider, Supposer
from stackwright.errors import CloudError
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import CheckResult, CreateResult, DiffResult, InvokeResult, ReadResult
from stackwright.wire.values import Properties, contains_unknown

UNKNOWN_CONFIGURATION = (
    "The provider for this resource has inputs that are not known during preview.\n"
    "This preview may not correctly represent the changes that will be applied during an update."
)


class DiffUnavailable(Exception):
    """The provider cannot say what would change; it counts as a change."""


class Connection:
    """A provider and whether its configuration is known."""

    __slots__ = ("known", "provider")

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.known = True

    def configure(self, inputs: Properties) -> None:
        self.known = not contains_unknown(inputs)
        if self.known:
            self.provider.configure(inputs)

    def check(
        self, urn: str, olds: Properties, news: Properties, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        if not self.known:
            return CheckResult(news)
        if autonaming is None or not self.names:
            return self.provider.check(urn, olds, news, seed=seed)
        return self.provider.check(urn, olds, news, seed=seed, autonaming=autonaming)

    @property
    def names(self) -> bool:
        """Whether resources are named as the stack's configuration wants it; one that is not asked does, too."""
        return not self.known or (isinstance(self.provider, Namer) and self.provider.names)

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        ignore_changes: tuple[str, ...],
    ) -> DiffResult:
        """
        Raises:
            DiffUnavailable: the configuration is not known.
        """
        if not self.known:
            raise DiffUnavailable(UNKNOWN_CONFIGURATION)
        before, outputs, after = elided(old_inputs), elided(old_outputs), elided(news)
        return self.provider.diff(urn, id, before, outputs, after, ignore_changes=ignore_changes)

    def create(self, urn: str, inputs: Properties, *, timeout: float, preview: bool) -> CreateResult:
        if not self.known:
            return CreateResult("", {})
        result = self.provider.create(urn, inputs, timeout=timeout, preview=preview)
        if not result.id and not preview:
            raise CloudError(f"the provider created {urn} without giving it an id")
        return result

    def update(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        ignore_changes: tuple[str, ...],
        *,
        timeout: float,
        preview: bool,
    ) -> Properties:
        if not self.known:
            return {}
        before, outputs = elided(old_inputs), elided(old_outputs)
        return self.provider.update(
            urn, id, before, outputs, news, ignore_changes=ignore_changes, timeout=timeout, preview=preview
        )

    def delete(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float) -> None:
        """Delete what was made, whether or not the configuration is known: this is no preview."""
        self.provider.delete(urn, id, elided(old_inputs), elided(old_outputs), timeout=timeout)

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        return self.provider.read(urn, id, elided(inputs), elided(outputs)) if self.known else ReadResult(id, {}, {})

    def read_other(self, urn: str, id: str, inputs: Properties) -> ReadResult:
        """Read what the stack does not own."""
        if self.known and isinstance(self.provider, Supposer):
            return self.provider.suppose(urn, id, inputs)
        return self.read(urn, id, inputs, inputs)

    def suppose_import(self, urn: str, id: str, inputs: Properties, *, preview: bool) -> ReadResult | None:
        """What is imported, where the provider only supposes that it is there."""
        if self.known and isinstance(self.provider, Supposer):
            return self.provider.suppose_import(urn, id, inputs, preview=preview)
        return None

    @property
    def finds(self) -> bool:
        """Whether the provider can say what a URN created."""
        return self.known and isinstance(self.provider, Finder)

    def find(self, urn: str) -> list[ReadResult] | None:
        """What `urn` created and is still there, oldest first; None where the provider cannot say."""
        return self.provider.find(urn) if self.known and isinstance(self.provider, Finder) else None

    def created(self, urn: str) -> int:
        """How many resources `urn` has created so far; 0 where the provider cannot say."""
        return self.provider.created(urn) if self.known and isinstance(self.provider, Finder) else 0

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        return self.provider.invoke(token, args) if self.known else InvokeResult({})

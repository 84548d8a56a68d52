"""One protocol for both engines: what can be done to a stack, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from stackwright.engine.events import Event, OpType
from stackwright.wire.values import Properties, Value

if TYPE_CHECKING:
    from stackwright.service.levels import LevelSet

Result = Literal["succeeded", "failed", "cancelled"]
Deployment = dict[str, Value]
"""What `pulumi stack export` prints: `{"version": 3, "deployment": {...}}`, secrets encrypted."""


@dataclass(frozen=True, slots=True)
class ConfigValue:
    """One entry of a stack's configuration. `json` says that `value` is JSON text (`pulumi config set --path`)."""

    value: str
    secret: bool = False
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Everything that an engine must know to act on one stack.

    `directory` holds the `Pulumi.yaml`; `backend` is a Pulumi backend URL (`file:///abs/path` is the only one that
    the embedded engine takes); `config` maps full keys (`aws:region`) to values and is the whole configuration, unless
    it is None: then the project's own `Pulumi.<stack>.yaml` is used, and `added`, which holds no secret, overrides
    entries of it for the operation. `environment` is added to the program's and the engine's environment variables and
    holds `PULUMI_CONFIG_PASSPHRASE` where the secrets provider needs it, so it never appears in a message.
    """

    name: str
    project: str
    directory: Path
    backend: str
    secrets_provider: str = "passphrase"
    config: Mapping[str, ConfigValue] | None = None
    added: Mapping[str, ConfigValue] = field(default_factory=dict[str, ConfigValue])
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    inherit_environment: bool = True
    """False in a rehearsal: nothing of the caller's environment but what `environment` names reaches the program."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to do it. `targets` are URNs; empty means everything. `excludes` are what is left out, where there are no
    targets. In both `*` stands for what has no colon, `**` for anything. `target_dependents` and `exclude_dependents`
    add what depends on them. `continue_on_error` has an `up` and a destruction do what does not depend on what failed.
    """

    parallel: int = 16
    refresh: bool = False
    targets: tuple[str, ...] = ()
    target_dependents: bool = False
    excludes: tuple[str, ...] = ()
    exclude_dependents: bool = False
    continue_on_error: bool = False
    allow_dynamic: bool = False
    """Run dynamic providers: code of the program's own that may reach real systems. The official CLI always does."""
    message: str = ""
    expect_no_changes: bool = False
    lock_timeout: float | None = None
    """Seconds to wait for another run of the stack to end. None: ten minutes where the engine knows that it will end
    (the embedded one, of runs of its own on this machine), and otherwise not at all: a lock may be a dead run's."""
    policy_packs: tuple[PolicyPack, ...] = ()
    """What a preview and an `up` are judged by. A mandatory violation fails them: an `up` before it touches the
    resource, a preview at its end, when everything has been judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an operation ended.

    `changes` counts steps by operation (`{"create": 3, "same": 1}`). `outputs` are the stack's outputs in wire form:
    after a preview the *planned* ones, in which an unknown is the sentinel and a secret is a secret unknown if
    the engine cannot show it. `error` is a message for people where `result` is not "succeeded".
    """

    result: Result
    changes: Mapping[OpType, int] = field(default_factory=dict[OpType, int])
    outputs: Properties = field(default_factory=Properties, repr=False)
    error: str | None = None
    seconds: float = 0.0


Level = Literal["advisory", "mandatory", "remediate", "disabled"]
"""What becomes of a violation (`EnforcementLevel` in sdk/go/common/apitype/policy.go)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What a policy says of the resources whose URN `resource` (a regular expression) matches whole stops nothing.

    `words` is a line for people, which begins with `excepted: `, or `not excepted: ` where it no longer `holds`.
    `pack` and `what` narrow it to one pack and to one thing that the policy says; empty for any.
    """

    policy: str
    resource: str
    words: str
    pack: str = ""
    what: str = ""
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPack:
    """A CrossGuard policy pack: the folder with its PulumiPolicy.yaml.

    `config` is a JSON file as `--policy-pack-config` takes it, `given` what such a file would say besides; what a file
    of levels says, `level_set`, beats both, and `levels` beats that: levels of policies by name, `all` standing for
    every one. `facts` are what is known of whatever is deployed, by name: a policy is told those that the schema of its
    settings asks for. Under the official CLI `exemptions`, `facts` and that unknowns fail are heeded for packs in
    Python.
    """

    path: Path
    config: Path | None = None
    levels: Mapping[str, Level] = field(default_factory=dict[str, "Level"])
    level_set: LevelSet | None = None
    exemptions: Sequence[Exemption] = ()
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A resource that exists in a cloud and is to become one of a stack's.

    `parent` is a URN, or empty for the stack itself; `provider` a reference (`URN::id`) to one that the stack has.
    """

    type: str
    name: str
    id: str
    parent: str = ""
    provider: str
    protect: bool = False


EventSink = Callable[[Event], None]


class Engine(Protocol):
    """What can be done to a stack. Each call blocks until it is done, and may be made from any thread.

    A failure of the program or a cloud is an `Outcome`; what is wrong before anything was registered (a locked stack,
    a wrong passphrase, a corrupt checkpoint) raises an `EngineError`. A preview writes nothing to the backend. `up`
    creates the stack if there is none.
    """

    @property
    def name(self) -> str: ...

    def preview(self, stack: Stack, on_event: EventSink, options: Options = ...) -> Outcome: ...

    def up(self, stack: Stack, on_event: EventSink, options: Options = ...) -> Outcome: ...

    def refresh(self, stack: Stack, on_event: EventSink, options: Options = ...) -> Outcome: ...

    def destroy(self, stack: Stack, on_event: EventSink, options: Options = ...) -> Outcome:
        """Delete all resources of the stack, without running its program. The empty stack stays."""
        ...

    def remove(self, stack: Stack) -> None:
        """Forget an empty stack (`pulumi stack rm`)."""
        ...

    def outputs(self, stack: Stack) -> Properties | None:
        """The outputs in wire form, secrets decrypted but marked; None if there is no such stack."""
        ...

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        """The deployment with secrets encrypted; None if there is no such stack.

        With `show_secrets` each is `{SIGNATURE: SECRET, "plaintext": <JSON text>}`, as `import_` takes it: for what
        moves from one stack's key to another's, in memory only.
        """
        ...

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        """Replace the stack's deployment, creating the stack if there is none.

        A secret may be given as `{SIGNATURE: SECRET, "plaintext": <JSON text>}` and is encrypted on the way in.
        """
        ...

    def stacks(self, stack: Stack) -> list[str]:
        """The names of all stacks of `stack`'s project in its backend, sorted; `stack` itself need not be there."""
        ...

    def rename(self, stack: Stack, name: str) -> None:
        """Give a stack another name; every URN in its state follows (`pulumi stack rename`).

        Raises:
            EngineError: there is no such stack, or already one of that name.
        """
        ...

    def adopt(self, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
        """Read a resource by its id and add it to the state (`pulumi import`); its program is not run or written.

        Where the cloud does not know it the outcome is `failed`, and the state as it was.
        """
        ...

    def cancel(self) -> None:
        """Let the steps under way finish, save, and end as cancelled. Safe in a signal handler."""
        ...

    def close(self) -> None:
        """End workers and connections."""
        ...

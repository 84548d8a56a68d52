"""A rehearsal inside a test: deploy, change, break, repair and judge, on simulated clouds in this process."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from stackwright.engine.protocol import PolicyPack
from stackwright.testing import breaking
from stackwright.testing.breaking import Failure
from stackwright.testing.hearing import Heard
from stackwright.testing.packs import ONE_AT_A_TIME
from stackwright.testing.plainly import outputs, plainly
from stackwright.testing.policy import Judgement, Pack
from stackwright.testing.result import Operation, Result
from stackwright.testing.selecting import EVERYTHING, selector
from stackwright.testing.steps import steps_of
from stackwright.testing.subjects import Changes, Ended, Subject
from stackwright.testing.telling import tell, words
from stackwright.testing.world import OwnWorld
from stackwright.wire.values import Properties, Value

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost
    from stackwright.simcloud.disturbing.model import FaultKind, Method

T = TypeVar("T")
Packs: TypeAlias = "str | Path | Pack | Sequence[str | Path | Pack]"
_NOTHING: Final[Changes] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource that stands, secrets masked. `name` is its name in the program, `type` Pulumi's token, `part` empty
    where there is one stack only. Names of properties are Pulumi's (camelCase).
    """

    part: str
    type: str
    name: str
    urn: str
    id: str
    inputs: Properties = field(repr=False)
    outputs: Properties = field(repr=False)


class RehearsalFailed(AssertionError):
    """An operation failed that was not to. The message tells all of it; `result` holds it as data."""

    def __init__(self, result: Result) -> None:
        super().__init__(tell(result))
        self.result = result


class Rehearsal:
    """One blueprint, program or service on clouds of its own. `rehearse` makes it.

    Nothing is deployed before the first `up`. An operation that fails raises `RehearsalFailed`, except inside of
    `failing`. Leaving a `with` block forgets everything; so does the end of the object.
    """

    def __init__(
        self, subject: Subject, policies: Packs = (), allow: Iterable[str] = (), refuse: Iterable[str] = ()
    ) -> None:
        self._subject = subject
        self._packs = _packs(policies)
        self._world = OwnWorld(allow, refuse)
        self._standing: dict[tuple[str, str], Resource] = {}
        self._expected: list[Failure] = []
        self.results: list[Result] = []
        """Every operation so far, failed ones included."""
        self.outputs: Any = {}
        """What the last `up` put out, by name; of a service by part, then name. In Pulumi's wire form: a secret is
        `secret(value)`."""

    def __enter__(self) -> Rehearsal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<rehearsal of {self._subject.title}, {len(self._standing)} resources>"

    def close(self) -> None:
        """Forget everything. Nothing is asked of the program: this is no destroy."""
        self._world.close()

    # What a person does

    @plainly
    def preview(self, changes: Changes = _NOTHING, /, **inputs: Any) -> Result:  # noqa: ANN401 - JSON
        """What an `up` with these inputs changed would do. Nothing is done, and the inputs stay as they were."""
        __tracebackhide__ = True
        return self._do("preview", self._subject.changed({**changes, **inputs}), {**changes, **inputs})

    @plainly
    def up(self, changes: Changes = _NOTHING, /, **inputs: Any) -> Result:  # noqa: ANN401 - JSON
        """Deploy, with these inputs changed from now on; None takes one back.

        Inputs are a blueprint's; a program's configuration (`{"aws:region": "eu-west-1"}`); of a service those of a
        part (`web={"replicas": 6}`).
        """
        __tracebackhide__ = True
        self._subject = self._subject.changed({**changes, **inputs})
        return self._do("up", self._subject, {**changes, **inputs})

    @plainly
    def refresh(self) -> Result:
        """Read what the clouds hold into the state: what has `drifted` since, and what is `gone`."""
        __tracebackhide__ = True
        return self._do("refresh", self._subject)

    @plainly
    def destroy(self) -> Result:
        """Delete everything. As anywhere, what is protected makes it fail; see `unprotect`."""
        __tracebackhide__ = True
        return self._do("destroy", self._subject)

    @plainly
    def unprotect(self) -> None:
        """Lift the protection of everything, as `pulumi state unprotect --all` does."""
        self._subject.unprotect(self._world)

    def whole_life(self) -> Rehearsal:
        """Preview, up, a second up that must change nothing, a refresh that must find nothing, and a destroy, protected
        or not, that must leave nothing. What stood is still in `resources` and `outputs` afterwards.

        Raises:
            RehearsalFailed, AssertionError: one of these failed; says which, and what happened.
        """
        __tracebackhide__ = True
        self.preview()
        self.up()
        self.up().nothing_changed()
        self.refresh().nothing_drifted()
        stood, outputs = dict(self._standing), self.outputs
        self.unprotect()
        self.destroy()
        left = [it.urn for it in self.clouds.resources()]
        if left:
            raise AssertionError("the clouds still hold, after a destroy:\n  " + "\n  ".join(left))
        self._standing, self.outputs = stood, outputs
        return self

    # What happens behind Pulumi's back

    @plainly
    def drift(self, what: str = EVERYTHING, properties: Mapping[str, Value] = _NOTHING, /, **more: Value) -> list[str]:
        """Change properties of resources in the clouds, as somebody in a console would: by name, or by path
        (`{"tags.team": "b"}`); without any, a few that can be changed in place. Gives what was changed.

        Raises:
            UsageError: there is no such resource, or it has no such property.
        """
        return breaking.drift(self.clouds, what, {**properties, **more})

    @plainly
    def lose(self, what: str = "", /, *, zone: str = "") -> list[str]:
        """Delete resources in the clouds: `what` is meant, or all that is in a zone. Gives what is gone.

        Raises:
            UsageError: there is no such resource, or nothing in that zone.
        """
        return breaking.lose(self.clouds, what, zone)

    @contextmanager
    def outage(self, zone: str) -> Generator[None]:
        """A zone is out meanwhile: what is in it is not ready, and nothing can be made or changed there. Operations may
        fail inside.

        Raises:
            AssertionError: nothing was in the zone, and nothing was asked of it.
        """
        __tracebackhide__ = True
        with self._meanwhile(breaking.outage(self.clouds, zone)):
            yield

    @contextmanager
    def failing(
        self,
        call: Method,
        what: str = EVERYTHING,
        *,
        nth: int = 1,
        times: int | None = 1,
        kind: FaultKind = "error",
        code: str = "",
        message: str = "",
    ) -> Generator[Failure]:
        """Let the `nth` such call to the clouds fail, `times` from there on (None: all). Operations may fail inside.

        `call` is `create`, `read`, `update`, `delete` or `invoke`. `kind` is `error` (refused), `not-ready` (done, but
        it does not become ready), `no-answer` or `crash` (done, but the answer is lost).

        Raises:
            AssertionError: no call met it.
            UsageError: none ever could.
        """
        __tracebackhide__ = True
        fault = breaking.fault(call, selector(what), nth, times, kind, code, message)
        with self._meanwhile(breaking.armed(self.clouds, [fault], f"{call} of {what}")) as failure:
            yield failure

    @contextmanager
    def _meanwhile(self, failure: Failure) -> Generator[Failure]:
        __tracebackhide__ = True
        self._expected.append(failure)
        begun = len(self.results)
        try:
            yield failure
        except BaseException:
            failure.end(self.clouds)
            raise
        finally:
            self._expected.remove(failure)
        if not failure.end(self.clouds):
            happened = "\n\n".join(map(tell, self.results[begun:])) or "nothing"
            raise AssertionError(f"no {failure.said} was met\n\nwhat happened meanwhile:\n{happened}")

    # What there is

    def resources(self, what: str = EVERYTHING, *, part: str | None = None) -> list[Resource]:
        """The resources that stand, as the state says: of a type, a name, or both; components, too."""
        wanted = selector(what)
        return [it for it in self._standing.values() if wanted.matches(it.type, it.urn) and part in (None, it.part)]

    def resource(self, what: str, *, part: str | None = None) -> Resource:
        """The one resource that `what` means.

        Raises:
            AssertionError: there is none, or more than one.
        """
        __tracebackhide__ = True
        found = self.resources(what, part=part)
        if len(found) != 1:
            there = "\n  ".join(f"{it.type} {it.name}" for it in found or self._standing.values())
            raise AssertionError(f"expected one {what}, but there are {len(found)}; there are:\n  {there}")
        return found[0]

    @plainly
    def policies(self, *packs: str | Path | Pack) -> Judgement:
        """What policy packs say of it as it is, without stopping anything; none named: those it is rehearsed under.

        A pack is the folder of a PulumiPolicy.yaml, or `policy.pack(…)` with settings.
        """
        heard = Heard()
        subject, asked = self._subject, _packs(packs) or self._packs
        with ONE_AT_A_TIME:
            ended = _beside(lambda: subject.run(self._world, "preview", asked, heard))
        findings = heard.findings(subject.environment)
        if ended.error is not None and not findings.mandatory:
            raise RehearsalFailed(self._result("preview", "policies", heard, ended, 0.0))
        return findings

    @property
    def clouds(self) -> SimulatedHost:
        """The simulated clouds themselves, for what has no word here: latencies, calls, what they hold."""
        return self._world.clouds.host

    @property
    def report(self) -> str:
        """Every operation so far, as failing assertions tell it."""
        return "\n\n".join(map(tell, self.results))

    # How it is done

    def _do(self, operation: Operation, subject: Subject, changes: Changes = _NOTHING) -> Result:
        __tracebackhide__ = True
        heard, began = Heard(), perf_counter()
        with ONE_AT_A_TIME:
            ended = _beside(lambda: subject.run(self._world, operation, self._packs, heard))
        title = f"{operation}({words(changes)}) of {subject.title}"
        result = self._result(operation, title, heard, ended, perf_counter() - began)
        self.results.append(result)
        if operation != "preview":
            self._note(heard, operation)
        if operation == "up":
            self.outputs = outputs(ended.outputs, of_parts=any(part for part, _ in self._standing))
        if result.error is not None and not self._expected:
            raise RehearsalFailed(result)
        return result

    def _result(self, operation: Operation, title: str, heard: Heard, ended: Ended, seconds: float) -> Result:
        return Result(
            operation=operation,
            title=title,
            steps=steps_of(heard.stories.values(), refresh=operation == "refresh"),
            error=ended.error,
            outputs=ended.outputs,
            findings=heard.findings(self._subject.environment),
            messages=tuple(heard.messages),
            seconds=seconds,
        )

    def _note(self, heard: Heard, operation: Operation) -> None:
        """Keep in mind what stands now."""
        for (part, urn), story in heard.stories.items():
            for step in story.steps:
                if step.op in ("delete", "discard") or (step.op == "same" and step.new is None):
                    self._standing.pop((part, urn), None)
                elif step.new is not None and not _is_the_engines(step.type, urn) and not story.failed:
                    self._standing[part, urn] = Resource(
                        part=part,
                        type=step.type,
                        name=urn.rpartition("::")[2],
                        urn=urn,
                        id=step.new.id,
                        inputs=step.new.inputs,
                        outputs=step.new.outputs,
                    )
        if operation == "destroy" and not any(story.failed for story in heard.stories.values()):
            self._standing.clear()


def _is_the_engines(type: str, urn: str) -> bool:
    """Whether no program made it: the stack, and the providers that are there by default."""
    own = type.startswith("pulumi:providers:") and "::default_" in urn
    return own or type.startswith("pulumi:pulumi:")


def _packs(policies: Packs) -> tuple[PolicyPack, ...]:
    """Packs as an engine takes them."""
    several = [policies] if isinstance(policies, str | Path | Pack) else policies
    found = [it if isinstance(it, Pack) else Pack(Path(it)) for it in several]
    return tuple(PolicyPack(path=it.folder.resolve(), given=it.given) for it in found)


def _beside(work: Callable[[], T]) -> T:
    """Do it here; on a thread where this one runs an event loop, as tests that are coroutines do."""
    from stackwright.engine.embedded.loop import on_a_loop

    if not on_a_loop():
        return work()
    with ThreadPoolExecutor(1, thread_name_prefix="rehearsal") as pool:
        return pool.submit(work).result()

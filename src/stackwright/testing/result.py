"""How one operation of a rehearsal went, and what a test may say of it.

What a test says and is not so raises an `AssertionError` that tells what happened instead, resource by resource. All
of these methods return the result itself, so that they may be chained:

    shop.up(replicas=6).updated("aws:ecs:Service").nothing_replaced()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from stackwright.testing.selecting import EVERYTHING, meant
from stackwright.testing.steps import Became, Step, Steps
from stackwright.testing.telling import counts, step_lines, tell
from stackwright.wire.values import Properties

if TYPE_CHECKING:
    from stackwright.testing.policy import Judgement

Operation: TypeAlias = Literal["preview", "up", "refresh", "destroy"]
_IN_PLACE: tuple[Became, ...] = ("updated", "unchanged", "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One operation: `steps` of all resources, `findings` of the policies, `messages` that the program printed.

    `error` is None where it succeeded. `outputs` are as in `Rehearsal.outputs`; in a preview what would be put out,
    with unknowns. `title` is what was done, in words.
    """

    operation: Operation
    title: str
    steps: Steps
    error: str | None = None
    outputs: Properties = field(default_factory=Properties, repr=False)
    findings: Judgement
    messages: Sequence[str] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        """What happened, as failing assertions print it."""
        return tell(self)

    def one(self, what: str, *, part: str | None = None) -> Step:
        """The one resource that `what` means.

        Raises:
            AssertionError: there is none, or more than one.
        """
        __tracebackhide__ = True
        found = self.steps.of(what, part=part)
        if len(found) != 1:
            self._fail(f"expected one {what}, but there are {len(found)}" + self._near(what, found), found)
        return found[0]

    def succeeded(self) -> Result:
        """Nothing failed."""
        __tracebackhide__ = True
        if self.error is not None:
            self._fail("expected this to succeed, but it failed")
        return self

    def failed(self, saying: str = "") -> Result:
        """Something failed, and the message says `saying` somewhere."""
        __tracebackhide__ = True
        if self.error is None:
            self._fail("expected this to fail, but it succeeded")
        if saying not in self.error:
            self._fail(f"expected it to fail saying {saying!r}, but it said otherwise")
        return self

    def created(self, what: str, count: int | None = None) -> Result:
        """Such resources were created: `count` of them, or at least one."""
        __tracebackhide__ = True
        return self._some(what, ("created",), count)

    def deleted(self, what: str, count: int | None = None) -> Result:
        """Such resources were deleted: `count` of them, or at least one. A replaced one is replaced."""
        __tracebackhide__ = True
        return self._some(what, ("deleted",), count)

    def replaced(self, what: str, count: int | None = None, *, because: str | None = None) -> Result:
        """Such resources were replaced: `count` of them, or at least one; each because of the property `because`."""
        __tracebackhide__ = True
        self._some(what, ("replaced",), count)
        others = Steps(it for it in self.steps.of(what).that("replaced") if because not in (None, *it.because))
        if others:
            self._fail(f"expected {what} to be replaced because of {because}, but the reason is another", others)
        return self

    def updated(self, what: str, count: int | None = None) -> Result:
        """Such resources were updated in place, `count` of them or at least one, and none of them was replaced, created
        or deleted.
        """
        __tracebackhide__ = True
        self._some(what, ("updated",), count)
        others = Steps(it for it in self.steps.of(what) if it.became not in _IN_PLACE)
        if others:
            self._fail(f"expected {what} to be updated in place, but {_number(others)} not", others)
        return self

    updated_in_place = updated

    def unchanged(self, what: str = EVERYTHING) -> Result:
        """There are such resources, and nothing became of them."""
        __tracebackhide__ = True
        self._some(what, ("unchanged", "read"), None)
        return self._none(what, "change", *_CHANGED)

    def drifted(self, what: str, count: int | None = None) -> Result:
        """A refresh found such resources changed behind Pulumi's back: `count` of them, or at least one."""
        __tracebackhide__ = True
        return self._some(what, ("drifted",), count)

    def gone(self, what: str, count: int | None = None) -> Result:
        """A refresh found such resources deleted behind Pulumi's back: `count` of them, or at least one."""
        __tracebackhide__ = True
        return self._some(what, ("gone",), count)

    def changed_only(self, *what: str) -> Result:
        """Nothing became of any other resource."""
        __tracebackhide__ = True
        expected = {step.urn for each in what for step in self.steps.of(each)}
        others = Steps(it for it in self.steps.changed if it.urn not in expected)
        if others:
            self._fail(f"expected only {', '.join(what) or 'nothing'} to change, but {len(others)} did besides", others)
        return self

    def nothing_changed(self, what: str = EVERYTHING) -> Result:
        """Nothing became of such resources."""
        __tracebackhide__ = True
        return self._none(what, "change", *_CHANGED)

    def nothing_created(self, what: str = EVERYTHING) -> Result:
        """No such resource was created anew."""
        __tracebackhide__ = True
        return self._none(what, "be created", "created")

    def nothing_replaced(self, what: str = EVERYTHING) -> Result:
        """No such resource was replaced."""
        __tracebackhide__ = True
        return self._none(what, "be replaced", "replaced")

    def nothing_deleted(self, what: str = EVERYTHING) -> Result:
        """No such resource was deleted or replaced."""
        __tracebackhide__ = True
        return self._none(what, "be deleted", "deleted", "replaced")

    def nothing_drifted(self, what: str = EVERYTHING) -> Result:
        """A refresh found such resources as the state says they are."""
        __tracebackhide__ = True
        return self._none(what, "have drifted", "drifted", "gone")

    def no_data_lost(self) -> Result:
        """Nothing that holds data, such as a database, a bucket or a queue, was replaced or deleted."""
        __tracebackhide__ = True
        lost = Steps(it for it in self.steps.that("deleted", "replaced", "gone") if it.holds_data)
        if lost:
            self._fail(f"expected all data to be kept, but {_number(lost)} gone with what held it", lost)
        return self

    def _some(self, what: str, became: tuple[Became, ...], count: int | None) -> Result:
        __tracebackhide__ = True
        all_of = self.steps.of(what)
        found = all_of.that(*became)
        if len(found) != count if count is not None else not found:
            number = "" if count is None else f"{count} "
            but = f"found {counts(all_of)}" if all_of else "there is none"
            self._fail(f"expected {number}{what} {_TO[became[0]]}, but {but}" + self._near(what, all_of), all_of)
        return self

    def _none(self, what: str, verb: str, *became: Became) -> Result:
        __tracebackhide__ = True
        found = self.steps.of(what).that(*became)
        if found:
            subject = "nothing" if what == EVERYTHING else f"no {what}"
            but = _number(found) if verb.startswith("be ") else str(len(found)) + _DONE[verb]
            self._fail(f"expected {subject} to {verb}, but {but}", found)
        return self

    def _near(self, what: str, found: Steps) -> str:
        near = "" if found else meant(what, ((it.type, it.urn) for it in self.steps))
        return f"; {near}" if near else ""

    def _fail(self, said: str, about: Steps | None = None) -> NoReturn:
        __tracebackhide__ = True
        changed = {step.urn for step in self.steps.changed}
        brief = len(changed) <= _FEW and changed.issuperset(step.urn for step in about or ())
        told = () if brief else about or ()
        raise AssertionError("\n".join([said, *step_lines(told), "", "what happened:", *tell(self).splitlines()]))


_FEW = 8
"""Changed resources that are told once: a reader sees at a glance which of them are meant."""
_TO: dict[Became, str] = {
    "created": "to get created",
    "updated": "to get updated in place",
    "replaced": "to get replaced",
    "deleted": "to get deleted",
    "unchanged": "to stay unchanged",
    "drifted": "to have drifted",
    "gone": "to have gone",
}
_DONE = {"change": " did", "have drifted": " have"}
_CHANGED: tuple[Became, ...] = ("created", "updated", "replaced", "deleted", "failed", "drifted", "gone")


def _number(steps: Steps) -> str:
    return f"{len(steps)} {'was' if len(steps) == 1 else 'were'}"

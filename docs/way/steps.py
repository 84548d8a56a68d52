"""What the picture shows: the modules that a change passes, and who calls whom.

A test checks that every module is there, that along a `Call` the first imports the second and never the reverse, and
that along a `Meeting` neither knows the other: they meet through a protocol, an entry point or a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["tool", "published", "outside"]
"""Stackwright itself; what platform teams publish, which imports nothing of the tool; what is neither."""


@dataclass(frozen=True, slots=True)
class Step:
    """A box. `number` says when it has its turn; `module` is empty for what is no Python of ours."""

    row: int
    column: int
    title: str
    what: tuple[str, ...]
    module: str = ""
    number: int = 0
    kind: Kind = "tool"


@dataclass(frozen=True, slots=True)
class Call:
    """`source` imports `target` and calls it. The label is what it gets back."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """They meet without knowing each other. The label says where."""

    source: str
    target: str
    label: str = ""


STEPS: Final[dict[str, Step]] = {
    "file": Step(0, 0, "service.yaml", ("one line is changed",), kind="outside"),
    "up": Step(
        0, 1, "stackwright up", ("one command, one file: parses,", "calls, shows what happens"), "stackwright.cli.up", 1
    ),
    "load": Step(
        1, 0, "Load and check", ("every fault at once,", "with file and line"), "stackwright.service.loading", 2
    ),
    "plan": Step(
        1, 1, "Plan", ("a stack for each part, in the", "order of the references"), "stackwright.deploy.plan", 3
    ),
    "preview": Step(
        1, 2, "Preview", ("what each part would output", "reaches the parts behind it"), "stackwright.deploy.preview", 4
    ),
    "run": Step(1, 3, "Run", ("after a yes: parts whose needs", "are met, side by side"), "stackwright.deploy.run", 5),
    "catalogue": Step(
        2, 0, "Catalogue", ("blueprints by name and range,", "found by entry points"), "stackwright.service.catalogue"
    ),
    "work": Step(2, 2, "One part", ("the same for both: events in,", "a result out"), "stackwright.deploy.work", 6),
    "program": Step(
        3,
        0,
        "The part's program",
        ("resolves references, makes the", "environment's providers"),
        "stackwright.program.deploying",
        8,
    ),
    "embedded": Step(
        3,
        1,
        "Embedded engine",
        ("compares with the state,", "plans steps, does them"),
        "stackwright.engine.embedded.engine",
        7,
    ),
    "state": Step(
        3,
        2,
        "State",
        ("Pulumi's own checkpoint; a", "journal until it is written"),
        "stackwright.engine.state.store",
        11,
    ),
    "official": Step(
        3,
        3,
        "Official CLI",
        ("the same in its own process;", "alone touches real clouds"),
        "stackwright.engine.pulumi.engine",
        7,
    ),
    "blueprint": Step(
        4,
        0,
        "Blueprint",
        ("typed inputs in,", "typed outputs out"),
        "stackwright_blueprints.queue.build",
        9,
        "published",
    ),
    "guard": Step(
        4,
        1,
        "Policy packs",
        ("each resource before it is", "touched, the stack at its end"),
        "stackwright.engine.policy.pool",
    ),
    "simulated": Step(
        4,
        2,
        "Simulated clouds",
        ("check, create, update, delete,", "on a SQLite file"),
        "stackwright.simcloud.provider",
        10,
    ),
    "real": Step(
        4, 3, "Providers, real clouds", ("Pulumi's, one process", "for each package"), kind="outside", number=10
    ),
    "component": Step(
        5,
        0,
        "Components",
        ("one interface,", "a file for each cloud"),
        "stackwright_components.queue",
        kind="published",
    ),
    "policy": Step(
        5, 1, "Policies", ("pass, fail, or", "not known yet"), "stackwright_policies.serving", kind="published"
    ),
}

TIES: Final[tuple[Call | Meeting, ...]] = (
    Meeting("file", "load"),
    Call("up", "load", "Service"),
    Call("up", "plan", "Plan"),
    Call("up", "preview", "what would change"),
    Call("up", "run", "what happened"),
    Meeting("load", "catalogue", "handed over"),
    Call("preview", "work"),
    Call("run", "work"),
    Meeting("work", "embedded", "Engine"),
    Meeting("work", "official", "Engine"),
    Meeting("embedded", "program", "monitor"),
    Call("program", "catalogue"),
    Meeting("program", "blueprint", "build(context, inputs)"),
    Call("blueprint", "component"),
    Call("embedded", "guard"),
    Meeting("guard", "policy", "gRPC"),
    Meeting("embedded", "simulated", "Provider"),
    Call("embedded", "state"),
    Call("official", "state"),
    Meeting("official", "simulated", "gRPC"),
    Meeting("official", "real", "gRPC"),
)

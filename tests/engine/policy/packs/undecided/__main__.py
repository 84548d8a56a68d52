"""A pack whose rules never learn what they need: of things, of security groups, and of a stack that has some."""

from collections.abc import Iterator, Sequence

from stackwright_policies.model import Pack, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.serving import serve
from stackwright_policies.verdicts import Undecided

TYPES = ("toy:index:Thing", "aws:ec2/securityGroup:SecurityGroup")


def check(resource: Resource, _: Settings) -> Iterator[Undecided]:
    if resource.name.startswith("dim"):
        yield Undecided("size")


def check_stack(resources: Sequence[Resource], _: Settings) -> Iterator[Undecided]:
    if any(resource.name == "dim-stack" for resource in resources):
        yield Undecided("count")


def rule(name: str, **given: object) -> Policy:
    return Policy(id=name, title=name, why="-", fix="-", types=TYPES, passes=(), violates=(), **given)


if __name__ == "__main__":
    policies = (
        rule("DIM-01", severity="high", check=check),
        rule("DIM-02", severity="low", check=check),
        rule("DIM-03", severity="high", check_stack=check_stack),
    )
    serve(Pack(name="dim", title="Dim", description="-", policies=policies))

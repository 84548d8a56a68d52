"""A command that knows in which order its options were given, which click itself forgets."""

from __future__ import annotations

from collections.abc import Sequence

import click

_ORDER = "stackwright.cli.ordered"


class OrderedCommand(click.Command):
    """Notes the options of its command line; `in_order` asks for them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def in_order(ctx: click.Context, *names: str) -> list[tuple[str, str]]:
    """The values of these options, each of which may be given many times, in the order of the command line."""
    given: Sequence[str] = ctx.meta[_ORDER]
    values = {name: iter(ctx.params[name]) for name in names}
    return [(name, next(values[name])) for name in given if name in values]

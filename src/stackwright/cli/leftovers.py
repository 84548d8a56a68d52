"""Stacks whose part is gone: what 'preview', 'up' and 'destroy' say of them, and `--prune`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from stackwright.cli.request import Request
from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.cli.flow import Work
    from stackwright.deploy.limits import Limits
    from stackwright.deploy.prune import Orphan

prune_option = click.option("--prune", is_flag=True, help="Also destroy the stacks of parts that are gone.")


def leftovers(request: Request, work: Work, command: str, limits: Limits, *, prune: bool) -> Sequence[Orphan]:
    """What `--prune` is to destroy; without it nothing, but a person is told what there is.

    Raises:
        UsageError: `--prune` with a part, or with limits.
    """
    from stackwright.deploy.progress import Note
    from stackwright.deploy.prune import find_orphans, notice, require_prunable

    if request.part is not None or limits:
        if prune:
            raise UsageError("--prune is about the whole service", hint="Leave out the part, --target and --exclude.")
        return ()
    found = find_orphans(work.plan, work.means, work.stack_for)
    if found and not prune:
        work.means.listener(Note(notice(found, request.command(command, "--prune"))))
    if found and prune and command == "up":
        require_prunable(work.plan, found, work.means)
    return found if prune else ()


def named(orphans: Sequence[Orphan]) -> str:
    return ", ".join(each.label for each in orphans)

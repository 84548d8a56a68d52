"""The report of what packs say of whatever a person names: a service, a program, or a file of a state or a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.cli import options
from stackwright.cli.policy.packs import named, named_or_here
from stackwright.cli.policy.subject import STDIN, content_of, kind_of

if TYPE_CHECKING:
    from stackwright.review.report import Report
    from stackwright.service.model import Policies

Onto = Callable[["Policies", str], "Policies"]
"""The policies of an environment of that name (empty where there is none) under what a person gave besides."""


def judged(path: str, environment: str | None, folders: tuple[Path, ...], config: Path | None, onto: Onto) -> Report:
    """What packs say of `path`: those that a person named, else its environment's, else those that are here.

    Raises:
        StackwrightError: it is none of these, or cannot be judged.
    """
    from stackwright.review import checking
    from stackwright.service.model import Policies

    kind = kind_of(path)
    if kind == "file":
        return _judged_file(path, folders, config, onto, environment or "")
    if kind == "program":
        return checking.check_program(Path(path), named_or_here(folders, config), onto(Policies(), environment or ""))
    service = options.load(path, environment)
    chosen = options.choose_environment(service, environment)
    chosen = replace(chosen, policies=onto(chosen.policies, chosen.name))
    return checking.check_service(service, chosen, named(folders, config))


def _judged_file(path: str, folders: tuple[Path, ...], config: Path | None, onto: Onto, environment: str) -> Report:
    from stackwright.review.saved.checking import Rules, check_saved

    data, name = content_of(path)
    near = Path.cwd() if path == STDIN else Path(path).parent
    rules = Rules(named=named(folders, config), otherwise=lambda: named_or_here((), config), excepting=onto)
    return check_saved(data, name, rules, environment, near=near)

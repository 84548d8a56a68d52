"""The report of what packs say of whatever a person names: a service, a program, or a file of a state or a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.cli import options
from stackwright.cli.policy.excepting import Excepted
from stackwright.cli.policy.packs import named, named_or_here
from stackwright.cli.policy.subject import STDIN, content_of, kind_of

if TYPE_CHECKING:
    from stackwright.review.report import Report


def judged(
    path: str, environment: str | None, folders: tuple[Path, ...], config: Path | None, excepted: Excepted
) -> Report:
    """What packs say of `path`: those that a person named, else its environment's, else those that are here.

    Raises:
        StackwrightError: it is none of these, or cannot be judged.
    """
    from stackwright.review import checking
    from stackwright.service.model import Policies

    kind = kind_of(path)
    if kind == "file":
        return _judged_file(path, folders, config, excepted, environment or "")
    if kind == "program":
        return checking.check_program(Path(path), named_or_here(folders, config), excepted.onto(Policies(), ""))
    service = options.load(path, environment)
    chosen = options.choose_environment(service, environment)
    chosen = replace(chosen, policies=excepted.onto(chosen.policies, chosen.name))
    return checking.check_service(service, chosen, named(folders, config))


def _judged_file(
    path: str, folders: tuple[Path, ...], config: Path | None, excepted: Excepted, environment: str
) -> Report:
    from stackwright.review.saved.checking import Rules, check_saved

    data, name = content_of(path)
    near = Path.cwd() if path == STDIN else Path(path).parent
    rules = Rules(named=named(folders, config), otherwise=lambda: named_or_here((), config), excepting=excepted.onto)
    return check_saved(data, name, rules, environment, near=near)

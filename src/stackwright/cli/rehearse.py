"""`stackwright rehearse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stackwright.cli import options
from stackwright.cli.ordered import OrderedCommand, in_order
from stackwright.cli.picture import picture_option
from stackwright.cli.request import Request, packed, worker_ahead

if TYPE_CHECKING:
    from stackwright.deploy.acts.grammar import Option


@click.command(cls=OrderedCommand)
@click.argument("service", metavar="SERVICE|PROJECT", shell_complete=options.complete_service)
@options.part_argument
@options.environment_option_or_stack
@options.selection_options
@options.engine_options(simulate=False)
@options.refusal_options
@click.option(
    "-c",
    "--config",
    metavar="KEY=VALUE",
    multiple=True,
    help="Configuration of a project by itself, in place of what its files say.",
)
@click.option(
    "--allow-dynamic",
    is_flag=True,
    help="Run dynamic providers (pulumi.dynamic): code of the program's own, which nothing here simulates.",
)
@click.option(
    "--stack-output",
    "stack_outputs",
    metavar="STACK:KEY=VALUE",
    multiple=True,
    help="What a stack that the program refers to has put out; STACK=FILE reads it from exported JSON.",
)
@click.option("--then-config", metavar="KEY=VALUE", multiple=True, help="Give it another value, and see what changes.")
@click.option(
    "--then-set",
    metavar="PART.INPUT=VALUE",
    multiple=True,
    help="Give an input another value (YAML; null takes it back).",
)
@click.option("--then-without", metavar="PART", multiple=True, help="Take a part out, and what refers to it.")
@click.option(
    "--break",
    "breaks",
    metavar="WHAT",
    multiple=True,
    help="Lose a part, a type, a zone or a resource; or let a call fail: CALL:WHAT[#N][=KIND].",
)
@click.option(
    "--drift",
    "drifts",
    metavar="[WHAT][:PROPERTY=VALUE]",
    multiple=True,
    is_flag=False,
    flag_value="",
    help="Change properties behind Pulumi's back; by default a few.",
)
@click.option(
    "--report",
    "report_to",
    metavar="FILE.md",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report as Markdown.",
)
@click.option("--diff", "details", is_flag=True, help="List what would be created, with its inputs.")
@click.option("--keep", is_flag=True, help="Leave it standing, to play with: add --simulate to the other commands.")
@picture_option
@options.json_option
@packed
@worker_ahead(rehearsal=True)
def rehearse(
    request: Request,
    keep: bool,
    report_to: Path | None,
    **_acts: tuple[str, ...],
) -> int:
    """Deploy a service, or a Pulumi project, to simulated clouds, twice, and destroy it again.

    Preview, up, a second up that must change nothing, outputs, destroy: with no account, no network and nothing real
    touched. It fails where one of these does. What it needs of other services is brought up first, and nothing else
    of them.

    PROJECT is a folder with a Pulumi.yaml and no service.yaml: any Pulumi program in Python, as it is. Its clouds must
    hold in the end what its state says (refresh), too.

    What --then-set, --then-config, --then-without, --break and --drift ask for is done to what stands, in the order of
    the command line: the service or its clouds are changed, an up puts it right, and a last preview that asks the
    clouds must show no change. The report says what was updated, replaced, lost, recovered and interrupted, and where
    data would be lost. It fails unless every act ends recovered; what comes after one that does not is not begun.

    \b
    --then-set web.replicas=6               those beside one another are one act
    --then-config size=3                    of a project by itself
    --then-without jobs                     its stack is destroyed, what refers to it is left out
    --break web                             all that part web has in its clouds vanishes
    --break aws:ecs:Service                 all of a type: also Service, ecs:Service or 'aws:s3/*'
    --break eu-west-1a                      everything in a zone
    --break aws:s3/bucket:Bucket::logs      one resource: type::name, URN, or a pattern of one
    --break create:Bucket#2                 the next act meets this: its second create of a bucket fails;
                                            also read:, update:, delete:, of a part, type, zone or resource, and
                                            =not-ready, =no-answer or =crash in place of an error
    --drift                                 a few properties, the same every time
    --drift web                             of a part, a type, a zone or a resource
    --drift Bucket:tags.team=b              this property of every bucket
    """  # noqa: D301 - \b is click's
    from stackwright.cli.flow import advise, advise_on_neighbours, prepared
    from stackwright.cli.lone import advise_on_wants, configured
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.rehearse import rehearse as run

    words = in_order(click.get_current_context(), *_OPTIONS)
    # A world that is made for this alone holds nothing yet that a part could stand on.
    dependencies = request.with_dependencies or (request.part is not None and not keep)
    words = [configured(request, word) if word[0] == "then_config" else word for word in words]
    request = replace(request, simulate=True, rehearsal=True, throw_away=not keep, with_dependencies=dependencies)
    if words or report_to:
        return _with_acts(request, words, report_to, keep=keep)
    with prepared(request) as work:
        before = work.neighbours([work.plan])
        results = run(work.plan, rename_former(work.means), before, keep=keep)
    code = results[-1].exit_code
    advise_on_wants(request, results)
    advise_on_neighbours(request, results, before)
    again = request.command("rehearse", *request.config_words, "--keep")
    if keep and code:
        advise(request, f"What is done stays done; this goes on from there: {again}")
    elif keep:
        advise(request, f"It stands. Next: {request.command('outputs')}, or {request.command('destroy')}")
    elif code:
        advise(request, f"Nothing of it is left. To look at it where it stopped: {again}")
    else:
        advise(request, f"Rehearsed. To play with it: {again}")
    return code


_OPTIONS: Final[Mapping[str, Option]] = {
    "then_set": "--then-set",
    "then_config": "--then-set",
    "then_without": "--then-without",
    "breaks": "--break",
    "drifts": "--drift",
}


def _with_acts(request: Request, words: list[tuple[str, str]], report_to: Path | None, *, keep: bool) -> int:
    from stackwright.cli.flow import advise, advise_on_neighbours, prepared
    from stackwright.cli.lone import advise_on_wants
    from stackwright.deploy.acts.grammar import acts_of
    from stackwright.deploy.acts.model import Change
    from stackwright.deploy.acts.naming import names_of
    from stackwright.deploy.acts.perform import Stage
    from stackwright.deploy.acts.rehearse import rehearse_acts
    from stackwright.deploy.former import rename_former

    with prepared(request) as work:
        acts = acts_of([(_OPTIONS[name], text) for name, text in words], names_of(work.plan))
        stage = Stage(rename_former(work.means), work.planned, work.clouds)
        changed = [work.planned(act.doing.so_far) for act in acts if isinstance(act.doing, Change)]
        before = work.neighbours([work.plan, *changed])
        report = rehearse_acts(work.plan, stage, acts, before, keep=keep)
    if report_to:
        from stackwright.cli.render.acts_markdown import markdown

        report_to.parent.mkdir(parents=True, exist_ok=True)
        report_to.write_text(markdown(report), encoding="utf-8")
    advise_on_wants(request, report.deployed)
    advise_on_neighbours(request, report.deployed, before)
    acted = [word for name, text in words for word in (_OPTIONS[name], text)]
    again = request.command("rehearse", *request.config_words, *acted, "--keep")
    if keep:
        advise(request, f"It stands as the last act left it. Next: {request.command('outputs')}")
    elif report.exit_code:
        advise(request, f"Nothing of it is left. To look at it where it stopped: {again}")
    return report.exit_code

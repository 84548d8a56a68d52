"""A new policy: one file with a rule that works, to be made into another one, and examples that test it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from stackwright.errors import UsageError
from stackwright.service.names import NAME, NAME_RULE

TYPES: Final[Mapping[str, str]] = {
    "aws": "aws:s3/bucket:Bucket",
    "azure": "azure-native:storage:StorageAccount",
    "gcp": "gcp:storage/bucket:Bucket",
    "private": "kubernetes:apps/v1:Deployment",
}
"""What a rule on each cloud begins with."""
_TOKEN: Final = re.compile(r"[\w-]+:[\w./-]+:\w+")
_PLACES: Final[Mapping[str, Sequence[str]]] = {"gcp": ("labels",), "kubernetes": ("metadata", "labels")}
"""Where a cloud keeps what a team says of a resource, if not in `tags`."""
_WIDEST: Final = 120
_FILE: Final = '''\
"""{title}."""

from collections.abc import Iterator

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

TYPE = "{token}"


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    """To read a value that a preview does not know yet ends this: it is neither a pass nor a violation then."""
    if not resource.properties.get({place}, settings["key"]).text():
        yield Failed(f"it does not say its {{settings['key']}}")


# A rule that works. Make it yours from the end: what passes and what does not, then `check`, then the words.
# `stackwright policy test` says which example is not judged as you say.
policy = Policy(
    id="{id}",
    title="{title}",
    severity="medium",
    why="Who finds it at night has to know whom to ask.",
    fix="Say it: {fix}.",
    types=(TYPE,),
    check=check,
    settings={{"key": {{"type": "string", "default": "owner", "description": "what it must say"}}}},
    passes=(
        Example(why="it says whose it is", type=TYPE, inputs={owned}),
{another}
    ),
    violates=(
        Example(why="it says nothing", type=TYPE),
        Example(why="it says something else", type=TYPE, inputs={team}),
    ),
    undecided=(Example(why="a preview does not know it yet", type=TYPE, inputs={unknown}),),
)
'''


def write(pack: Path, name: str, token: str) -> Path:
    """Write a policy NAME about resources of a type into the package of `pack`; returns its file.

    Raises:
        UsageError: the name or the type is none, `pack` holds no package, or the file is there.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a policy", hint=f"{NAME_RULE[0].upper()}{NAME_RULE[1:]}.")
    if not _TOKEN.fullmatch(token):
        raise UsageError(f"'{token}' is no type of a resource", hint=f"One looks like this: {TYPES['aws']}.")
    path = _package(pack) / f"{name.replace('-', '_')}.py"
    if path.exists():
        raise UsageError(f"{path} is there already")
    path.write_text(_text(name, token), encoding="utf-8")
    return path


def _package(pack: Path) -> Path:
    """The Python package of a pack: the only folder with an `__init__.py` in it, or the one that is named itself."""
    if (pack / "__init__.py").is_file():
        return pack
    if not (pack / "PulumiPolicy.yaml").is_file():
        raise UsageError(
            f"there is no policy pack in {pack}", hint="`stackwright init` writes one, or name it: --pack DIR."
        )
    found = sorted(path.parent for path in pack.glob("*/__init__.py"))
    if len(found) != 1:
        listed = ", ".join(map(str, found)) or "none"
        raise UsageError(f"which package of {pack} is it for?", hint=f"There are: {listed}. Name it: --pack FOLDER.")
    return found[0]


def _text(name: str, token: str) -> str:
    place = _PLACES.get(token.partition(":")[0], ("tags",))
    team = _inside(place, '{"team": "shop"}')
    words = name.replace("-", " ")
    return _FILE.format(
        title=words[0].upper() + words[1:],
        id=name.upper(),
        token=token,
        place=", ".join(f'"{it}"' for it in place),
        fix=f"{'.'.join(place)}.owner",
        another=_line(f'why="another key", type=TYPE, inputs={team}, settings={{"key": "team"}}'),
        owned=_inside(place, '{"owner": "team-shop"}'),
        team=team,
        unknown=_inside(place, "UNKNOWN"),
    )


def _line(arguments: str) -> str:
    """An example as a formatter leaves it."""
    line = f"        Example({arguments}),"
    return line if len(line) <= _WIDEST else f"        Example(\n            {arguments}\n        ),"


def _inside(place: Sequence[str], text: str) -> str:
    for key in reversed(place):
        text = f'{{"{key}": {text}}}'
    return text

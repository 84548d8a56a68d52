"""A new service: a folder that is a Pulumi project, validates, and can be rehearsed as it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stackwright.errors import InvalidInput, UsageError
from stackwright.service.authoring.part import EXAMPLES, NewPart
from stackwright.service.layout import FILE
from stackwright.service.loading import load_service
from stackwright.service.model import BlueprintInfo, Catalogue, Cloud
from stackwright.service.names import NAME, NAME_RULE

_MAIN: Final = '''\
"""Deploys the part of service.yaml that the selected stack stands for: `pulumi up --stack dev.{part}`."""

from stackwright.program import run

run()
'''
_PROJECT: Final = """\
name: {service}
description: One stack per part and environment, named <environment>.<part>; see service.yaml.
{runtime}
config:
  # Every resource comes from a provider that service.yaml configures. One that slipped through would take
  # whatever account the shell is logged in to; this makes it an error.
  pulumi:disable-default-providers:
    value: ["*"]
"""
_SERVICE: Final = """\
# What {service} is made of, and where it runs.
#
#   stackwright rehearse {where} -e dev    try all of it on simulated clouds: no account, no network
#   stackwright preview {where} -e dev     what would change, for every part, even before the first one exists
#   stackwright up {where} -e dev          deploy in order, in parallel where the order allows it
#   stackwright new part {where} NAME --blueprint BLUEPRINT
service: {service}
owner: {owner}

parts:
  # Each part is a Pulumi stack, <environment>.<part>. What a part takes from another is a reference:
  # ${{{part}}} is all that it outputs, ${{{part}.OUTPUT}} one of them. References also give the order.
{entry}
environments:
  dev:
    backend: file://.stackwright/state # where the state lives: any Pulumi backend; relative to this folder
    secrets: passphrase # PULUMI_CONFIG_PASSPHRASE; or awskms://…, gcpkms://…, azurekeyvault://…
{policies}    providers:
      {cloud}: {providers} # an example: say how to reach yours before anything real

  # Another environment has its own state and key, and says what is different there:
  # prod:
  #   backend: s3://my-state
  #   secrets: awskms://alias/my-key
  #   approve: [{owner}]
  #   providers: {{ {cloud}: {providers} }}
  #   parts: {{ {part}: {{ inputs: {{}} }} }}
"""


_FIRST: Final = "object-storage"
"""What a service begins with where nobody says: useful alone, on every public cloud, and cheap."""


def default_blueprint(catalogue: Catalogue) -> BlueprintInfo:
    """`object-storage`; where that is not installed, the one that asks for least and has the widest choice of clouds.

    Raises:
        UsageError: none is installed.
    """
    found = [versions[0] for name in catalogue.names() if (versions := catalogue.versions(name))]
    if not found:
        raise UsageError("no blueprint is installed", hint="`stackwright doctor` says what is.")
    if first := catalogue.versions(_FIRST):
        return first[0]
    return min(found, key=lambda info: (len(info.input_schema().get("required") or ()), -len(info.clouds), info.name))


def write(folder: Path, name: str, owner: str, part: NewPart, catalogue: Catalogue) -> Sequence[Path]:
    """Write a service into a new `folder`, all or nothing; returns its files.

    Raises:
        UsageError: the name is none, or there is something in the folder.
        InvalidInput: what was written is not valid.
    """
    if part.cloud is None:
        hint = f"Begin with a part that it can join, then: stackwright new part {part.name} {part.blueprint.name}."
        raise UsageError(f"a service does not begin with {part.blueprint.name}", hint=hint)
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a service", hint=f"{NAME_RULE}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already", hint="Choose another name, or --in another folder.")
    files = {
        "Pulumi.yaml": _PROJECT.format(service=name, runtime=_runtime(folder)),
        "__main__.py": _MAIN.format(part=part.name),
        FILE: _service(folder, name, owner, part, part.cloud),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
    except OSError as error:
        raise UsageError(f"{folder.parent} cannot be written: {error.strerror}") from error
    try:
        for file, text in files.items():
            (draft / file).write_text(text, encoding="utf-8")
        draft.chmod(0o755)
        load_service(draft / FILE, catalogue)
        draft.rename(folder)
    except InvalidInput as error:
        raise UsageError(
            f"no valid service comes of that: {error.errors[0].message}", hint=error.errors[0].hint
        ) from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [folder / file for file in files]


def _service(folder: Path, name: str, owner: str, part: NewPart, cloud: Cloud) -> str:
    entry = part.entry()
    lines = [f"  {entry.key}:", *(f"    {line}" for line in entry.block)]
    where = name if folder.parent.name == "stacks" else str(folder)
    providers = "{ " + ", ".join(f"{key}: {value}" for key, value in EXAMPLES[cloud].items()) + " }"
    return _SERVICE.format(
        service=name,
        where=where,
        owner=owner,
        part=part.name,
        entry="\n".join(lines) + "\n",
        cloud=cloud,
        providers=providers,
        policies=_policies(folder),
    )


def _runtime(folder: Path) -> str:
    """With the virtual environment of the repository, if it has one."""
    venv = _above(folder, ".venv")
    if venv is None:
        return "runtime: python"
    return f"runtime:\n  name: python\n  options:\n    toolchain: pip\n    virtualenv: {venv}"


def _policies(folder: Path) -> str:
    """Under the policies of the repository, if it has some."""
    packs = _above(folder, "policies", holding="PulumiPolicy.yaml")
    if packs is None:
        return ""
    levels = f", levels: {packs}/levels.yaml" if (folder / packs / "levels.yaml").resolve().is_file() else ""
    return f"    policies: {{ packs: [{packs}]{levels} }}\n"


def _above(folder: Path, name: str, holding: str = "") -> str | None:
    """The path from `folder` to a folder of that name beside one of those above it; None if there is none."""
    for up, above in enumerate(folder.absolute().parents[:4], start=1):
        if (above / name).is_dir() and (above / name / holding).exists():
            return "/".join([".."] * up + [name])
    return None

"""Which `pulumi` to run, and whether it is new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stackwright.errors import UsageError

MINIMUM: Final = (3, 211, 0)
"""The first version that keeps stack tags in a file backend (pulumi's CHANGELOG, 2025-12-11); a rehearsal's safety
rests on them."""

VARIABLE: Final = "STACKWRIGHT_PULUMI"
_INSTALL: Final = "install it (https://www.pulumi.com/docs/install), or name one with " + VARIABLE


def find(executable: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """The `pulumi` to run: the given one, else that of STACKWRIGHT_PULUMI, else the first on PATH.

    Raises:
        UsageError: there is none.
    """
    environment = os.environ if environment is None else environment
    named = str(executable) if executable else environment.get(VARIABLE, "")
    found = shutil.which(named or "pulumi", path=environment.get("PATH"))
    if found:
        return Path(found).absolute()
    if named:
        raise UsageError(f"{named} is not a program that can be run", hint=f"check {VARIABLE}, or unset it")
    raise UsageError("the Pulumi CLI is not on PATH", hint=_INSTALL)


def version(executable: Path) -> tuple[int, int, int]:
    """What `pulumi version` says.

    Raises:
        UsageError: it cannot be run, says nothing that looks like a version, or is older than `MINIMUM`.
    """
    try:
        answer = subprocess.run(  # noqa: S603 - a program that the user chose
            [str(executable), "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError as error:
        raise UsageError(f"{executable} cannot be run: {error.strerror or error}", hint=_INSTALL) from error
    match = re.match(r"v?(\d+)\.(\d+)\.(\d+)", answer.stdout.strip())
    if answer.returncode or not match:
        raise UsageError(f"{executable} does not answer `version` as the Pulumi CLI does", hint=_INSTALL)
    found = int(match[1]), int(match[2]), int(match[3])
    if found < MINIMUM:
        raise UsageError(
            f"{executable} is Pulumi {_dotted(found)}; {_dotted(MINIMUM)} or newer is needed", hint=_INSTALL
        )
    return found


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))

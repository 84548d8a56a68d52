"""What the protocol does not carry: a pack's examples, types and frameworks, told by the pack's own interpreter.

That is the one in which `stackwright_policies` and what the pack imports are installed; this one may have neither, or
other versions. An entry point would have to be installed for each pack; its folder is known anyway.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from stackwright.engine.policy.manifest import read
from stackwright.errors import EngineError

Word = Literal["describe", "test", "page"]
_MODULE: Final = "stackwright_policies.telling"
_NOT_OURS: Final = 4
"""Its exit code for a pack that is made with something else."""
_NOT_THERE: Final = "No module named 'stackwright_policies'"
_LIMIT: Final = 120.0
_LAST_LINES: Final = 12


def tell(folder: Path, word: Word, variables: Mapping[str, str]) -> dict[str, Any] | None:
    """What the pack in `folder` says; None for one that is not made with `stackwright_policies`.

    Raises:
        EngineError: there is no such pack, its program raises, or it does not end.
    """
    manifest = read(folder.resolve(), variables)
    command = [manifest.interpreter, "-m", _MODULE, word, str(manifest.folder), "--shown", folder.as_posix()]
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter that the pack names
            command,
            cwd=manifest.folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT,
            check=False,
        )
    except OSError as error:
        raise EngineError(f"the policy pack in {folder}: {manifest.interpreter}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"the policy pack in {folder} did not end within {_LIMIT:g} s") from error
    if done.returncode == _NOT_OURS or _NOT_THERE in done.stderr:
        return None
    if done.returncode != 0:
        said = "\n  ".join(done.stderr.strip().splitlines()[-_LAST_LINES:])
        raise EngineError(f"the policy pack in {folder} cannot be read\n  {said}", hint="Its output says why.")
    return json.loads(done.stdout)

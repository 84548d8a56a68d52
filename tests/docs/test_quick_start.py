"""docs/quick-start.md, typed as it stands: every command, in order, in one shell.

What fetches from a package index is left out: the virtual environment is there, with what this interpreter has. So is
`make test`, which tests/lifecycle/test_init.py runs.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import offline
from tests.lifecycle.test_init import INSTALL, environment

COMMANDS = ("source ", "stackwright ", "cd ", "make demo", "sed ", "mv ")
LEFT_OUT = ("python3 ", "pip ", "make test")
_EXIT = re.compile(r"# exit code (\d)$")


def _script(page: str) -> str:
    """The commands of a page, each echoed before it runs; one with `# exit code N` must end so.

    What is no command is output, and begins like a table.
    """
    lines = ["set -euo pipefail"]
    for line in re.findall(r"^    (\S.*)$", page, re.MULTILINE):
        if line.startswith(COMMANDS):
            lines += [f"echo '$' {line.partition('#')[0]!r}"]
            code = _EXIT.search(line)
            lines += [line if code is None else f"{{ {line.partition('#')[0]}; }} && exit 99 || [ $? = {code[1]} ]"]
        else:
            assert line.startswith(("part ", "✓", *LEFT_OUT)), f"neither a command nor output: {line}"
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_command_does_what_the_page_says(repository: Path, tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    script = _script((repository / "docs" / "quick-start.md").read_text(encoding="utf-8"))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "INSTALL": INSTALL, **offline(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout
    told = re.findall(r"(?ms)^\$ (.*?) *$\n(.*?)(?=^\$ |\Z)", done.stdout)
    said = dict(told)  # of a command that is there twice, what it said the second time
    assert "├──url─▶│ settings@^1 │" in said["stackwright graph hello -e dev"]
    changed = said["stackwright preview hello -e dev --simulate"]
    assert "~ aws:s3:BucketLifecycleConfiguration" in changed
    assert "replace" not in changed
    assert "✗ SETTINGS-01 Settings hold no secrets" in said["stackwright up hello -e dev --simulate"]
    assert "3 parts: 3 succeeded" in said["stackwright rehearse hello -e dev"]

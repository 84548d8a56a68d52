r"""How the tour is made: `docs/tour.md` is its own template, and what stands between markers is what was printed.

    <!-- run: stackwright graph shop -e dev -->         runs it in a copy of this repository's `stacks` and `policies`
    <!-- run (cut at 'network'): stackwright … -->      leaves out what follows the first line that is just that
    <!-- edit stacks/shop/service.yaml: OLD => NEW -->  changes a file there (`\n` is a new line), shows the difference
    <!-- end -->                                        where the next text of a person begins

Durations are masked, and the lines that on a terminal are a live table are left out: so the same repository makes the
same page. Pictures that the commands draw into `tour/` go to `docs/tour/`.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGE: Final = Path("docs/tour.md")
PICTURES: Final = Path("docs/tour")
_BLOCK: Final = re.compile(
    r"^<!-- (?:run(?: \(cut at '(?P<cut>[^']*)'\))?: (?P<command>stackwright .*?)"
    r"|edit (?P<file>\S+): (?P<old>.*?) => (?P<new>.*?)) -->\n.*?^<!-- end -->$",
    re.MULTILINE | re.DOTALL,
)
_PROGRESS: Final = re.compile(r"^[\w-]+: (running|succeeded|unchanged|failed|blocked|skipped)\b.*\n", re.MULTILINE)
_SECONDS: Final = re.compile(r"(?P<before> · )\d+\.\d s$|(?P<column> +\d+\.\d)$", re.MULTILINE)
_COPIED: Final = ("stacks", "policies")
_WIDTH: Final = "110"


@dataclass(frozen=True, slots=True)
class Tour:
    """The page, and its pictures by file name."""

    page: str
    pictures: Mapping[str, str]


class TourError(Exception):
    """A step of the tour did not go as the page says."""


def made(repository: Path, workspace: Path) -> Tour:
    """Run the tour in `workspace`, an empty folder.

    Raises:
        TourError: a command crashed, or an edit does not fit the file.
    """
    for name in _COPIED:
        shutil.copytree(
            repository / name, workspace / name, ignore=shutil.ignore_patterns(".stackwright", "__pycache__")
        )
    (workspace / "tour").mkdir()
    (workspace / ".git").mkdir()  # here the repository ends: the world is below it
    environment = _environment(workspace)

    def fill(block: re.Match[str]) -> str:
        first = block[0].partition("\n")[0]
        if block["command"]:
            text = _ran(block["command"], workspace, environment, block["cut"])
        else:
            text = _edited(workspace, block["file"], _unescaped(block["old"]), _unescaped(block["new"]))
        return f"{first}\n{text}\n<!-- end -->"

    page = _BLOCK.sub(fill, (repository / PAGE).read_text(encoding="utf-8"))
    return Tour(page, _pictures(workspace / "tour"))


def committed(repository: Path) -> Tour:
    """The tour as it stands in the repository."""
    return Tour((repository / PAGE).read_text(encoding="utf-8"), _pictures(repository / PICTURES))


def write(tour: Tour, repository: Path) -> list[Path]:
    """Put a tour into the repository; pictures that are no longer drawn go."""
    for path in (repository / PICTURES).glob("*.svg"):
        path.unlink()
    files = {
        repository / PAGE: tour.page,
        **{repository / PICTURES / name: text for name, text in tour.pictures.items()},
    }
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return [path.relative_to(repository) for path in files]


def commands(page: str) -> list[list[str]]:
    """The words of every command that the page shows the output of."""
    return [shlex.split(block["command"])[1:] for block in _BLOCK.finditer(page) if block["command"]]


def _pictures(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.svg"))}


def _environment(workspace: Path) -> dict[str, str]:
    """That of a person who has nothing but Stackwright; where the SDKs' descriptions are cached stays known."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH", "STACKWRIGHT_CACHE") if name in os.environ
    }
    home = workspace / "home"
    home.mkdir()
    cache = kept.get("STACKWRIGHT_CACHE") or str(Path.home() / ".cache/stackwright")
    return {**kept, "HOME": str(home), "STACKWRIGHT_CACHE": cache, "COLUMNS": _WIDTH, "PYTHONIOENCODING": "utf-8"}


def _ran(command: str, workspace: Path, environment: Mapping[str, str], cut: str | None) -> str:
    words = shlex.split(command)
    done = subprocess.run(  # noqa: S603 - the page's own commands
        [sys.executable, "-m", "stackwright.cli.main", *words[1:]],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in {0, 1, 3}:
        raise TourError(f"{command}: exit code {done.returncode}\n{done.stdout}")
    text = masked(done.stdout.replace(str(workspace), "."))
    if cut is not None:
        text = re.split(rf"^{re.escape(cut)}\n", text, maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n") + "\n…\n"
    return f"```console\n$ {command}\n{text.strip(chr(10))}\n```"


def masked(text: str) -> str:
    """What a command printed, without what differs from one run to the next."""
    calm = re.sub(r"\n{3,}", "\n\n", _PROGRESS.sub("", text))
    return _SECONDS.sub(lambda found: " · … s" if found["before"] else "…".rjust(len(found["column"])), calm)


def _edited(workspace: Path, name: str, old: str, new: str) -> str:
    path = workspace / name
    before = path.read_text(encoding="utf-8")
    if before.count(old) != 1:
        raise TourError(f"{name} has {before.count(old)} times: {old!r}")
    after = before.replace(old, new)
    path.write_text(after, encoding="utf-8")
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=2))
    return "\n".join(["```diff", *lines, "```"])


def _unescaped(text: str) -> str:
    """A marker has only one line."""
    return text.replace("\\n", "\n")

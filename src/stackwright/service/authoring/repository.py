"""A platform repository of one's own: components, blueprints, policies, a service, tests and CI, ready to run.

The templates in `templates/` are a repository themselves, acme's, for all clouds. Two things are done to them:

- Words are replaced: `acme`, and those of `_words`.
- Lines between `# [CONDITION]` and `# [/CONDITION]` stay only where the condition holds: `aws` (that cloud is chosen),
  `home aws` (it is the first), `public` (a public cloud is), `also aws` (it is a further public one).

A name that begins with `dot-` begins with a dot: a template is no hidden file, and none that git or CI acts on here.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from stackwright.errors import UsageError
from stackwright.service.model import Cloud

TEMPLATES: Final = Path(__file__).with_name("templates")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 20
_MARK: Final = re.compile(r"\s*# \[(?P<end>/?)(?P<condition>[a-z ]+)\]")
_SUFFIX: Final = "-platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What is to be written. `clouds` are at least one, in the order of choice; `version` is Stackwright's."""

    name: str
    clouds: Sequence[Cloud]
    version: str

    @property
    def distribution(self) -> str:
        """What it is called where Python's packages are listed."""
        return self.name if self.name.endswith(_SUFFIX.lstrip("-")) else self.name + _SUFFIX

    @property
    def package(self) -> str:
        """What its Python packages begin with: `acme` of `acme_components`."""
        return self.name.replace("-", "_")


def default_name(folder: Path) -> str:
    """The name that a folder suggests: `acme` for `acme-platform`."""
    words = re.sub(r"[^a-z0-9]+", "-", folder.absolute().name.lower()).strip("-").lstrip("0123456789-")
    return (words.removesuffix(_SUFFIX) or "platform")[:_LONGEST].rstrip("-")


def require_name(name: str) -> None:
    """The name makes Python packages, and none that there are.

    Raises:
        UsageError
    """
    if not NAME.fullmatch(name) or len(name) > _LONGEST or name == "stackwright":
        rule = f"up to {_LONGEST} lower-case letters, digits and single hyphens, a letter first; and not stackwright."
        raise UsageError(f"'{name}' is no name for a repository", hint=rule)


def write(folder: Path, repository: Repository) -> Sequence[Path]:
    """Write the repository into `folder`, which may exist, all or nothing; returns its files, relative to it.

    Raises:
        UsageError: the name is none, something is in the way, or the folder cannot be written.
    """
    require_name(repository.name)
    files = render(repository)
    if standing := _in_the_way(folder, files):
        listed = "".join(f"\n    {path}" for path in standing)
        raise UsageError(f"in {folder} there are already:{listed}", hint="Move them away, or choose another folder.")
    parent = folder if folder.is_dir() else folder.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".stackwright-init-", dir=parent))
    except OSError as error:
        raise UsageError(f"{parent} cannot be written: {error.strerror}") from error
    try:
        for path, text in files.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_text(text, encoding="utf-8")
        if folder.is_dir():
            _move(draft, folder, files)
        else:
            draft.chmod(0o755)
            draft.rename(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [Path(path) for path in files]


def render(repository: Repository) -> dict[PurePosixPath, str]:
    """Every file of the repository, by its path."""
    files: dict[PurePosixPath, str] = {}
    holds = _conditions(repository.clouds)
    for template in sorted(TEMPLATES.rglob("*")):
        relative = PurePosixPath(template.relative_to(TEMPLATES).as_posix())
        if template.is_dir() or not _wanted(relative, repository.clouds):
            continue
        text = "".join(_chosen(template.read_text(encoding="utf-8"), holds))
        path = "/".join(re.sub("^dot-", ".", part) for part in relative.parts)
        files[PurePosixPath(_worded(path, repository))] = _worded(text, repository)
    return files


def _wanted(path: PurePosixPath, clouds: Sequence[str]) -> bool:
    """No tool's cache, and of a component's files those of the clouds that are chosen."""
    if any(part.startswith(".") or part == "__pycache__" for part in path.parts):
        return False
    return path.stem not in {"aws", "azure", "gcp", "private"} or path.stem in clouds


def _conditions(clouds: Sequence[Cloud]) -> frozenset[str]:
    public = [cloud for cloud in clouds if cloud != "private"]
    return frozenset(
        [*clouds, f"home {clouds[0]}", *(["public"] if public else []), *(f"also {cloud}" for cloud in public[1:])]
    )


def _chosen(text: str, holds: frozenset[str]) -> Iterator[str]:
    """The lines whose conditions hold, without the marks."""
    inside: list[str] = []
    for line in text.splitlines(keepends=True):
        mark = _MARK.fullmatch(line.rstrip("\n"))
        if mark is None:
            if holds.issuperset(inside):
                yield line
        elif mark["end"]:
            inside.remove(mark["condition"])
        else:
            inside.append(mark["condition"])


def _words(repository: Repository) -> Mapping[str, str]:
    """What stands for what, the longest first: `acme` is in the others."""
    public = [cloud for cloud in repository.clouds if cloud != "private"]
    return {
        "stackwright[all]~=0.0.0": f"stackwright[{','.join(repository.clouds)}]~={repository.version}",
        "PUBLIC_CLOUD": public[0] if public else "",
        "PYTHON_LIBRARY": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "HOME_CLOUD": repository.clouds[0],
        "acme-platform": repository.distribution,
        "acme_": f"{repository.package}_",
        "acme": repository.name,
    }


def _worded(text: str, repository: Repository) -> str:
    words = _words(repository)
    return re.sub("|".join(map(re.escape, words)), lambda found: words[found[0]], text)


def _in_the_way(folder: Path, files: Mapping[PurePosixPath, str]) -> list[str]:
    """What would be written over, and what is no folder although something should be in it."""
    if folder.exists() and not folder.is_dir():
        return [str(folder)]
    found = {
        str(path)
        for file in files
        for path in (file, *file.parents)
        if ((folder / path).exists() or (folder / path).is_symlink()) and (path == file or not (folder / path).is_dir())
    }
    return sorted(found)


def _move(draft: Path, folder: Path, files: Mapping[PurePosixPath, str]) -> None:
    """Move the files of `draft` into a folder that exists; where one cannot be, take all of them back."""
    made: list[Path] = []
    try:
        for path in files:
            for above in reversed(path.parents):
                if not (folder / above).exists():
                    (folder / above).mkdir()
                    made.append(folder / above)
            (draft / path).rename(folder / path)
            made.append(folder / path)
    except OSError:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise

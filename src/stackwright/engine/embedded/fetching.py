"""A program that reads something from the network while it runs, and cannot: said in one line."""

from __future__ import annotations

import traceback
import urllib.error
from pathlib import Path
from typing import Any


def unreached(error: BaseException, root: Path) -> str | None:
    """What could not be read, why, and where below `root` the program asks for it; None where that is not the matter.

    It is one of `urllib`'s errors or of `requests`', which pulumi_kubernetes uses for `yaml.ConfigFile`.
    """
    if any(kind.__module__.startswith("requests.") for kind in type(error).__mro__):
        url = str(getattr(getattr(error, "request", None), "url", None) or "what it asks for")
    elif isinstance(error, urllib.error.URLError):
        url = str(getattr(error, "url", None) or "what it asks for")
    else:
        return None
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _own(frame.filename, root)]
    where = f" at {Path(frames[-1].filename).relative_to(root)}:{frames[-1].lineno}" if frames else ""
    return (
        f"Program failed{where}: it reads {url}, and cannot: {_reason(error)}; save it beside the program and name"
        " that file: a rehearsal then needs no network"
    )


def _own(file: str, root: Path) -> bool:
    return Path(file).is_relative_to(root) and "site-packages" not in file


def _reason(error: Any) -> str:  # noqa: ANN401 - errors of libraries that need not be installed
    """The innermost reason: `MaxRetryError.reason` of urllib3, the text after the connection's own name."""
    first = error.args[0] if error.args else error
    reason = getattr(first, "reason", None) or getattr(error, "reason", None)
    text = str(reason if isinstance(reason, BaseException) else error)
    return text.partition("): ")[2] or text

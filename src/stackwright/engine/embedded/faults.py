"""How a run ends early, inside the engine. None of these leaves it."""

from __future__ import annotations


class Bail(Exception):
    """The run cannot go on; `urn` is the resource at fault, if it is one's fault.

    `reported` says that a diagnostic was already sent, `executing` that a step failed, or that planning went on though
    something was wrong: then the end of the run says once more that it failed.
    """

    def __init__(self, message: str, urn: str = "", *, reported: bool = False, executing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.urn = urn
        self.reported = reported
        self.executing = executing


class Stopped(Bail):
    """Someone cancelled the run."""

    def __init__(self) -> None:
        super().__init__("the run was cancelled", reported=True)

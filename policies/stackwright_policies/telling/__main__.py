"""`python -m stackwright_policies.telling {describe|test|page} FOLDER`: JSON about the pack in FOLDER.

Exit code 4: it is not made with stackwright_policies.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

from stackwright_policies.model import Pack
from stackwright_policies.telling.described import described
from stackwright_policies.telling.loading import NotOurs, pack_in
from stackwright_policies.telling.paged import paged
from stackwright_policies.telling.tested import tested

_NOT_OURS: Final = 4
_WORDS: Final[Mapping[str, Callable[[Pack, str], Any]]] = {
    "describe": lambda pack, _: described(pack),
    "test": lambda pack, _: tested(pack),
    "page": paged,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write JSON to standard output; what the pack itself prints goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m stackwright_policies.telling", description=__doc__)
    parser.add_argument("word", choices=sorted(_WORDS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shown", help="what the folder is called where people read of it", metavar="TEXT")
    options = parser.parse_args(arguments)
    try:
        with redirect_stdout(sys.stderr):
            found = _WORDS[options.word](pack_in(options.folder), options.shown or str(options.folder))
    except NotOurs as error:
        print(error, file=sys.stderr)  # noqa: T201
        return _NOT_OURS
    json.dump(found, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a real API server said, recorded: `answers/<set>.json`. The version of the server stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from tests.simcloud.apiserver.asking import Answer
from tests.simcloud.apiserver.cases import HERE

_DRAWN: Final = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=Settings_)[a-z0-9]{5}|(?<=nodePort: Duplicate value: )\d+"
)
"""What a server draws by lot: unique ids, the ends of generated names, ports of nodes."""


def recorded(which: str) -> tuple[str, dict[str, Answer]]:
    """The version of the server, and its answer to each case of a set."""
    document = json.loads((HERE / "answers" / f"{which}.json").read_text(encoding="utf-8"))
    return document["server"], {
        name: Answer(200) if said == "accepted" else Answer(**said) for name, said in document["answers"].items()
    }


def record(which: str, server: str, answers: Mapping[str, Answer]) -> None:
    """A line for each case, in the order of the cases."""
    lines = [f"  {json.dumps(name)}: {json.dumps(plain(answer))}" for name, answer in answers.items()]
    head = f'{{"server": {json.dumps(server)}, "answers": {{\n'
    (HERE / "answers" / f"{which}.json").write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def plain(answer: Answer) -> object:
    """What is recorded of an answer: that it was taken, or what was said, without what changes from time to time."""
    if answer.accepted:
        return "accepted"
    message = _DRAWN.sub("…", answer.message)
    return {"code": answer.code, "reason": answer.reason, "message": message.split("\n@@", 1)[0]}

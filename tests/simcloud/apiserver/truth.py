"""What a real API server lets nobody change, of the cases that change one field: the truth about replacements.

pulumi-kubernetes replaces by a list of its own; the server is independent of it. `ACCEPT=1 pytest` writes the file that
`stackwright.simcloud.rules.measuring` reads.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from stackwright.simcloud import paths
from tests.simcloud.apiserver.answers import recorded
from tests.simcloud.apiserver.asking import Answer
from tests.simcloud.apiserver.cases import SETS, load
from tests.simcloud.apiserver.simulating import token

FILE: Final = Path(__file__).parents[1] / "rules" / "truth" / "kubernetes.json"
_KEPT: Final = ("immutable", "may not change", "may not be changed", "pod updates may not")


def kept(answer: Answer) -> bool:
    """Whether the server refused a change because the field may not change, not because the new value is invalid."""
    return any(words in answer.message for words in _KEPT)


def text() -> str:
    """The file as it should be."""
    found: dict[str, dict[str, set[str]]] = {}
    server = ""
    for which in SETS:
        server, answers = recorded(which)
        for case in load(which):
            answer = answers[case.name]
            unsealed = case.before is None or not case.before.get("immutable")
            if len(case.edited) != 1 or not unsealed or not (answer.accepted or kept(answer)):
                continue
            said = found.setdefault(token(case.sent), {"replaces": set(), "in place": set()})
            said["in place" if answer.accepted else "replaces"].add(paths.pattern(case.edited[0]))
    lines = []
    for kind, said in sorted(found.items()):
        said["in place"] -= said["replaces"]  # some values may be changed, and some may not
        plain = {verdict: " ".join(sorted(names)) for verdict, names in said.items()}
        lines.append(f"{json.dumps(kind)}: {json.dumps(plain)}")
    head = f'{{\n "source": "kube-apiserver {server}: which changes it refuses",\n "of": {len(lines)},\n "types": {{\n'
    return head + ",\n".join(lines) + "\n }\n}\n"

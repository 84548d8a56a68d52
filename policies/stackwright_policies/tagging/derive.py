"""Which types can be tagged, and where: read from the installed cloud SDKs, kept in `taggable.json`.

    python -m stackwright_policies.tagging.derive

writes that file anew; a test compares it with the SDKs that are installed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stackwright_policies.sdk import classes, signature, version
from stackwright_policies.tagging.reading import DATA

PACKAGES: Final = ("aws", "azure-native", "gcp", "kubernetes")
_TEXTS: Final = r"Mapping\[str, pulumi\.Input\[(?:Optional\[)?_builtins\.str\]"
_PLACES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    # Wire path → what the argument's type looks like. A `tags` that is a list of words is something else.
    "aws": (("tags", rf"\btags: [^\n]*{_TEXTS}"), ("tags[]", r"\btags: [^\n]*Sequence\[pulumi\.Input\['\w*TagArgs'")),
    "azure-native": (("tags", rf"\btags: [^\n]*{_TEXTS}"),),
    "gcp": (
        # Before `labels`, which say something else where there are both: a notification channel's address.
        ("userLabels", rf"\buser_labels: [^\n]*{_TEXTS}"),
        ("labels", rf"\blabels: [^\n]*{_TEXTS}"),
        ("resourceLabels", rf"\bresource_labels: [^\n]*{_TEXTS}"),
        ("settings.userLabels", r"\bsettings: [^\n]*'(\w+)'"),
    ),
    "kubernetes": (("metadata.labels", r"\bmetadata: [^\n]*\.ObjectMetaArgs"),),
}


def derive(package: str) -> dict[str, list[str]]:
    """The tokens of the types of `package` that can be tagged, by the place of their tags."""
    found: dict[str, list[str]] = defaultdict(list)
    for token, file, name in classes(package):
        parameters = signature(file, name)
        for place, pattern in _PLACES[package]:
            matched = re.search(pattern, parameters)
            if matched and (not matched.groups() or _nested_labels(file, matched[1])):
                found[place].append(token)
                break
    return {place: sorted(found[place]) for place in sorted(found)}


def _nested_labels(file: Path, name: str) -> bool:
    """Whether the class `name` among the inputs beside `file` has `user_labels`."""
    text = file.with_name("_inputs.py").read_text("utf-8")
    found = re.search(rf"class {name}:\n    def __init__\((.*?)\):\n", text, re.DOTALL)
    return bool(found and "user_labels:" in found[1])


def main() -> None:
    """Write `taggable.json`."""
    data = {package: {"version": version(package), "types": derive(package)} for package in PACKAGES}
    DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

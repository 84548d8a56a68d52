"""Which types grant roles on Google Cloud, and in which of three forms: read from the installed SDK, kept in a file.

    python -m stackwright_policies.gcp.derive

writes that file anew; a test compares it with the SDK that is installed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Final

from stackwright_policies.gcp.iam import DATA
from stackwright_policies.sdk import classes, signature, version

_FORMS: Final = {
    "Member": ("member", "member"),
    "Binding": ("members", "members"),
    "Policy": ("policyData", "policy_data"),
}
"""How a class is called → where it says who, in wire form and in Python."""
_NAME: Final = re.compile(r"(?:Iam|IAM)(Member|Binding|Policy)$")


def derive() -> dict[str, list[str]]:
    """The tokens of the types that grant roles, by the property that says to whom."""
    found: dict[str, list[str]] = defaultdict(list)
    for token, file, name in classes("gcp"):
        if form := _NAME.search(name):
            place, parameter = _FORMS[form[1]]
            if re.search(rf"\b{parameter}: ", signature(file, name)):
                found[place].append(token)
    return {place: sorted(found[place]) for place in sorted(found)}


def main() -> None:
    """Write the file."""
    DATA.write_text(json.dumps({"version": version("gcp"), "types": derive()}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

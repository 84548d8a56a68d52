"""Which environment variables reach a program that is rehearsed: those on a list, and nothing else.

A list of what is forbidden would miss the next cloud's credentials. What is on this list names programs, languages and
terminals; no cloud, no account, no proxy, and no configuration file outside the rehearsal's own HOME.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ALLOWED: Final = frozenset(
    {
        "COLORTERM",
        "COLUMNS",
        "LANG",
        "LANGUAGE",
        "LINES",
        "LOGNAME",
        "NO_COLOR",
        "PATH",
        "PYTHONPATH",
        "SHELL",
        "TEMP",
        "TERM",
        "TMP",
        "TMPDIR",
        "TZ",
        "USER",
        "VIRTUAL_ENV",
    }
)
_PREFIX: Final = "LC_"

OFFLINE: Final[Mapping[str, str]] = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}
"""What keeps Pulumi and the clouds' SDKs from asking the network for anything."""


def scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of `environment` that a rehearsal may see."""
    return {name: value for name, value in environment.items() if name in ALLOWED or name.startswith(_PREFIX)}

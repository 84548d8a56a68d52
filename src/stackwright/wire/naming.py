"""What an engine asks of a provider about the name of a resource that its program does not name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NamingMode = Literal["propose", "enforce", "disable"]


@dataclass(frozen=True, slots=True)
class Autonaming:
    """`CheckRequest.AutonamingOptions` of provider.proto. `propose`: a name that the provider may change; `enforce`: it
    must be used as it is; `disable`: the provider makes no name, so the program must have given one.
    """

    mode: NamingMode
    name: str = ""

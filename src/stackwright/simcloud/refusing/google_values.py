"""Values of closed sets: an ingress that Cloud Run does not have, a routing mode that no network knows.

pulumi-gcp looks at the sets itself, in the words that are used here, but does not mind their case everywhere; so no
case is told apart. `data/google-values.json` has those of the types that are made most, with their source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.closed import outside
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject


def _value(it: Subject, _world: World) -> str | None:
    return outside(it, "google", folded=True)


VALUE = Kind(
    "gcp-value",
    "where a service knows a closed set of values, it takes no other",
    "https://googlecloudplatform.github.io/magic-modules/reference/field/#enum_values",
    "take one of those that it knows",
)
RULES: Final[Sequence[Rule]] = (rule(VALUE, "change", "gcp", _value),)

"""What every resource must say of itself."""

from typing import Final

from stackwright_policies.model import Policy
from stackwright_policies.tagging.required_tags import policy as required_tags

POLICIES: Final[tuple[Policy, ...]] = (required_tags,)

"""Who is granted what on Google Cloud: one member, the members of one role, or a policy as JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from stackwright_policies.documents import parsed
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

DATA: Final = Path(__file__).with_name("iam.json")
"""What `derive.py` found in the SDK."""
EVERYONE: Final = frozenset({"allUsers", "allAuthenticatedUsers"})
"""`allAuthenticatedUsers` is everyone with a Google account, not everyone of an organization."""
_DEFAULT_ACCOUNT: Final = re.compile(
    r"(?:serviceAccount:)?(?:default|\d+-compute@developer(?:\.gserviceaccount\.com)?)"
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, and those that have it: `who` is one of them, or the list."""

    role: View
    who: View
    single: bool = False

    def members(self) -> list[View]:
        """Each that has the role, unknown ones among them.

        Raises:
            NotKnown: how many there are is not known.
        """
        return [self.who] if self.single else self.who.items()


@cache
def _places() -> Mapping[str, str]:
    """Token → the property that says who: `member`, `members` or `policyData`."""
    data: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return {token: place for place, tokens in data["types"].items() for token in tokens}


def granting(*prefixes: str) -> Collection[str]:
    """The types that grant roles, such as those on `gcp:storage/bucket`."""
    return tuple(token for token in _places() if token.startswith(prefixes))


def grants(resource: Resource) -> Iterator[Grant]:
    """What a resource of one of these types grants.

    Raises:
        NotKnown: its policy is not known as a whole.
    """
    place = _places()[resource.type]
    if place != "policyData":
        yield Grant(resource.properties.get("role"), resource.properties.get(place), single=place == "member")
        return
    for binding in parsed(resource.properties.get(place)).get("bindings").items():
        yield Grant(binding.get("role"), binding.get("members"))


def to_everyone(resource: Resource) -> Iterator[Verdict]:
    """A violation for each grant to everyone."""
    yield from each(grants(resource), lambda grant: each(grant.members(), _judge))


def _judge(member: View) -> Iterator[Verdict]:
    if named := everyone(member.text()):
        yield Failed(f"{member.path} is {named}")


def everyone(who: str) -> str:
    """Which word for everyone a member or an entity of an access list is; empty if it is somebody in particular."""
    named = who.rpartition(":")[2].lower()
    return next((word for word in EVERYONE if word.lower() == named), "")


def is_default_account(email: str) -> bool:
    """Whether it is the account that Compute Engine makes in every project, which may do nearly everything there.

    https://cloud.google.com/compute/docs/access/service-accounts#default_service_account
    """
    return _DEFAULT_ACCOUNT.fullmatch(email.strip()) is not None

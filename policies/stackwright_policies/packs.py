"""Which policies there are, and which pack each belongs to.

A policy belongs to the pack in whose folder its file is (at any depth: `security/aws/ingress.py`), and to those that it
names in `also_in`. So a new rule is a new file, and nothing else has to be edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

from stackwright_policies.model import Pack, Policy

_ROOT: Final = "stackwright_policies"


def found_in(folder: str) -> tuple[Policy, ...]:
    """What the modules of a Python package, and of packages inside it, have as `policy`; by id."""
    package = import_module(folder)
    names = [module.name for module in walk_packages(package.__path__, f"{folder}.")]
    policies = (getattr(import_module(name), "policy", None) for name in names)
    return _by_id(policy for policy in policies if isinstance(policy, Policy))


def _by_id(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    return tuple(sorted(policies, key=lambda policy: policy.id))


def _at_home(name: str) -> tuple[Policy, ...]:
    """The policies of one folder, which know then that it is theirs."""
    policies = found_in(f"{_ROOT}.{name.replace('-', '_')}")
    for policy in policies:
        object.__setattr__(policy, "home", name)
    return policies


_FOLDERS: Final = ("cost", "network-exposure", "reliability", "security", "tagging")
_ALL: Final = {name: _at_home(name) for name in _FOLDERS}


def _pack(name: str, title: str, description: str) -> Pack:
    guests = [policy for policies in _ALL.values() for policy in policies if name in policy.also_in]
    return Pack(name=name, title=title, description=description, policies=_by_id((*_ALL[name], *guests)))


cost: Final = _pack("cost", "Cost and sprawl", "Nothing is larger, older or kept for longer than it has to be.")
network_exposure: Final = _pack(
    "network-exposure", "Network exposure", "Nothing is reached from outside that need not be."
)
reliability: Final = _pack(
    "reliability", "Reliability", "What holds data or serves people survives a failure and a mistake."
)
security: Final = _pack(
    "security", "Security", "Nothing is open to the world, and nobody has rights without limits, on any cloud."
)
tagging: Final = _pack("tagging", "Tagging", "Every resource says whose it is and what it is for.")
everything: Final = Pack(
    name="stackwright",
    title="Stackwright",
    description="All of Stackwright's policies, in one process.",
    policies=_by_id(policy for policies in _ALL.values() for policy in policies),
)
"""Each policy once, in however many packs it is."""
PACKS: Final = (security, network_exposure, tagging, reliability, cost, everything)

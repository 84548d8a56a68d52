"""`stackwright policy`: what policies there are, and what they say."""

from __future__ import annotations

import click

from stackwright.cli.policy.check import check
from stackwright.cli.policy.coverage import coverage
from stackwright.cli.policy.docs import docs
from stackwright.cli.policy.explain import explain
from stackwright.cli.policy.listing import list_, show
from stackwright.cli.policy.permissions import permissions
from stackwright.cli.policy.testing import test


@click.group()
def policy() -> None:
    """Look at policies and permissions, and judge a service, a program or a state: nothing is deployed."""


for command in (check, coverage, docs, explain, list_, permissions, show, test):
    policy.add_command(command)

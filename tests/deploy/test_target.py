"""What simulated clouds leave out: what is given, what the environment says, and what is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.deploy.target import allowed_in, refuse_switching
from stackwright.errors import Location, ServiceError, UsageError
from stackwright.service.model import Environment
from stackwright.simcloud.refusing import ASKED


def environment(allow: tuple[str, ...] = (), refuse: tuple[str, ...] = ()) -> Environment:
    where = Location(Path("service.yaml"), 9)
    return Environment(
        name="dev",
        backend="file://state",
        secrets="passphrase",
        providers={},
        allow=allow,
        refuse=refuse,
        where=where,
        places={"simulate": Location(Path("service.yaml"), 12)},
    )


def test_nothing_said_is_the_clouds_own_choice() -> None:
    assert allowed_in(environment()) is None


def test_the_environment_and_the_command_line_are_added_up() -> None:
    assert allowed_in(environment(("aws-zone",)), ["gcp-name"]) == ASKED | {"aws-zone", "gcp-name"}
    assert allowed_in(environment(refuse=("quotas",))) == {"import-unknown"}
    assert allowed_in(environment(refuse=("quotas",)), ["aws-quota-vpcs"]) == {"aws-quota-vpcs", "import-unknown"}


def test_a_kind_that_there_is_not_is_told_with_its_place() -> None:
    with pytest.raises(ServiceError, match=r"service.yaml:12:1: there is no refusal called 'aws-zones'"):
        allowed_in(environment(("aws-zones",)))
    with pytest.raises(UsageError, match="Did you mean aws-zone"):
        allowed_in(environment(), ["aws-zones"])


def test_real_clouds_have_no_such_switch() -> None:
    refuse_switching([])
    with pytest.raises(UsageError, match="for simulated clouds"):
        refuse_switching(["aws-zone"])

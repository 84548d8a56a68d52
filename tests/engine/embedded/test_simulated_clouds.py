"""The engine over the simulated clouds, with real SDKs: what a rehearsal is made of."""

from __future__ import annotations

from pathlib import Path

import pulumi

from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import ConfigValue
from stackwright.simcloud import open_host
from stackwright.wire.values import UNKNOWN, contains_secret
from tests.engine.embedded.support import Bench


def network() -> None:
    import pulumi_aws as aws
    import pulumi_random as random

    password = random.RandomPassword("password", length=12)
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    for index in range(2):
        aws.ec2.Subnet(f"subnet-{index}", vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24")
    zones = aws.get_availability_zones_output(state="available")
    pulumi.export("vpc", vpc.id)
    pulumi.export("password", password.result)
    pulumi.export("zones", zones.names.apply(len))


def test_a_life_on_simulated_clouds(tmp_path: Path) -> None:
    bench = Bench(network, config={"aws:region": ConfigValue("eu-west-1")})
    bench.engine = EmbeddedEngine(
        lambda: open_host(tmp_path / "clouds.sqlite", "key"), store=bench.store, program=lambda _: network
    )

    planned = bench.preview()
    assert planned.changes == {"create": 5}
    assert planned.outputs["vpc"] == UNKNOWN
    assert contains_secret(planned.outputs["password"])

    made = bench.up()
    assert (made.result, made.changes) == ("succeeded", {"create": 5})
    assert str(made.outputs["vpc"]).startswith("vpc-")

    assert bench.up().changes == {"same": 5}
    assert bench.refresh().changes == {"same": 5}
    assert bench.preview().outputs == made.outputs
    assert bench.destroy().changes == {"delete": 5}
    assert bench.resources() == {}


def test_an_import_of_what_nobody_made_is_taken_as_the_program_describes_it(tmp_path: Path) -> None:
    """And said to be; it is updated only where the program changes. Asked to, the clouds refuse it."""
    words = ["first"]

    def program() -> None:
        import pulumi_aws as aws

        there = pulumi.ResourceOptions(import_="legacy")
        aws.iam.Role("role", assume_role_policy="{}", description=words[0], opts=there)

    bench = Bench(program)
    bench.engine = EmbeddedEngine(
        lambda: open_host(tmp_path / "clouds.sqlite", "key"),
        store=bench.store,
        program=lambda _: program,
    )
    for run in (bench.preview, bench.up):
        assert run().changes == {"create": 1, "import": 1}
        assert [op for op, name in bench.steps() if name == "role"] == ["import"]
        assert bench.said("warning") == [
            "'legacy' is taken to be there, as the program describes it: no rehearsal made it"
        ]
    assert bench.resources()["role"]["outputs"]["name"] == "legacy"
    assert bench.up().changes == {"same": 2}
    words[0] = "second"
    assert bench.up().changes == {"same": 1, "update": 1}
    assert bench.refresh().changes == {"same": 2}
    bench.destroy()

    refused = Bench(program)
    refused.engine = EmbeddedEngine(
        lambda: open_host(":memory:", "key", allowed=frozenset()), store=refused.store, program=lambda _: program
    )
    assert "kept (--keep) (--allow import-unknown)" in (refused.preview().error or "")

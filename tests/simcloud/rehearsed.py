"""A program of the embedded engine on a world's simulated clouds, which the test can break meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import ConfigValue
from stackwright.simcloud import SimulatedHost, open_host
from tests.engine.embedded.support import Bench
from tests.simcloud.made import KEY


def topics() -> None:
    """`first`; `second`, which takes its ARN; and `third`, on its own."""
    import pulumi_aws as aws

    first = aws.sns.Topic("first", tags={"team": "retail"})
    aws.sns.Topic("second", display_name=first.arn)
    aws.sns.Topic("third")


class Rehearsed(Bench):
    """One stack on simulated clouds in `folder`."""

    def __init__(self, folder: Path, program: Callable[[], None] = topics) -> None:
        super().__init__(program, config={"aws:region": ConfigValue("eu-west-1")})
        self.database = folder / "clouds.sqlite"
        self.engine = EmbeddedEngine(
            lambda: open_host(self.database, KEY), store=self.store, program=lambda _: self.program
        )

    @contextmanager
    def clouds(self) -> Generator[SimulatedHost]:
        host = open_host(self.database, KEY)
        try:
            yield host
        finally:
            host.close()

    def held(self) -> list[str]:
        """The names of what the clouds hold, in the order in which it was made."""
        with self.clouds() as host:
            return [each.urn.rpartition("::")[2] for each in host.resources()]

    def done(self) -> set[str]:
        """The names of the topics in the state."""
        return {name for name, each in self.resources().items() if each["type"] == "aws:sns/topic:Topic"}

    def pending(self) -> list[tuple[str, str]]:
        exported = self.engine.export(self.stack)
        assert exported is not None
        deployment = exported["deployment"]
        assert isinstance(deployment, dict)
        found = deployment.get("pending_operations") or []
        return [(each["type"], each["resource"]["urn"].rpartition("::")[2]) for each in found]

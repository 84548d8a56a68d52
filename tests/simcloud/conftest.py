from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from stackwright.simcloud import SimulatedHost, open_host
from stackwright.wire.values import Properties
from tests.simcloud.made import KEY, Made, urn_of


@pytest.fixture
def host() -> Iterator[SimulatedHost]:
    host = open_host(":memory:", KEY)
    yield host
    host.close()


Maker = Callable[..., Made]


@pytest.fixture
def make(host) -> Maker:
    """Check and create one resource, as an engine does."""

    def make(token: str, inputs: Properties, *, name: str = "web", config: Properties | None = None) -> Made:
        provider = host.connect(token.partition(":")[0], None)
        provider.configure(config or {})
        urn = urn_of(token, name)
        checked = provider.check(urn, {}, inputs, seed=b"seed")
        assert not checked.failures, checked.failures
        return Made(provider, urn, checked, provider.create(urn, checked.inputs))

    return make

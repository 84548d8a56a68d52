"""The simulated clouds of a world, where the official CLI can reach them."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager

from stackwright.deploy.rehearsal.world import World


@contextmanager
def attached_clouds(
    world: World, *, dynamic: bool = False, allowed: Iterable[str] | None = None, program: str | None = None
) -> Generator[dict[str, str]]:
    """Serve a world's clouds; yields the variables that make the official CLI use them and no other provider.

    `dynamic` lets dynamic providers run; `allowed` names refusals that are switched off (`open_host`);
    `program` is as in `serve`.

    Raises:
        StateError: the world's database is broken, or a newer one.
        CloudError: no port could be had.
    """
    from stackwright.deploy.rehearsal.dynamic import refused
    from stackwright.simcloud.host import open_host
    from stackwright.simcloud.serving.serve import debug_providers, serve

    with ExitStack() as open_:
        host = open_host(world.clouds, world.passphrase, allowed=allowed)
        open_.callback(host.close)
        ports = serve(host, program=program)
        if not dynamic:
            ports |= open_.enter_context(refused())
        yield {"PULUMI_DEBUG_PROVIDERS": debug_providers(ports)}

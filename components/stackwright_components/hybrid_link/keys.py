"""The pre-shared keys."""

import pulumi
import pulumi_random as random

from stackwright_components.conventions import child
from stackwright_components.hybrid_link.interface import Settings
from stackwright_components.hybrid_link.tunnels import Tunnel


def shared_keys(
    link: pulumi.ComponentResource, name: str, settings: Settings, tunnels: tuple[Tunnel, ...]
) -> dict[int, pulumi.Output[str]]:
    """A secret of 49 letters and digits (285 bits) for each key number that the tunnels name.

    AWS takes 8 to 64 letters, digits, dots and underscores, and no zero in front
    (https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html), hence the letter; OpenStack's drivers take what
    begins with `0s` for base64.
    """

    def key(number: int) -> pulumi.Output[str]:
        made = random.RandomPassword(
            f"{name}-key-{number}",
            length=48,
            special=False,
            keepers={"generation": settings.key_generation.apply(str)},
            opts=child(link, additional_secret_outputs=["result", "bcryptHash"]),
        )
        return pulumi.Output.secret(pulumi.Output.concat("k", made.result))

    return {number: key(number) for number in sorted({tunnel.key for tunnel in tunnels})}

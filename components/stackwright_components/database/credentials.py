"""The password that a database gets from here, and the URL that clients connect with."""

import pulumi
import pulumi_random as random

from stackwright_components.conventions import child
from stackwright_components.database.interface import PORT, Settings


def generated_password(parent: pulumi.ComponentResource, name: str, settings: Settings) -> pulumi.Output[str]:
    """A secret of 40 letters and digits (238 bits): no sign in it needs quoting in a URL, a shell or SQL."""
    # Azure wants three kinds of characters: https://learn.microsoft.com/azure/postgresql/flexible-server/quickstart-create-server
    password = random.RandomPassword(
        f"{name}-password",
        length=40,
        special=False,
        min_lower=1,
        min_upper=1,
        min_numeric=1,
        keepers={"generation": settings.password_generation.apply(str)},
        opts=child(parent, additional_secret_outputs=["result", "bcryptHash"]),
    )
    return pulumi.Output.secret(password.result)


def connection_url(
    settings: Settings,
    *,
    host: pulumi.Output[str],
    username: pulumi.Output[str],
    password: pulumi.Output[str] | None,
) -> pulumi.Output[str]:
    """A secret libpq URL, which demands TLS as the server does. Without a password, libpq reads `PGPASSWORD`."""
    user = pulumi.Output.concat(username, ":", password) if password is not None else username
    return pulumi.Output.secret(
        pulumi.Output.concat("postgresql://", user, "@", host, f":{PORT}/", settings.database_name, "?sslmode=require")
    )

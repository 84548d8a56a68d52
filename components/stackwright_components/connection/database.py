"""Connecting to a database: an opening for this client in its firewall, and its address and credentials."""

import pulumi

from stackwright_components.connection.firewall import open_way
from stackwright_components.connection.interface import Connected, Link


def connect_database(link: Link) -> Connected:
    """`DATABASE_HOST`, `_PORT`, `_NAME`, `_USERNAME`, the secret `_URL`, and where RDS keeps the password `_PASSWORD`.

    Raises:
        ArgumentError: RDS keeps the password, and the client cannot read it there.
    """
    host, port, database, username, url, network_cidr = link.needs(
        "host", "port", "name", "username", "url", "network_cidr"
    )
    # A database has the one or the other; only of one that nothing is known of yet, in a preview, are both expected.
    managed = link.target.get("password_secret") if "password" not in link.target else None
    if managed is not None and link.client.cloud != "aws":
        raise link.wrong(
            "to",
            f"a workload on {link.client.cloud} cannot read the password that RDS manages; "
            "set the database's `credentials: generated`",
        )
    opened = open_way(link, network_cidr, port)
    return Connected(
        environment={
            f"{link.name}_HOST": host,
            f"{link.name}_PORT": port.apply(lambda number: str(int(number))),
            f"{link.name}_NAME": database,
            f"{link.name}_USERNAME": username,
        },
        secrets={f"{link.name}_URL": pulumi.Output.secret(url)},
        secret_references={}
        if managed is None
        else {f"{link.name}_PASSWORD": pulumi.Output.concat(managed, ":password::")},
        secret_key_arns=[] if managed is None else link.needs("key_arn"),
        prerequisites=opened,
    )

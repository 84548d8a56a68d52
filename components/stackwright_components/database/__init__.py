"""`Database`: a PostgreSQL server with one database, private, encrypted, backed up and watched."""

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.database.interface import DatabaseArgs, DatabaseOutputs, EntraAdministrator, settle

__all__ = ["Database", "DatabaseArgs", "DatabaseOutputs", "EntraAdministrator"]


class Database(pulumi.ComponentResource):
    """A PostgreSQL server with one database: private, encrypted, backed up, watched, and guarded against deletion."""

    host: pulumi.Output[str]
    """The private DNS name."""
    port: pulumi.Output[int]
    """5432."""
    database_name: pulumi.Output[str]
    """The database."""
    username: pulumi.Output[str]
    """The user."""
    password: pulumi.Output[str]
    """A secret; empty unless the credentials are `generated`."""
    password_secret: pulumi.Output[str]
    """The ARN of the Secrets Manager secret with `username` and `password`; empty unless they are `managed`."""
    url: pulumi.Output[str]
    """`postgresql://…?sslmode=require`, a secret; with the password only where the credentials are `generated`."""
    server_id: pulumi.Output[str]
    """The ARN or resource id."""
    network_id: pulumi.Output[str]
    """The network it is in."""
    key_arn: pulumi.Output[str]
    """The KMS key of the data and of `password_secret` (aws); else empty."""
    client_security_group_id: pulumi.Output[str]
    """Whatever carries this security group may connect (aws); else empty."""
    guard_id: pulumi.Output[str]
    """What decides who may connect: a security group (aws), or the network security group of its subnet (azure)."""
    network_cidr: pulumi.Output[str]
    """The range that the server's address is in."""
    alarm_target: pulumi.Output[str]
    """Where alarms go."""

    def __init__(self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("database", args["cloud"], ("aws", "azure"))
        settings = settle(args)
        super().__init__(type_token("Database"), name, dict(args), opts)
        built: DatabaseOutputs = cloud.build(self, name, settings)
        self.host = built["host"]
        self.port = built["port"]
        self.database_name = built["database_name"]
        self.username = built["username"]
        self.password = built["password"]
        self.password_secret = built["password_secret"]
        self.url = built["url"]
        self.server_id = built["server_id"]
        self.network_id = built["network_id"]
        self.key_arn = built["key_arn"]
        self.client_security_group_id = built["client_security_group_id"]
        self.guard_id = built["guard_id"]
        self.network_cidr = built["network_cidr"]
        self.alarm_target = built["alarm_target"]
        self.register_outputs(dict(built))

"""`Backup`: copies of an environment's data that whoever breaks in, or slips, cannot delete."""

import pulumi

from stackwright_components.backup.interface import (
    CLOUDS,
    BackupArgs,
    BackupOutputs,
    Protected,
    needed,
    settle,
)
from stackwright_components.conventions import implementation, type_token

__all__ = ["Backup", "BackupArgs", "Protected", "needed"]


class Backup(pulumi.ComponentResource):
    """A locked vault, a plan of what goes there and for how long, and word of what failed."""

    vault_id: pulumi.Output[str]
    """The vault: an ARN (aws), a resource id (azure), a bucket's name (gcp)."""
    vault_name: pulumi.Output[str]
    """Its name."""
    copy_vault_id: pulumi.Output[str]
    """The vault in the other region (aws); else empty."""
    plan_id: pulumi.Output[str]
    """The plan (aws); else empty."""
    role_id: pulumi.Output[str]
    """Who makes backups: a role's ARN (aws), a principal's id (azure), a service agent's address (gcp)."""
    alarm_target: pulumi.Output[str]
    """Where failures are told."""

    def __init__(self, name: str, args: BackupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("backup", args["cloud"], CLOUDS)
        settings = settle(args)
        super().__init__(type_token("Backup"), name, dict(args), opts)
        built: BackupOutputs = cloud.build(self, name, settings)
        self.vault_id = built["vault_id"]
        self.vault_name = built["vault_name"]
        self.copy_vault_id = built["copy_vault_id"]
        self.plan_id = built["plan_id"]
        self.role_id = built["role_id"]
        self.alarm_target = built["alarm_target"]
        self.register_outputs(dict(built))
